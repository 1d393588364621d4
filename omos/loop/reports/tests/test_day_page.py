"""The page of the day closing: grid, calendar, reminders, rows behind figures, export."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from omos.loop.reports import queries, services
from omos.loop.reports.models import ClosedDay
from omos.loop.reports.tests.factories import make_closed_day, make_report, make_work
from omos.loop.work.tests.factories import TODAY
from omos.people.models import Company, Staff
from omos.people.tests.factories import make_leave, make_staff, make_workday, system_viewer, viewer_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
EVENING = datetime(2026, 11, 20, 18, 30, tzinfo=SHANGHAI)
DAY = reverse("reports:day")
State = ClosedDay.State


@pytest.fixture
def team(supervisor, boss):
    """A supervisor and a boss who lead and are not planned themselves."""
    Staff.objects.filter(pk__in=[supervisor.pk, boss.pk]).update(is_planned_by_category=False)
    return supervisor


@pytest.fixture
def at_noon(clock_at, noon):
    clock_at(noon)


class TestGrid:
    def test_adds_up(self, team, editor, promoter, noon):
        make_work(editor, planned=5, passed=4, failed=1)
        make_work(promoter, planned=15, passed=9, failed=2, unknown=3)

        grid = queries.day_grid(viewer=viewer_of(team), day=TODAY, now=noon)

        totals = grid.totals
        assert (totals.planned, totals.handed_in, totals.passed, totals.failed, totals.unknown, totals.missing) == (
            20,
            19,
            13,
            3,
            3,
            1,
        )
        assert totals.handed_in == totals.passed + totals.failed + totals.unknown

    def test_shows_a_closed_day_as_it_was_closed(self, team, editor, noon):
        make_work(editor, planned=2, passed=2)
        make_closed_day(editor, planned=2, handed_in=1, passed=1, missing=1, state="MISSING")

        row = queries.day_grid(viewer=viewer_of(team), day=TODAY, now=noon).rows[0]

        assert (row.tally.handed_in, row.state, row.live.handed_in) == (1, State.MISSING, 2)

    def test_shows_a_reopened_day_as_it_stands(self, team, editor, noon):
        make_work(editor, planned=2, passed=2)
        closed = make_closed_day(editor, planned=2, handed_in=0, passed=0, missing=2, state="MISSING")
        ClosedDay.objects.filter(pk=closed.pk).update(reopened_at=noon, reopen_reason="断电")

        row = queries.day_grid(viewer=viewer_of(team), day=TODAY, now=noon).rows[0]

        assert (row.state, row.standing.is_reopened) == (State.CLEARED, True)

    def test_shows_staff_only_themselves(self, team, editor, other_editor, noon):
        grid = queries.day_grid(viewer=viewer_of(editor), day=TODAY, now=noon)

        assert [row.person.id for row in grid.rows] == [editor.pk]

    def test_leaves_out_who_has_left(self, team, editor, other_editor, noon):
        Staff.objects.filter(pk=other_editor.pk).update(left_on=TODAY - timedelta(days=1))

        grid = queries.day_grid(viewer=viewer_of(team), day=TODAY, now=noon)

        assert [row.person.id for row in grid.rows] == [editor.pk]

    def test_counts_no_one_on_leave(self, team, editor, other_editor, noon):
        make_leave(editor, TODAY)
        make_work(other_editor, planned=1, passed=1)

        grid = queries.day_grid(viewer=viewer_of(team), day=TODAY, now=noon)

        assert (grid.cleared, grid.counted) == (1, 1)

    def test_is_empty_on_a_day_off(self, team, editor, noon):
        assert queries.day_grid(viewer=viewer_of(team), day=date(2026, 11, 15), now=noon).rows == ()

    def test_knows_who_has_not_submitted(self, team, editor, other_editor, noon):
        make_work(editor, planned=1)
        make_work(other_editor, planned=1)
        make_report(editor)

        missing = queries.unsubmitted(viewer=viewer_of(team), day=TODAY, now=noon)

        assert [card.id for card in missing] == [other_editor.pk]


class TestMonth:
    def test_marks_days_as_they_were_closed(self, team, editor):
        make_closed_day(editor, date(2026, 11, 18), state="LATE")
        make_closed_day(editor, date(2026, 11, 19), state="CLEARED")

        row = _month(team).rows[0]

        assert [cell.mark for cell in row.cells[16:20]] == ["coming", "late", "yes", "today"]
        assert (row.cleared, row.counted) == (1, 2)

    def test_does_not_count_leave_and_idle_days(self, team, editor):
        make_closed_day(editor, date(2026, 11, 18), state="LEAVE", planned=0)
        make_closed_day(editor, date(2026, 11, 19), state="IDLE", planned=0)

        assert _month(team).rows[0].counted == 0

    def test_shows_how_much_of_today_is_in(self, team, editor):
        make_work(editor, planned=4, passed=3)

        assert _month(team).rows[0].cells[19].share == Decimal("0.75")

    def test_knows_worked_weekends(self, team, editor):
        make_workday(date(2026, 11, 28), is_workday=True)

        assert date(2026, 11, 28) in _month(team).workdays

    def test_sums_up_its_rows(self, team, editor, promoter):
        make_closed_day(editor, date(2026, 11, 19))
        make_closed_day(promoter, date(2026, 11, 19), state="MISSING")

        month = _month(team)

        assert (month.cleared, month.counted, month.share) == (1, 2, Decimal("0.5"))


class TestOnTime:
    def test_agrees_with_the_work_itself(self, team, editor, noon):
        make_work(editor, planned=4, passed=2, late=1, day=date(2026, 11, 19))
        make_work(editor, planned=6, passed=6, day=date(2026, 11, 18))
        services.close_due_days(actor=system_viewer(), now=noon)
        rows = queries.work_rows(staff_ids=[editor.pk], first=date(2026, 11, 1), last=date(2026, 11, 19))
        on_time = sum(tally.work.on_time for tally in rows.by_person_and_day().values())

        rate = queries.month_on_time(viewer=viewer_of(team), month=TODAY)

        assert rate.share == Decimal(on_time) / 10

    def test_compares_with_the_month_before(self, team, editor):
        make_closed_day(editor, date(2026, 10, 20), planned=10, late=1)
        make_closed_day(editor, date(2026, 11, 19), planned=10)

        rate = queries.month_on_time(viewer=viewer_of(team), month=TODAY)

        assert (rate.share, rate.before, rate.gap) == (Decimal(1), Decimal("0.9"), Decimal("0.1"))

    def test_is_not_known_before_any_day_is_closed(self, team, editor):
        rate = queries.month_on_time(viewer=viewer_of(team), month=TODAY)

        assert (rate.share, rate.gap) == (None, None)

    def test_counts_only_the_last_revision(self, team, editor):
        make_closed_day(editor, date(2026, 11, 19), planned=10, handed_in=0, passed=0, missing=10, state="MISSING")
        make_closed_day(editor, date(2026, 11, 19), planned=10, revision=2)

        assert queries.month_on_time(viewer=viewer_of(team), month=TODAY).share == 1


@pytest.mark.usefixtures("at_noon")
class TestPage:
    def test_shows_the_team_to_the_supervisor(self, team, editor, other_editor, sign_in):
        make_work(editor, planned=3, passed=1)
        make_work(other_editor, planned=1, passed=1)

        page = sign_in(team).get(DAY).content.decode()

        assert "陈思远" in page
        assert "催办 1 人" in page
        assert "缺 2 件" in page
        assert "已日清" in page

    def test_shows_staff_their_own_row_and_no_buttons(self, team, editor, other_editor, sign_in):
        make_work(editor, planned=3)

        page = sign_in(editor).get(DAY).content.decode()

        assert "苏晴" not in page
        assert reverse("reports:remind") not in page

    def test_says_that_nothing_is_scored_yet(self, team, editor, sign_in):
        assert "只看不罚" in sign_in(team).get(DAY).content.decode()

    def test_says_no_more_so_once_scores_count(self, team, editor, sign_in):
        Company.objects.update(scores_count_from=TODAY)

        assert "只看不罚" not in sign_in(team).get(DAY).content.decode()

    @pytest.mark.parametrize("asked", ["", "?day=abc", "?day=2027-01-01", "?day=2026-13-45"])
    def test_shows_today_where_the_address_makes_no_sense(self, team, editor, sign_in, asked):
        assert "2026-11-20" in sign_in(team).get(DAY + asked).content.decode()

    def test_shows_a_past_day(self, team, editor, sign_in):
        make_closed_day(editor, date(2026, 11, 18), state="LATE")

        assert "迟交补清" in sign_in(team).get(f"{DAY}?day=2026-11-18").content.decode()

    def test_copies_the_day_as_text(self, team, editor, sign_in):
        make_work(editor, planned=3, passed=1)

        text = sign_in(team).get(DAY).context["copies"]["text"]

        assert "计划 3 件，已交 1（33%），通过 1" in text
        assert "未交：陈思远 2" in text

    def test_is_closed_to_strangers(self, team, client):
        assert client.get(DAY).status_code == 302

    @pytest.mark.queries
    def test_asks_the_same_number_of_questions_for_any_team(self, team, editor, django_assert_num_queries):
        viewer = viewer_of(team)
        make_work(editor, planned=3, passed=2)
        now = datetime(2026, 11, 20, 12, 0, tzinfo=SHANGHAI)
        with CaptureQueriesContext(
            connection,
        ) as few:
            queries.day_page(viewer=viewer, day=TODAY, now=now)
        make_work(make_staff("苏晴"), planned=3, passed=2)
        make_work(make_staff("江语桐"), planned=3, passed=2)

        with django_assert_num_queries(len(few)):
            queries.day_page(viewer=viewer, day=TODAY, now=now)

        assert len(few) <= 12


@pytest.mark.usefixtures("at_noon")
class TestRows:
    @pytest.mark.parametrize(
        ("what", "count"),
        [("", 5), ("planned", 6), ("missing", 1), ("passed", 2), ("failed", 1), ("unknown", 2), ("late", 1)],
    )
    def test_stand_behind_each_figure(self, team, editor, what, count):
        make_work(editor, planned=6, passed=1, failed=1, unknown=2, late=1)

        rows = queries.rows_behind(
            viewer=viewer_of(team), asked=queries.Asked(first=TODAY, last=TODAY, what=what, staff_id=editor.pk)
        )

        assert rows.total == count

    def test_are_only_those_the_viewer_may_see(self, team, editor, other_editor):
        make_work(editor, planned=1, passed=1)

        rows = queries.rows_behind(
            viewer=viewer_of(other_editor), asked=queries.Asked(first=TODAY, last=TODAY, staff_id=editor.pk)
        )

        assert rows.total == 0

    def test_open_on_a_page(self, team, editor, sign_in):
        make_work(editor, planned=2, passed=1, failed=1)

        page = sign_in(team).get(reverse("reports:pieces"), {"first": "2026-11-20", "last": "2026-11-20"})

        assert "原创文章" in page.content.decode()

    def test_open_with_assignments(self, team, editor, sign_in):
        assignment = make_work(editor, planned=2)
        asked = {"first": "2026-11-20", "last": "2026-11-20", "what": "missing", "staff": editor.pk}

        assert assignment.code in sign_in(team).get(reverse("reports:pieces"), asked).content.decode()

    @pytest.mark.parametrize(
        "asked",
        [
            {},
            {"first": "x", "last": "2026-11-20"},
            {"first": "2026-11-20", "last": "2026-11-01"},
            {"first": "2020-01-01", "last": "2026-11-20"},
            {"first": "2026-11-20", "last": "2026-11-20", "what": "sum"},
        ],
    )
    def test_refuse_a_question_without_sense(self, team, sign_in, asked):
        assert sign_in(team).get(reverse("reports:pieces"), asked).status_code == 404


def _month(team):
    return queries.month_calendar(viewer=viewer_of(team), month=TODAY, today=TODAY)
