"""Reading daily reports: comments, marks, and what waits for whom."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Q
from django.urls import reverse

from omos.loop.reports import register, services
from omos.loop.reports.models import DailyReport
from omos.loop.reports.services import Sentences
from omos.loop.reports.tests.factories import make_report, make_work
from omos.loop.work.tests.factories import TODAY
from omos.office.notices.models import Notice
from omos.people.models import Staff
from omos.people.tests.factories import make_leave, viewer_of

EVENING = datetime(2026, 11, 20, 17, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
DAILY, SUBMIT, DRAFT = reverse("reports:daily"), reverse("reports:submit"), reverse("reports:draft")
SAID = Sentences(problem="百度后台打不开", tomorrow="原创文章 4 篇")


@pytest.fixture
def team(supervisor, boss):
    Staff.objects.filter(pk__in=[supervisor.pk, boss.pk]).update(is_planned_by_category=False)
    return supervisor


@pytest.fixture
def evening(clock_at):
    clock_at(EVENING)


class TestReadingIt:
    def test_comment_tells_the_person_and_marks_it_read(self, team, editor):
        report = make_report(editor)

        services.comment(report_id=report.pk, text="辛苦了", actor=viewer_of(team), now=EVENING)

        report.refresh_from_db()
        assert (report.comment, report.commented_by_id, report.acknowledged_by_id) == ("辛苦了", team.pk, team.pk)
        assert Notice.objects.get(staff=editor).kind == "reports.commented"

    def test_comment_wants_words(self, team, editor):
        report = make_report(editor)

        with pytest.raises(services.ReportRefused):
            services.comment(report_id=report.pk, text=" ", actor=viewer_of(team), now=EVENING)

    def test_comment_wants_a_submitted_report(self, team, editor):
        report = make_report(editor, state="DRAFT")

        with pytest.raises(services.ReportRefused):
            services.comment(report_id=report.pk, text="好", actor=viewer_of(team), now=EVENING)

    def test_comment_is_refused_to_colleagues(self, editor, other_editor):
        report = make_report(editor)

        with pytest.raises(services.ReportRefused):
            services.comment(report_id=report.pk, text="好", actor=viewer_of(other_editor), now=EVENING)

    def test_acknowledging_counts_each_report_once(self, team, editor, other_editor):
        ids = [make_report(editor).pk, make_report(other_editor).pk]
        actor = viewer_of(team)

        assert services.acknowledge_report(report_ids=ids, actor=actor, now=EVENING) == 2
        assert services.acknowledge_report(report_ids=ids, actor=actor, now=EVENING) == 0

    def test_acknowledging_reaches_no_further_than_the_scope(self, editor, other_editor):
        report = make_report(editor)

        count = services.acknowledge_report(report_ids=[report.pk], actor=viewer_of(other_editor), now=EVENING)

        assert count == 0

    def test_one_does_not_acknowledge_oneself(self, team):
        report = make_report(team)

        assert services.acknowledge_report(report_ids=[report.pk], actor=viewer_of(team), now=EVENING) == 0


@pytest.mark.usefixtures("evening")
class TestReadingPage:
    def test_lists_who_submitted_and_who_did_not(self, team, editor, other_editor, sign_in):
        make_work(editor, planned=1)
        make_work(other_editor, planned=1)
        make_report(editor, problem="卡住了")

        page = sign_in(team).get(DAILY)

        assert [row.person.id for row in page.context["missing"]] == [other_editor.pk]
        assert "卡住了" in page.content.decode()

    def test_shows_problems_first(self, team, editor, other_editor, sign_in):
        make_report(editor)
        make_report(other_editor, problem="卡住了")

        written = sign_in(team).get(DAILY).context["written"]

        assert [line["row"].person.id for line in written] == [other_editor.pk, editor.pk]

    def test_marks_all_read_at_one_press(self, team, editor, other_editor, sign_in):
        ids = [make_report(editor).pk, make_report(other_editor).pk]

        sign_in(team).post(reverse("reports:acknowledge"), {"day": "2026-11-20", "report": ids})

        assert not DailyReport.objects.filter(Q(acknowledged_at=None)).exists()

    def test_takes_a_comment(self, team, editor, sign_in):
        report = make_report(editor)

        answer = sign_in(team).post(reverse("reports:comment", args=[report.pk]), {"text": "好"})

        report.refresh_from_db()
        assert (answer.status_code, report.comment) == (302, "好")

    def test_refuses_an_empty_comment(self, team, editor, sign_in):
        report = make_report(editor)

        assert sign_in(team).post(reverse("reports:comment", args=[report.pk]), {"text": ""}).status_code == 422

    def test_does_not_know_a_report_that_is_none(self, team, sign_in):
        assert sign_in(team).post(reverse("reports:comment", args=[9999]), {"text": "好"}).status_code == 404

    def test_offers_the_comment_box_for_one_report(self, team, editor, sign_in):
        make_report(editor)

        page = sign_in(team).get(DAILY, {"staff": editor.pk}).content.decode()

        assert "批注并标为已阅" in page

    @pytest.mark.parametrize("name", ["reports:acknowledge"])
    def test_is_closed_to_staff(self, editor, sign_in, name):
        assert sign_in(editor).post(reverse(name), {}).status_code == 403

    def test_lets_the_boss_read(self, team, boss, editor, sign_in):
        make_report(editor, problem="卡住了")

        assert "卡住了" in sign_in(boss).get(DAILY).content.decode()


class TestWaiting:
    def test_counts_reports_to_read(self, team, editor, clock_at):
        clock_at(EVENING)
        make_report(editor)

        (waiting,) = register._waiting(viewer_of(team))

        assert waiting.rows.count() == 1

    @pytest.mark.parametrize(("hour", "count"), [(15, 0), (16, 1)])
    def test_asks_for_ones_own_report_from_four_on(self, editor, clock_at, hour, count):
        clock_at(EVENING.replace(hour=hour))

        assert [one.count for one in register._waiting(viewer_of(editor))] == [count]

    def test_asks_no_more_once_it_is_in(self, editor, clock_at):
        clock_at(EVENING)
        make_report(editor)

        assert [one.count for one in register._waiting(viewer_of(editor))] == [0]

    def test_asks_nobody_on_leave(self, editor, clock_at):
        clock_at(EVENING)
        make_leave(editor, TODAY)

        assert [one.count for one in register._waiting(viewer_of(editor))] == [0]

    def test_asks_nobody_on_a_day_off(self, editor, clock_at):
        clock_at(EVENING + timedelta(days=1))

        assert [one.count for one in register._waiting(viewer_of(editor))] == [0]
