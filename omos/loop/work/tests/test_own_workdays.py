"""The week plan and the capacity go by each person's own workdays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta

import pytest

from omos.loop.work import queries, services
from omos.loop.work.models import Assignment, WorkPlan
from omos.loop.work.queries.capacities import presence
from omos.loop.work.services.week_inputs import week_inputs
from omos.loop.work.tests.factories import make_category, make_plan
from omos.people import services as people_services
from omos.people.models import WorkPattern
from omos.people.services import ShiftDetails
from omos.people.tests.factories import make_leave, system_viewer, viewer_of

MONDAY, SATURDAY, SUNDAY = date(2026, 11, 16), date(2026, 11, 21), date(2026, 11, 22)


@pytest.fixture(autouse=True)
def usual(company, noon):
    people_services.ensure_working_patterns(actor=system_viewer(), now=noon)


def follow(staff, code: str, noon):
    people_services.follow_pattern(
        staff_ids=[staff.pk],
        pattern_id=WorkPattern.objects.get(code=code).pk,
        first_day=MONDAY - timedelta(days=28),
        cycle_start=MONDAY,
        actor=system_viewer(),
        now=noon,
    )


def minutes_of(staff, plan) -> Mapping[date, int]:
    inputs = week_inputs(plan)
    return next(person.minutes for person in inputs.people if person.id == staff.pk)


class TestWeekInputs:
    def test_hold_a_saturday_for_who_works_on_it(self, editor, other_editor, noon):
        follow(editor, "ALTERNATING", noon)
        plan = make_plan(MONDAY, staff=editor, state=WorkPlan.State.DRAFT)

        assert minutes_of(editor, plan)[SATURDAY] == 450
        assert minutes_of(other_editor, plan)[SATURDAY] == 0

    def test_hold_nothing_on_a_day_off_within_the_week(self, editor, noon):
        follow(editor, "WEEKEND", noon)
        plan = make_plan(MONDAY, staff=editor, state=WorkPlan.State.DRAFT)

        assert minutes_of(editor, plan)[MONDAY] == 0
        assert minutes_of(editor, plan)[SUNDAY] == 450

    def test_hold_half_a_day_in_a_half_shift(self, editor, noon):
        half = people_services.save_shift(
            details=ShiftDetails("HALF", "半天班", "半", time(9), time(13), share=50), actor=system_viewer(), now=noon
        )
        people_services.set_roster_day(staff_id=editor.pk, day=SATURDAY, shift_id=half, actor=system_viewer(), now=noon)
        plan = make_plan(MONDAY, staff=editor, state=WorkPlan.State.DRAFT)

        assert minutes_of(editor, plan)[SATURDAY] == 225

    def test_take_leave_off_a_worked_saturday(self, editor, noon):
        follow(editor, "SIX_DAYS", noon)
        make_leave(editor, SATURDAY, share=50)
        plan = make_plan(MONDAY, staff=editor, state=WorkPlan.State.DRAFT)

        assert minutes_of(editor, plan)[SATURDAY] == 225


class TestGeneratedWeek:
    def test_gives_nobody_work_on_their_day_off(self, supervisor, editor, noon):
        follow(editor, "WEEKEND", noon)
        make_category(staff=editor)
        services.generate_week(
            monday=MONDAY + timedelta(days=7), department_id=editor.department_id, actor=viewer_of(supervisor), now=noon
        )

        days = set(Assignment.objects.filter(staff=editor).values_list("due_date__iso_week_day", flat=True))

        assert days <= {3, 4, 5, 6, 7}


class TestMatrix:
    def test_has_a_saturday_where_somebody_works(self, supervisor, editor, other_editor, noon):
        follow(editor, "ALTERNATING", noon)

        matrix = queries.week_matrix(viewer=viewer_of(supervisor), monday=MONDAY)
        worked = {row.person.id: row.cells[5].is_workday for row in matrix.rows}

        assert matrix.days[-1] == SATURDAY
        assert (worked[editor.pk], worked[other_editor.pk]) == (True, False)

    def test_has_five_days_where_nobody_does(self, supervisor, editor):
        assert len(queries.week_matrix(viewer=viewer_of(supervisor), monday=MONDAY).days) == 5


class TestPresence:
    def test_counts_short_shifts_and_leave_together(self, editor, noon):
        half = people_services.save_shift(
            details=ShiftDetails("HALF", "半天班", "半", time(9), time(13), share=50), actor=system_viewer(), now=noon
        )
        people_services.set_roster_day(staff_id=editor.pk, day=MONDAY, shift_id=half, actor=system_viewer(), now=noon)
        make_leave(editor, MONDAY, share=50)

        assert presence(staff_ids=[editor.pk], monday=MONDAY).missing(editor.pk)[MONDAY] == 0.75
