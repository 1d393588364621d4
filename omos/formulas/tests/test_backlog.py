"""When a request is ready behind everything that waits before it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.backlog import load_share, ready_day
from omos.formulas.limits import FormulaError

MONDAY = date(2026, 11, 16)
WEEK = [(MONDAY + timedelta(days=number), 450) for number in range(3)]
DAYS = st.lists(st.integers(0, 900), max_size=20).map(
    lambda held: [(MONDAY + timedelta(days=number), minutes) for number, minutes in enumerate(held)]
)
MINUTES = st.integers(0, 10_000)


class TestWorkedExample:
    """As in docs/formulas/backlog.md."""

    def test_ready_on_wednesday(self):
        assert ready_day(WEEK, waiting=600, minutes=240) == date(2026, 11, 18)

    def test_load(self):
        assert load_share(WEEK, waiting=600) == pytest.approx(0.556, abs=0.001)


def test_nothing_waiting_is_ready_on_the_first_day_that_holds_it():
    assert ready_day(WEEK, waiting=0, minutes=60) == MONDAY


def test_days_off_are_passed_over():
    days = [(MONDAY, 0), (MONDAY + timedelta(days=1), 450)]

    assert ready_day(days, waiting=0, minutes=60) == date(2026, 11, 17)


def test_days_that_run_out_say_nothing():
    assert ready_day(WEEK, waiting=5_000, minutes=60) is None


def test_no_days_have_no_load():
    assert load_share([], waiting=60) is None


def test_refuses_negative_minutes():
    with pytest.raises(FormulaError):
        ready_day(WEEK, waiting=-1, minutes=0)
    with pytest.raises(FormulaError):
        load_share(WEEK, waiting=-1)


@given(DAYS, MINUTES, MINUTES, MINUTES)
def test_more_waiting_is_never_earlier(days, waiting, more, minutes):
    early = ready_day(days, waiting=waiting, minutes=minutes)
    late = ready_day(days, waiting=waiting + more, minutes=minutes)

    assert late is None or (early is not None and early <= late)


@given(DAYS, MINUTES, MINUTES)
def test_the_day_holds_minutes(days, waiting, minutes):
    found = ready_day(days, waiting=waiting, minutes=minutes)

    assert found is None or dict(days)[found] > 0
