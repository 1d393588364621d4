from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.periods import Grain, Period, period_of, read_period, whole_period

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
GRAINS = st.sampled_from(list(Grain))
PARTED = st.sampled_from([Grain.YEAR, Grain.QUARTER, Grain.MONTH])


def named(text: str) -> Period:
    period = read_period(text)
    assert period is not None
    return period


class TestReading:
    @pytest.mark.parametrize(
        ("text", "first", "last"),
        [
            ("2026", date(2026, 1, 1), date(2026, 12, 31)),
            ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
            ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
            ("2026-W47", date(2026, 11, 16), date(2026, 11, 22)),
            ("2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
            ("2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ],
    )
    def test_knows_the_bounds(self, text: str, first: date, last: date) -> None:
        assert (named(text).first, named(text).last) == (first, last)

    @pytest.mark.parametrize(
        "text",
        ["", "26", "2026-13", "2026-00", "2026-Q5", "2025-W53", "2026-W00", "2026-1", "2026-11-01", "²026", "0999"],
    )
    def test_refuses_what_names_no_period(self, text: str) -> None:
        assert read_period(text) is None

    @given(DAYS, GRAINS)
    def test_reads_back_every_name(self, day: date, grain: Grain) -> None:
        period = period_of(day, grain)

        assert read_period(period.key) == period

    @given(st.text(max_size=12))
    def test_never_fails(self, text: str) -> None:
        read_period(text)


class TestParts:
    def test_are_quarters_months_and_weeks(self) -> None:
        assert [part.key for part in named("2026").parts()] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
        assert [part.key for part in named("2026-Q4").parts()] == ["2026-10", "2026-11", "2026-12"]
        assert named("2026-W47").parts() == ()

    def test_of_a_month_are_the_weeks_whose_thursday_it_holds(self) -> None:
        assert [part.key for part in named("2026-11").parts()] == ["2026-W45", "2026-W46", "2026-W47", "2026-W48"]
        assert [part.key for part in named("2026-10").parts()][-1] == "2026-W44"

    @given(DAYS, PARTED)
    def test_follow_one_another_without_a_gap(self, day: date, grain: Grain) -> None:
        parts = period_of(day, grain).parts()

        assert all(one.following == other for one, other in pairwise(parts))

    @given(DAYS, PARTED)
    def test_know_the_whole_they_belong_to(self, day: date, grain: Grain) -> None:
        whole = period_of(day, grain)

        assert {part.whole(grain) for part in whole.parts()} == {whole}

    @given(DAYS)
    def test_leave_no_week_out_and_none_twice(self, day: date) -> None:
        year = period_of(day, Grain.YEAR)
        weeks = [week for quarter in year.parts() for month in quarter.parts() for week in month.parts()]

        assert len(weeks) == len(set(weeks)) == date(year.first.year, 12, 28).isocalendar().week


class TestNeighbours:
    @given(DAYS, GRAINS)
    def test_lead_there_and_back(self, day: date, grain: Grain) -> None:
        period = period_of(day, grain)

        assert period.following.previous == period
        assert period.following.first == period.last + timedelta(days=1)

    @given(DAYS, GRAINS)
    def test_hold_the_day_asked_for(self, day: date, grain: Grain) -> None:
        assert period_of(day, grain).first <= day <= period_of(day, grain).last


class TestBounds:
    @given(DAYS, GRAINS)
    def test_tell_which_period_they_are(self, day: date, grain: Grain) -> None:
        period = period_of(day, grain)

        assert whole_period(period.first, period.last) == period

    def test_of_anything_else_are_no_period(self) -> None:
        assert whole_period(date(2026, 11, 1), date(2026, 11, 20)) is None
