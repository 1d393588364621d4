"""Shifts of a rate and dips of a count."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.signals import ExpectedDay, RatioDay, find_dip, find_shift

FIRST = date(2026, 11, 1)


def rates(*values: str, denominator: int = 100) -> list[RatioDay]:
    return [
        RatioDay(FIRST + timedelta(days=place), Decimal(value) * denominator, Decimal(denominator))
        for place, value in enumerate(values)
    ]


def counts(*pairs: tuple[int, int]) -> list[ExpectedDay]:
    return [
        ExpectedDay(FIRST + timedelta(days=place), Decimal(actual), Decimal(expected))
        for place, (actual, expected) in enumerate(pairs)
    ]


class TestFindShift:
    def test_finds_the_day_clicks_became_dearer(self):
        shift = find_shift(rates("9.4", "9.6", "9.5", "9.5", "12.7", "12.9", "12.8", "12.9"))

        assert (shift.since, shift.before) == (date(2026, 11, 5), Decimal("9.5"))
        assert round(shift.change, 2) == Decimal("0.35")

    def test_finds_a_fall(self):
        shift = find_shift(rates("0.54", "0.55", "0.53", "0.54", "0.40", "0.41", "0.39"))

        assert shift.change < 0

    def test_leaves_a_wobble_alone(self):
        assert find_shift(rates("9.4", "10.4", "8.9", "10.1", "9.2", "10.3", "9.0")) is None

    def test_leaves_one_odd_day_alone(self):
        assert find_shift(rates("9.5", "9.5", "9.5", "20", "9.5", "9.5", "9.5")) is None

    def test_leaves_a_small_change_alone(self):
        assert find_shift(rates("9.5", "9.5", "9.5", "10", "10", "10")) is None

    def test_needs_three_days_on_either_side(self):
        assert find_shift(rates("9.5", "9.5", "12.8", "12.8", "12.8")) is None

    def test_passes_over_days_without_clicks(self):
        days = rates("9.5", "9.5", "9.5", "12.8", "12.8", "12.8")
        days.insert(3, RatioDay(FIRST, Decimal(0), Decimal(0)))

        assert find_shift(days).after == Decimal("12.8")

    def test_knows_nothing_of_no_days(self):
        assert find_shift([]) is None

    @given(st.lists(st.integers(1, 500), min_size=6, max_size=20), st.integers(1, 9))
    def test_does_not_change_with_the_unit(self, values, factor):
        days = rates(*(str(value) for value in values))
        scaled = rates(*(str(value * factor) for value in values))

        found, again = find_shift(days), find_shift(scaled)

        assert (found.since if found else None) == (again.since if again else None)


class TestFindDip:
    def test_finds_the_days_a_form_was_broken(self):
        dip = find_dip(counts((5, 5), (6, 5), (1, 5), (0, 4), (5, 5)))

        assert (dip.first, dip.last, dip.missing) == (date(2026, 11, 3), date(2026, 11, 4), Decimal(8))

    def test_takes_the_worst_of_two(self):
        dip = find_dip(counts((0, 5), (5, 5), (0, 9), (5, 5)))

        assert dip.first == date(2026, 11, 3)

    def test_leaves_a_quiet_day_alone(self):
        assert find_dip(counts((5, 5), (1, 3), (5, 5))) is None

    @given(st.lists(st.integers(0, 50), max_size=20))
    def test_finds_none_where_everything_came(self, actuals):
        assert find_dip(counts(*((actual, actual) for actual in actuals))) is None
