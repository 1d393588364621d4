"""A person's own workdays: patterns, single days, the company's calendar for everybody else."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from omos.people import queries, services
from omos.people.models import Action, RosterDay, Shift, StaffPattern, WorkPattern
from omos.people.services import PatternDetails, RosterRefused, ShiftDetails
from omos.people.tests.factories import make_leave, make_staff, make_workday, system_viewer

MONDAY = date(2026, 11, 16)
SATURDAY, SUNDAY = date(2026, 11, 21), date(2026, 11, 22)
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def usual(db, noon):
    """The shifts and patterns every installation starts with."""
    services.ensure_working_patterns(actor=system_viewer(), now=noon)


def follow(staff, code: str, noon, *, first_day=MONDAY, start=None):
    pattern = WorkPattern.objects.get(code=code)
    services.follow_pattern(
        staff_ids=[staff.pk],
        pattern_id=pattern.pk,
        first_day=first_day,
        cycle_start=start,
        actor=system_viewer(),
        now=noon,
    )


def days_of(staff, first=MONDAY, days=14):
    last = first + timedelta(days=days - 1)
    return queries.own_days(staff_ids=[staff.pk], first=first, last=last)


class TestWithoutPattern:
    def test_a_person_works_on_the_companys_days(self, editor):
        make_workday(SATURDAY, is_workday=True)

        assert days_of(editor).of(editor.pk) == queries.workdays_between(MONDAY, MONDAY + timedelta(days=13))

    def test_a_day_is_a_whole_day(self, editor):
        assert days_of(editor).share(editor.pk, MONDAY) == 1
        assert days_of(editor).share(editor.pk, SATURDAY) == 0

    def test_nobody_is_at_rest_by_a_pattern(self, editor):
        assert not days_of(editor).is_rest(editor.pk, SATURDAY)


class TestAlternatingWeeks:
    def test_have_a_saturday_in_the_big_week_only(self, usual, editor, noon):
        follow(editor, "ALTERNATING", noon)

        assert days_of(editor).is_worked(editor.pk, SATURDAY)
        assert not days_of(editor).is_worked(editor.pk, SATURDAY + timedelta(days=7))

    def test_begin_on_the_monday_of_the_day_named(self, usual, editor, noon):
        follow(editor, "ALTERNATING", noon, first_day=date(2026, 11, 18), start=date(2026, 11, 25))

        assert StaffPattern.objects.get().cycle_start == date(2026, 11, 23)
        assert not days_of(editor).is_worked(editor.pk, SATURDAY)

    def test_are_free_on_holidays_and_work_on_make_up_days(self, usual, editor, noon):
        follow(editor, "ALTERNATING", noon)
        make_workday(MONDAY, is_workday=False)
        make_workday(SUNDAY, is_workday=True)

        assert not days_of(editor).is_worked(editor.pk, MONDAY)
        assert days_of(editor).is_worked(editor.pk, SUNDAY)

    def test_are_free_on_a_holiday_that_falls_on_their_saturday(self, usual, editor, noon):
        follow(editor, "ALTERNATING", noon)
        services.set_day(day=SATURDAY, is_workday=False, reason="年会", actor=system_viewer(), now=noon)

        assert not days_of(editor).is_worked(editor.pk, SATURDAY)

    def test_leave_a_plain_saturday_of_the_calendar_alone(self, usual, editor, noon):
        follow(editor, "ALTERNATING", noon)
        make_workday(SATURDAY, is_workday=False)

        assert days_of(editor).is_worked(editor.pk, SATURDAY)

    def test_begin_no_earlier_than_said(self, usual, editor, noon):
        follow(editor, "SIX_DAYS", noon, first_day=MONDAY + timedelta(days=7))

        assert not days_of(editor).is_worked(editor.pk, SATURDAY)
        assert days_of(editor).is_worked(editor.pk, SATURDAY + timedelta(days=7))

    def test_end_when_the_company_calendar_is_said_again(self, usual, editor, noon):
        follow(editor, "SIX_DAYS", noon)
        services.follow_pattern(
            staff_ids=[editor.pk],
            pattern_id=None,
            first_day=MONDAY + timedelta(days=7),
            actor=system_viewer(),
            now=noon,
        )

        assert days_of(editor).is_worked(editor.pk, SATURDAY)
        assert not days_of(editor).is_worked(editor.pk, SATURDAY + timedelta(days=7))


class TestRotation:
    def test_gives_two_people_different_places(self, usual, editor, other_editor, noon):
        follow(editor, "ROTATION", noon)
        follow(other_editor, "ROTATION", noon, start=MONDAY + timedelta(days=2))

        first = days_of(editor).shift(editor.pk, MONDAY)
        second = days_of(other_editor).shift(other_editor.pk, MONDAY)

        assert (first.code, second) == ("EARLY", None)

    def test_works_through_holidays(self, usual, editor, noon):
        follow(editor, "ROTATION", noon)
        make_workday(MONDAY, is_workday=False)

        assert days_of(editor).is_worked(editor.pk, MONDAY)

    def test_takes_days_off_within_the_week(self, usual, editor, noon):
        follow(editor, "ROTATION", noon)

        assert days_of(editor).is_rest(editor.pk, MONDAY + timedelta(days=4))


class TestSingleDays:
    def test_give_a_post_on_the_weekend(self, usual, editor, noon):
        shift = Shift.objects.get(code="EARLY")
        services.set_roster_day(staff_id=editor.pk, day=SUNDAY, shift_id=shift.pk, actor=system_viewer(), now=noon)

        assert days_of(editor).shift(editor.pk, SUNDAY).starts_at == time(8)
        assert days_of(editor).of_any([editor.pk])[5] == SUNDAY

    def test_give_a_day_off_in_return(self, usual, editor, noon):
        services.set_roster_day(staff_id=editor.pk, day=MONDAY, shift_id=None, actor=system_viewer(), now=noon)

        assert not days_of(editor).is_worked(editor.pk, MONDAY)
        assert days_of(editor).is_rest(editor.pk, MONDAY)

    def test_win_over_the_pattern_and_go_back_to_it(self, usual, editor, noon):
        follow(editor, "SIX_DAYS", noon)
        services.set_roster_day(staff_id=editor.pk, day=SATURDAY, shift_id=None, actor=system_viewer(), now=noon)
        assert not days_of(editor).is_worked(editor.pk, SATURDAY)

        services.clear_roster_day(staff_id=editor.pk, day=SATURDAY, actor=system_viewer(), now=noon)

        assert days_of(editor).is_worked(editor.pk, SATURDAY)

    def test_are_kept_once_however_often_they_are_said(self, usual, editor, noon):
        services.set_roster_day(staff_id=editor.pk, day=MONDAY, shift_id=None, actor=system_viewer(), now=noon)
        services.set_roster_day(staff_id=editor.pk, day=MONDAY, shift_id=None, actor=system_viewer(), now=noon)

        assert RosterDay.objects.count() == 1
        assert not services.clear_roster_day(staff_id=editor.pk, day=SUNDAY, actor=system_viewer(), now=noon)

    def test_hold_half_a_day_where_the_shift_does(self, usual, editor, noon):
        half = services.save_shift(
            details=ShiftDetails("HALF", "半天班", "半", time(9), time(13), share=50), actor=system_viewer(), now=noon
        )
        services.set_roster_day(staff_id=editor.pk, day=SUNDAY, shift_id=half, actor=system_viewer(), now=noon)

        assert days_of(editor).share(editor.pk, SUNDAY) == Decimal("0.5")


class TestQuestions:
    @pytest.mark.queries
    def test_are_as_many_for_forty_people_as_for_one(self, usual, company, noon):
        staff = [make_staff() for _ in range(40)]
        pattern = WorkPattern.objects.get(code="ALTERNATING")
        services.follow_pattern(
            staff_ids=[one.pk for one in staff],
            pattern_id=pattern.pk,
            first_day=MONDAY,
            actor=system_viewer(),
            now=noon,
        )

        with CaptureQueriesContext(connection) as asked:
            found = queries.own_days(
                staff_ids=[one.pk for one in staff], first=MONDAY, last=MONDAY + timedelta(days=27)
            )

        assert len(found.of(staff[-1].pk)) == 22
        assert len(asked.captured_queries) == 5, "said, patterns, kinds of days, workdays, shifts"

    def test_find_the_next_own_workday_past_leave(self, usual, editor, noon):
        follow(editor, "ALTERNATING", noon)
        make_leave(editor, SATURDAY, MONDAY + timedelta(days=7))

        found = queries.next_own_workday(staff_id=editor.pk, after=date(2026, 11, 20))

        assert found == MONDAY + timedelta(days=8)


class TestNights:
    @pytest.fixture
    def night(self, editor, noon):
        shift = services.save_shift(
            details=ShiftDetails("NIGHT", "夜班", "夜", time(18), time(2)), actor=system_viewer(), now=noon
        )
        services.set_roster_day(staff_id=editor.pk, day=MONDAY, shift_id=shift, actor=system_viewer(), now=noon)

    @pytest.mark.parametrize(("hour", "day"), [(1, MONDAY), (3, MONDAY + timedelta(days=1))])
    def test_belong_to_the_day_they_began_on(self, night, editor, hour, day):
        moment = datetime(2026, 11, 17, hour, 30, tzinfo=ZONE)

        assert queries.working_day(staff_id=editor.pk, moment=moment) == day

    def test_change_nothing_for_people_without_one(self, night, other_editor):
        moment = datetime(2026, 11, 17, 1, 30, tzinfo=ZONE)

        assert queries.working_day(staff_id=other_editor.pk, moment=moment) == date(2026, 11, 17)


class TestSaving:
    def test_refuses_a_code_twice(self, usual, noon):
        again = ShiftDetails("DAY", "又一个", "又", time(9), time(18))

        with pytest.raises(RosterRefused):
            services.save_shift(details=again, actor=system_viewer(), now=noon)

    @pytest.mark.parametrize("cycle", [[], [""], ["DAY"] * 57, ["NOBODY"]])
    def test_refuses_a_senseless_pattern(self, usual, noon, cycle):
        with pytest.raises(RosterRefused):
            services.save_pattern(details=PatternDetails("X", "X", cycle), actor=system_viewer(), now=noon)

    def test_refuses_a_pattern_that_is_not_given_any_more(self, usual, editor, noon):
        pattern = WorkPattern.objects.get(code="SIX_DAYS")
        WorkPattern.objects.update(is_active=False)

        with pytest.raises(RosterRefused):
            services.follow_pattern(
                staff_ids=[editor.pk], pattern_id=pattern.pk, first_day=MONDAY, actor=system_viewer(), now=noon
            )

    def test_keeps_the_code_of_a_shift_that_patterns_name(self, usual, noon):
        shift = Shift.objects.get(code="DAY")
        changed = ShiftDetails("OTHER", "长白班", "白", time(8, 30), time(18))

        services.save_shift(details=changed, shift_id=shift.pk, actor=system_viewer(), now=noon)

        assert Shift.objects.filter(code="DAY", name="长白班").exists()

    def test_changes_a_pattern_for_everybody_who_follows_it(self, usual, editor, noon):
        follow(editor, "SIX_DAYS", noon)
        pattern = WorkPattern.objects.get(code="SIX_DAYS")
        changed = PatternDetails("SIX_DAYS", "七天", ["DAY"] * 7)

        services.save_pattern(details=changed, pattern_id=pattern.pk, actor=system_viewer(), now=noon)

        assert days_of(editor).is_worked(editor.pk, SUNDAY)

    def test_leaves_a_line_on_the_trail(self, usual, editor, noon):
        follow(editor, "SIX_DAYS", noon)

        assert Action.objects.filter(subject_type="people.staff", subject_id=str(editor.pk)).count() == 1

    def test_puts_the_usual_down_once(self, usual, noon):
        services.ensure_working_patterns(actor=system_viewer(), now=noon)

        assert (Shift.objects.count(), WorkPattern.objects.count()) == (3, 4)
        assert WorkPattern.objects.get(code="ALTERNATING").name == "大小周"


class TestTables:
    @pytest.mark.constraint
    def test_refuse_a_shift_of_more_than_a_day(self, usual):
        with pytest.raises(IntegrityError):
            Shift.objects.update(share=101)

    @pytest.mark.constraint
    def test_refuse_the_same_day_twice(self, usual, editor):
        RosterDay.objects.create(staff=editor, day=MONDAY)

        with pytest.raises(IntegrityError):
            RosterDay.objects.create(staff=editor, day=MONDAY)
