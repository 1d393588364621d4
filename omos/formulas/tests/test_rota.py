"""Shifts on a cycle: worked examples and what holds for every cycle."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.limits import FormulaError
from omos.formulas.rota import LONGEST_CYCLE, OFF, DayKind, first_day_of_cycle, shift_on

SIX, FIVE = ["D"] * 6 + [""], ["D"] * 5 + ["", ""]
ALTERNATING = [*SIX, *FIVE]
BIG_MONDAY = date(2026, 11, 16)
ROTATION = ["E", "E", "L", "L", "", ""]

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
cycles = st.lists(st.sampled_from(["", "D", "E"]), min_size=1, max_size=LONGEST_CYCLE).filter(any)


def worked(first: date, count: int, **given_values) -> list[bool]:
    return [bool(shift_on(first + timedelta(days=n), **given_values)) for n in range(count)]


class TestAlternatingWeeks:
    def test_work_six_days_then_five(self):
        fortnight = worked(BIG_MONDAY, 14, cycle=ALTERNATING, start=BIG_MONDAY)

        assert fortnight == [True] * 6 + [False] + [True] * 5 + [False] * 2

    def test_are_big_again_two_weeks_later_and_were_before(self):
        saturday = date(2026, 11, 21)

        assert shift_on(saturday, cycle=ALTERNATING, start=BIG_MONDAY) == "D"
        assert shift_on(saturday + timedelta(days=14), cycle=ALTERNATING, start=BIG_MONDAY) == "D"
        assert shift_on(saturday - timedelta(days=14), cycle=ALTERNATING, start=BIG_MONDAY) == "D"
        assert shift_on(saturday + timedelta(days=7), cycle=ALTERNATING, start=BIG_MONDAY) == OFF

    def test_begin_on_the_monday_of_the_day_named(self):
        assert first_day_of_cycle(ALTERNATING, date(2026, 11, 19)) == BIG_MONDAY


class TestRotation:
    def test_goes_through_early_late_and_rest(self):
        start = date(2026, 11, 18)

        assert [shift_on(start + timedelta(days=n), cycle=ROTATION, start=start) for n in range(7)] == [*ROTATION, "E"]

    def test_begins_on_the_very_day(self):
        assert first_day_of_cycle(ROTATION, date(2026, 11, 19)) == date(2026, 11, 19)

    def test_does_not_heed_holidays_when_told_so(self):
        day = date(2026, 10, 1)

        assert shift_on(day, cycle=ROTATION, start=day, kind=DayKind.HOLIDAY, heeds_holidays=False) == "E"


class TestHolidays:
    def test_are_free_whatever_the_cycle_says(self):
        assert shift_on(BIG_MONDAY, cycle=ALTERNATING, start=BIG_MONDAY, kind=DayKind.HOLIDAY) == OFF

    def test_are_made_up_in_the_first_shift(self):
        sunday = BIG_MONDAY + timedelta(days=6)

        assert shift_on(sunday, cycle=ALTERNATING, start=BIG_MONDAY, kind=DayKind.MAKE_UP) == "D"

    def test_keep_the_shift_of_a_make_up_day_that_is_worked_anyway(self):
        cycle = ["E", "E", "E", "E", "E", "L", ""]

        assert shift_on(date(2026, 11, 21), cycle=cycle, start=BIG_MONDAY, kind=DayKind.MAKE_UP) == "L"


@pytest.mark.parametrize("cycle", [[], ["", ""], ["D"] * (LONGEST_CYCLE + 1)])
def test_a_senseless_cycle_is_refused(cycle):
    with pytest.raises(FormulaError):
        shift_on(BIG_MONDAY, cycle=cycle, start=BIG_MONDAY)


@given(cycles, days, days)
def test_every_cycle_repeats_itself(cycle, start, day):
    later = day + timedelta(days=len(cycle))

    assert shift_on(day, cycle=cycle, start=start) == shift_on(later, cycle=cycle, start=start)


@given(cycles, days, days)
def test_every_round_works_as_often_as_the_cycle(cycle, start, day):
    count = sum(worked(day, len(cycle), cycle=cycle, start=start))

    assert count == sum(map(bool, cycle))


@given(cycles, days, days)
def test_holidays_are_off_and_make_up_days_on(cycle, start, day):
    assert shift_on(day, cycle=cycle, start=start, kind=DayKind.HOLIDAY) == OFF
    assert shift_on(day, cycle=cycle, start=start, kind=DayKind.MAKE_UP) in filter(None, cycle)


@given(cycles, days)
def test_a_cycle_begins_within_the_week_before_its_day(cycle, day):
    assert 0 <= (day - first_day_of_cycle(cycle, day)).days < 7
