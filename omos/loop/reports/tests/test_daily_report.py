"""The daily report: written by the machine and in two sentences, read, commented, acknowledged."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, close_old_connections, connection
from django.urls import reverse

from omos.loop.reports import queries, services
from omos.loop.reports.models import ClosedDay, DailyReport
from omos.loop.reports.services import Sentences
from omos.loop.reports.tests.factories import make_closed_day, make_report, make_work
from omos.loop.work.tests.factories import TODAY, make_assignment, make_category
from omos.office.notices.models import Notice
from omos.people.models import Staff
from omos.people.tests.factories import make_staff, viewer_of

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


@pytest.fixture
def submit(editor):
    def submit_now(sentences=SAID, *, row_version=0, day=TODAY, now=EVENING, actor=None):
        return services.submit_report(
            day=day, sentences=sentences, row_version=row_version, actor=viewer_of(actor or editor), now=now
        )

    return submit_now


@pytest.fixture
def save_draft(editor):
    def save_now(sentences=SAID, *, day=TODAY, now=EVENING):
        return services.save_draft(day=day, sentences=sentences, actor=viewer_of(editor), now=now)

    return save_now


class TestSubmit:
    def test_keeps_what_was_said_and_counted(self, submit, editor):
        make_work(editor, planned=3, passed=1, failed=1)

        report = submit()

        figures = {name: report.figures[0][name] for name in ("category", "planned", "handed_in", "passed", "failed")}
        assert figures == {"category": "ARTICLE", "planned": 3, "handed_in": 2, "passed": 1, "failed": 1}
        assert (report.problem, report.state, report.submitted_at) == (SAID.problem, "SUBMITTED", EVENING)

    def test_takes_empty_sentences(self, submit):
        assert submit(Sentences("", "")).state == DailyReport.State.SUBMITTED

    def test_may_be_done_again_until_the_day_is_closed(self, submit):
        submit()

        assert submit(Sentences("解决了", ""), row_version=1).row_version == 2

    def test_has_to_be_read_again_when_it_changes(self, submit, team):
        report = submit()
        services.acknowledge_report(report_ids=[report.pk], actor=viewer_of(team), now=EVENING)

        assert submit(row_version=1).acknowledged_at is None

    def test_refuses_what_was_submitted_elsewhere_meanwhile(self, submit):
        submit()

        with pytest.raises(services.ReportChanged):
            submit(Sentences("旧的", ""), row_version=0)

        assert DailyReport.objects.get().problem == SAID.problem

    def test_refuses_a_closed_day(self, submit, editor):
        make_closed_day(editor)

        with pytest.raises(services.ReportClosed):
            submit()

    def test_takes_a_reopened_day(self, submit, editor):
        closed = make_closed_day(editor)
        ClosedDay.objects.filter(pk=closed.pk).update(reopened_at=EVENING, reopen_reason="断电")

        assert submit().state == DailyReport.State.SUBMITTED

    def test_refuses_a_day_to_come(self, submit):
        with pytest.raises(services.ReportClosed):
            submit(day=TODAY + timedelta(days=1))

    def test_tells_the_supervisor_of_a_problem(self, submit, team):
        submit()

        notice = Notice.objects.get(staff=team)
        assert (notice.kind, notice.body) == ("reports.problem", SAID.problem)

    def test_tells_nobody_where_there_is_no_problem(self, submit, team):
        submit(Sentences("", "明天再看"))

        assert not Notice.objects.exists()

    @pytest.mark.constraint
    def test_stands_once_per_person_and_day(self, editor):
        make_report(editor)

        with pytest.raises(IntegrityError):
            make_report(editor)


class TestDraft:
    def test_is_kept(self, save_draft):
        assert save_draft()

        report = DailyReport.objects.get()
        assert (report.state, report.tomorrow, report.row_version) == ("DRAFT", SAID.tomorrow, 0)

    def test_is_kept_again(self, save_draft):
        save_draft()
        save_draft(Sentences("二", ""))

        assert DailyReport.objects.get().problem == "二"

    def test_leaves_the_open_page_submittable(self, save_draft, submit):
        save_draft()

        assert submit(row_version=0).row_version == 1

    def test_never_undoes_a_submission(self, save_draft, submit):
        submit()

        assert not save_draft(Sentences("半句", ""))
        assert DailyReport.objects.get().problem == SAID.problem

    def test_is_refused_on_a_closed_day(self, save_draft, editor):
        make_closed_day(editor)

        with pytest.raises(services.ReportClosed):
            save_draft()


class TestReportOf:
    def test_fills_itself_by_category(self, team, editor):
        make_work(editor, planned=3, passed=2)
        make_work(editor, planned=2, unknown=1, category=make_category("OUTSIDE_POST"))

        report = queries.report_of(viewer=viewer_of(team), staff_id=editor.pk, day=TODAY)

        assert (report.totals.planned, report.totals.passed, report.totals.unknown) == (5, 2, 1)
        assert len(report.lines) == 2

    def test_says_when_figures_moved_since(self, team, editor, submit):
        make_work(editor, planned=3, passed=2)
        submit()
        make_work(editor, planned=1, passed=1, category=make_category("OUTSIDE_POST"))

        assert queries.report_of(viewer=viewer_of(team), staff_id=editor.pk, day=TODAY).is_outdated

    def test_stays_quiet_while_they_stand(self, team, editor, submit):
        make_work(editor, planned=3, passed=2)
        submit()

        assert not queries.report_of(viewer=viewer_of(team), staff_id=editor.pk, day=TODAY).is_outdated

    def test_is_nothing_to_colleagues(self, editor, other_editor):
        assert queries.report_of(viewer=viewer_of(other_editor), staff_id=editor.pk, day=TODAY) is None

    def test_looks_ahead_to_the_next_workday(self, editor):
        make_assignment(editor, due_date=date(2026, 11, 23), quantity=4)

        ahead = queries.tomorrow_of(staff_id=editor.pk, day=TODAY)

        assert (ahead.day, ahead.lines) == (date(2026, 11, 23), ("原创文章 4 篇",))


@pytest.mark.usefixtures("evening")
class TestOwnPage:
    def test_has_tomorrow_filled_in(self, editor, sign_in):
        make_assignment(editor, due_date=date(2026, 11, 23), quantity=4)

        page = sign_in(editor).get(DAILY)

        assert page.context["form"].initial["tomorrow"] == "原创文章 4 篇"

    def test_keeps_the_draft(self, editor, sign_in):
        make_report(editor, state="DRAFT", problem="卡住了")

        assert "卡住了" in sign_in(editor).get(DAILY).content.decode()

    def test_submits(self, editor, sign_in):
        answer = sign_in(editor).post(SUBMIT, _form(problem="卡住了"))

        assert answer.status_code == 302
        assert DailyReport.objects.get().state == DailyReport.State.SUBMITTED

    def test_keeps_what_was_typed_when_it_is_refused(self, editor, sign_in):
        make_report(editor, row_version=3)

        answer = sign_in(editor).post(SUBMIT, _form(problem="别丢了我"))

        assert answer.status_code == 422
        assert "别丢了我" in answer.content.decode()

    @pytest.mark.parametrize(
        "bad", [{"row_version": "x"}, {"problem": "长" * 2001}, {"row_version": "-1"}, {"day": "gestern"}]
    )
    def test_refuses_bad_input(self, editor, sign_in, bad):
        assert sign_in(editor).post(SUBMIT, _form(**bad)).status_code == 422

    def test_is_read_only_once_closed(self, editor, sign_in):
        make_report(editor, problem="都好")
        make_closed_day(editor)

        page = sign_in(editor).get(DAILY)

        assert page.context["form"] is None
        assert "已结账" in page.content.decode()

    def test_saves_drafts(self, editor, sign_in):
        assert sign_in(editor).post(DRAFT, _form(problem="半句")).status_code == 204

    def test_refuses_drafts_of_a_closed_day(self, editor, sign_in):
        make_closed_day(editor)

        assert sign_in(editor).post(DRAFT, _form()).status_code == 409

    def test_refuses_senseless_drafts(self, editor, sign_in):
        assert sign_in(editor).post(DRAFT, {}).status_code == 422

    @pytest.mark.parametrize("url", [SUBMIT, DRAFT])
    def test_changes_only_by_post(self, editor, sign_in, url):
        assert sign_in(editor).get(url).status_code == 405

    @pytest.mark.parametrize("url", [SUBMIT, DRAFT])
    def test_is_not_written_by_who_writes_none(self, boss, sign_in, url):
        assert sign_in(boss).post(url, _form()).status_code == 403

    def test_shows_nobody_elses(self, editor, other_editor, sign_in):
        assert sign_in(editor).get(DAILY, {"staff": other_editor.pk}).status_code == 404


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_tabs_submit_once():
    editor = viewer_of(make_staff("陈思远"))

    def press(number: int) -> bool:
        try:
            services.submit_report(
                day=TODAY, sentences=Sentences(str(number), ""), row_version=0, actor=editor, now=EVENING
            )
        except services.ReportChanged:
            return False
        finally:
            close_old_connections()
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        pressed = list(pool.map(press, range(4)))

    assert sorted(pressed) == [False, False, False, True]
    assert DailyReport.objects.get().row_version == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_a_report_is_never_submitted_after_the_close():
    editor = make_staff("陈思远")
    make_closed_day(editor)

    with pytest.raises(services.ReportClosed):
        services.submit_report(day=TODAY, sentences=SAID, row_version=0, actor=viewer_of(editor), now=EVENING)

    assert not queries.open_reports(staff_id=editor.pk, day=TODAY).exists()


def _form(**changes):
    return {"problem": "", "tomorrow": "", "day": "2026-11-20", "row_version": "0"} | changes
