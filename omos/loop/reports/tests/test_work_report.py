"""The work report of a centre: week and month, person and category."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from omos.loop.ledger.services import Line, post
from omos.loop.reports import queries
from omos.loop.reports.queries import Tally
from omos.loop.reports.tests.factories import make_work
from omos.loop.work.models import WorkCategory
from omos.loop.work.tests.factories import TODAY, make_category
from omos.people.models import Action
from omos.people.tests.factories import make_staff, system_viewer, viewer_of

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
MONDAY, SUNDAY = date(2026, 11, 16), date(2026, 11, 22)


@pytest.fixture
def report(supervisor):
    def report_now(centre="operations", kind="week", day=TODAY, viewer=None):
        period = queries.period_of(kind=kind, day=day, today=TODAY)
        return queries.work_report(viewer=viewer_of(viewer or supervisor), centre=centre, period=period)

    return report_now


@pytest.fixture
def outside(editor):
    category = make_category("OUTSIDE_POST", kind=WorkCategory.EvidenceKind.OUTSIDE_URL)
    WorkCategory.objects.filter(pk=category.pk).update(duty=WorkCategory.Duty.SEO)
    category.refresh_from_db()
    return category


class TestPeriod:
    def test_is_a_week_from_monday(self):
        period = queries.period_of(kind="week", day=TODAY, today=TODAY)

        assert (period.first, period.last, period.until) == (MONDAY, SUNDAY, TODAY)

    def test_is_a_whole_month(self):
        period = queries.period_of(kind="month", day=date(2026, 2, 10), today=TODAY)

        assert (period.first, period.last, period.is_running) == (date(2026, 2, 1), date(2026, 2, 28), False)

    def test_knows_its_neighbours(self):
        period = queries.period_of(kind="month", day=TODAY, today=TODAY)

        assert (period.before, period.after) == (date(2026, 10, 31), date(2026, 12, 1))


class TestWorkReport:
    def test_splits_by_person_and_category(self, report, editor, promoter, outside):
        make_work(editor, planned=4, passed=3, failed=1)
        make_work(editor, planned=2, passed=1, category=outside)
        make_work(promoter, planned=5, unknown=2, category=outside)

        rows = report().rows

        assert [len(row.lines) for row in rows] == [2, 1]
        assert [row.tally.planned for row in rows] == [6, 5]

    def test_adds_up(self, report, editor, promoter, outside):
        make_work(editor, planned=4, passed=3, failed=1)
        make_work(promoter, planned=5, unknown=2, category=outside, day=date(2026, 11, 18))

        found = report()

        assert found.totals == sum(found.by_day.values(), Tally())
        assert found.totals == sum((row.tally for row in found.rows), Tally())

    @pytest.mark.parametrize(
        ("centre", "planned"), [("operations", 9), ("content", 4), ("promotion", 5), ("customers", 0)]
    )
    def test_shows_the_duties_of_the_centre(self, report, editor, outside, centre, planned):
        make_work(editor, planned=4)
        make_work(editor, planned=5, category=outside)

        assert report(centre).totals.planned == planned

    def test_leaves_days_to_come_out(self, report, editor):
        make_work(editor, planned=4, day=date(2026, 11, 22))

        assert report().rows == ()

    def test_shows_staff_only_themselves(self, report, editor, other_editor):
        make_work(editor, planned=4)
        make_work(other_editor, planned=4)

        assert [row.person.id for row in report(viewer=editor).rows] == [editor.pk]

    def test_shows_whoever_was_here_then(self, report, editor):
        make_work(editor, planned=4, day=date(2026, 11, 17))
        type(editor).objects.filter(pk=editor.pk).update(left_on=date(2026, 11, 18))

        assert len(report().rows) == 1

    def test_takes_minutes_from_the_ledger(self, report, editor):
        make_work(editor, planned=4, passed=2)
        line = Line(
            day=TODAY,
            measure="work_minutes",
            value=180,
            source="t",
            source_id="1",
            staff_id=editor.pk,
            category="ARTICLE",
        )
        post(lines=[line], actor=system_viewer(), now=NOON)

        assert report().minutes == 180

    def test_knows_no_minutes_where_the_ledger_knows_none(self, report, editor):
        make_work(editor, planned=4)

        assert report().minutes is None


class TestFirstPassRate:
    def test_is_of_what_was_judged(self):
        assert queries.first_pass_rate(Tally(handed_in=10, passed=6, failed=2, first_passed=6)) == Decimal("0.75")

    def test_is_not_lowered_by_the_unknown(self):
        assert queries.first_pass_rate(Tally(handed_in=5, passed=0)) is None

    def test_counts_what_had_to_be_redone(self):
        assert queries.first_pass_rate(Tally(handed_in=4, passed=4, first_passed=3)) == Decimal("0.75")


class TestPage:
    @pytest.fixture(autouse=True)
    def at_noon(self, clock_at, noon):
        clock_at(noon)

    @pytest.mark.parametrize("centre", list(queries.DUTIES))
    def test_opens_for_each_centre(self, supervisor, editor, sign_in, centre):
        make_work(editor, planned=4, passed=2)

        assert sign_in(supervisor).get(reverse("reports:work", args=[centre])).status_code == 200

    @pytest.mark.parametrize("asked", ["?period=month", "?period=year&day=x", "?day=2026-10-05", "?day=2030-01-01"])
    def test_opens_for_any_period(self, supervisor, editor, sign_in, asked):
        make_work(editor, planned=4, passed=2)

        assert sign_in(supervisor).get(reverse("reports:work", args=["content"]) + asked).status_code == 200

    def test_does_not_know_a_fifth_centre(self, supervisor, sign_in):
        assert sign_in(supervisor).get("/work-report/kitchen/").status_code == 404

    def test_leads_to_the_rows(self, supervisor, editor, sign_in):
        make_work(editor, planned=4, passed=2)

        page = sign_in(supervisor).get(reverse("reports:work", args=["content"])).content.decode()

        assert f"what=passed&amp;staff={editor.pk}" in page

    def test_asks_strangers_to_sign_in(self, client, company):
        assert client.get(reverse("reports:work", args=["content"])).status_code == 302

    def test_gives_a_file(self, supervisor, editor, sign_in):
        make_work(editor, planned=4, passed=2)

        answer = sign_in(supervisor).post(
            reverse("reports:work_export", args=["content"]), {"day": "2026-11-20", "kind": "csv"}
        )

        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert "原创文章,4,2,2,0,0,0,2,1," in text
        assert Action.objects.get(verb="sheets.export").subject_id == "reports.work.content"

    def test_gives_no_file_by_get(self, supervisor, sign_in):
        assert sign_in(supervisor).get(reverse("reports:work_export", args=["content"])).status_code == 405


@pytest.mark.queries
def test_asks_the_same_number_of_questions_for_any_team(supervisor, editor, django_assert_num_queries):
    viewer, period = viewer_of(supervisor), queries.period_of(kind="week", day=TODAY, today=TODAY)
    make_work(editor, planned=3, passed=2)
    with CaptureQueriesContext(connection) as few:
        queries.work_report(viewer=viewer, centre="operations", period=period)
    make_work(make_staff("苏晴"), planned=3, passed=2)
    make_work(make_staff("江语桐"), planned=3, passed=2)

    with django_assert_num_queries(len(few)):
        queries.work_report(viewer=viewer, centre="operations", period=period)

    assert len(few) <= 7
