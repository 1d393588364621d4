"""Day closing and daily reports go by each person's own workdays."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from omos.loop.reports import queries, services
from omos.loop.reports.models import ClosedDay
from omos.loop.reports.tests.factories import make_work
from omos.people import services as people_services
from omos.people.models import Shift, WorkPattern
from omos.people.tests.factories import make_leave, system_viewer, viewer_of

FRIDAY, SATURDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)
MONDAY = date(2026, 11, 23)
NEXT_DAY = datetime(2026, 11, 24, 0, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
State = ClosedDay.State


@pytest.fixture
def usual(company, noon):
    people_services.ensure_working_patterns(actor=system_viewer(), now=noon)


@pytest.fixture
def big_week(usual, editor, noon):
    """The editor works this Saturday, by alternating weeks."""
    people_services.follow_pattern(
        staff_ids=[editor.pk],
        pattern_id=WorkPattern.objects.get(code="ALTERNATING").pk,
        first_day=date(2026, 11, 16),
        actor=system_viewer(),
        now=noon,
    )


def day_off(staff, day, noon):
    people_services.set_roster_day(staff_id=staff.pk, day=day, shift_id=None, actor=system_viewer(), now=noon)


def close(day) -> dict[int, str]:
    services.close_day(day=day, actor=system_viewer(), now=NEXT_DAY)
    return dict(ClosedDay.objects.filter(day=day).values_list("staff_id", "state"))


class TestClosing:
    def test_closes_the_saturday_of_who_works_on_it(self, big_week, editor, other_editor):
        assert close(SATURDAY) == {editor.pk: State.IDLE}

    def test_closes_nobodys_sunday(self, big_week, editor, other_editor):
        assert close(SUNDAY) == {}

    def test_misses_nothing_on_a_day_off_in_return(self, usual, editor, noon):
        make_work(editor, planned=5, day=MONDAY)
        day_off(editor, MONDAY, noon)

        assert close(MONDAY) == {editor.pk: State.LEAVE}

    def test_counts_work_that_was_done_on_a_day_off_all_the_same(self, usual, editor, noon):
        make_work(editor, planned=2, passed=2, day=MONDAY)
        day_off(editor, MONDAY, noon)

        assert close(MONDAY) == {editor.pk: State.CLEARED}

    def test_still_misses_what_others_have_not_done(self, usual, editor, other_editor, noon):
        make_work(other_editor, planned=5, day=MONDAY)
        day_off(editor, MONDAY, noon)

        assert close(MONDAY)[other_editor.pk] == State.MISSING


class TestDayGrid:
    def test_shows_on_a_saturday_who_works(self, big_week, editor, other_editor, supervisor, noon):
        grid = queries.day_grid(viewer=viewer_of(supervisor), day=SATURDAY, now=noon)

        assert [row.person.id for row in grid.rows] == [editor.pk]
        assert grid.is_workday

    def test_leaves_out_who_has_the_day_off(self, usual, editor, other_editor, supervisor, noon):
        day_off(editor, FRIDAY, noon)

        grid = queries.day_grid(viewer=viewer_of(supervisor), day=FRIDAY, now=noon)

        assert editor.pk not in {row.person.id for row in grid.rows}

    def test_reminds_nobody_on_their_day_off(self, usual, editor, supervisor, noon):
        make_work(editor, planned=5)
        day_off(editor, FRIDAY, noon)

        grid = queries.day_grid(viewer=viewer_of(supervisor), day=FRIDAY, now=noon)

        assert grid.to_remind == ()


class TestMonth:
    def test_has_the_saturday_as_a_workday_of_one_person(self, big_week, editor, other_editor, supervisor):
        calendar = queries.month_calendar(viewer=viewer_of(supervisor), month=FRIDAY, today=FRIDAY)
        marks = {row.person.id: row.cells[20].mark for row in calendar.rows}

        assert SATURDAY in calendar.workdays
        assert (marks[editor.pk], marks[other_editor.pk]) == ("coming", "off")


class TestDailyReport:
    def test_is_due_on_a_worked_saturday(self, big_week, editor, other_editor):
        assert queries.has_report_due(staff_id=editor.pk, day=SATURDAY)
        assert not queries.has_report_due(staff_id=other_editor.pk, day=SATURDAY)

    def test_looks_forward_to_the_next_own_workday(self, big_week, editor, other_editor):
        assert queries.tomorrow_of(staff_id=editor.pk, day=FRIDAY).day == SATURDAY
        assert queries.tomorrow_of(staff_id=other_editor.pk, day=FRIDAY).day == MONDAY

    def test_looks_past_leave(self, usual, editor):
        make_leave(editor, MONDAY)

        assert queries.tomorrow_of(staff_id=editor.pk, day=FRIDAY).day == MONDAY + timedelta(days=1)

    def test_knows_a_post_on_the_weekend(self, usual, editor, noon):
        shift = Shift.objects.get(code="EARLY")
        people_services.set_roster_day(
            staff_id=editor.pk, day=SUNDAY, shift_id=shift.pk, actor=system_viewer(), now=noon
        )

        assert queries.has_report_due(staff_id=editor.pk, day=SUNDAY)
