from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.capacity import DEFAULT_MINUTES, Capacity, available_minutes, capacity
from omos.formulas.limits import FormulaError

WORKDAYS = [date(2026, 10, 26) + timedelta(days=7 * week + day) for week in range(4) for day in range(5)]


class TestCapacity:
    def test_worked_example(self) -> None:
        minutes = dict(zip(WORKDAYS, [300, 420, 360, 0, 390, 200], strict=False))

        learnt = capacity(minutes, WORKDAYS, leave={WORKDAYS[3]: Decimal(1), WORKDAYS[5]: Decimal("0.5")})

        assert learnt == Capacity(minutes_per_day=390, known_days=5, is_default=False)

    def test_takes_the_middle_of_an_even_number_of_days(self) -> None:
        minutes = dict(zip(WORKDAYS, [300, 301, 400, 500, 310, 320], strict=False))

        assert capacity(minutes, WORKDAYS).minutes_per_day == 315

    def test_the_default_stands_in_for_a_newcomer(self) -> None:
        learnt = capacity({WORKDAYS[0]: 500}, WORKDAYS)

        assert learnt == Capacity(DEFAULT_MINUTES, known_days=1, is_default=True)

    def test_a_day_nobody_knows_of_is_not_lazy(self) -> None:
        minutes = dict.fromkeys(WORKDAYS[:5], 300)

        assert capacity(minutes, WORKDAYS).minutes_per_day == 300

    def test_work_on_a_day_off_does_not_count(self) -> None:
        minutes = dict.fromkeys(WORKDAYS[:5], 300) | {date(2026, 11, 1): 900}

        assert capacity(minutes, WORKDAYS).known_days == 5

    def test_a_day_done_in_full_counts_as_what_it_was_planned_to_hold(self) -> None:
        minutes = dict(zip(WORKDAYS, [300, 420, 360, 0, 390, 200], strict=False))
        leave = {WORKDAYS[3]: Decimal(1), WORKDAYS[5]: Decimal("0.5")}

        learnt = capacity(minutes, WORKDAYS, leave=leave, held={WORKDAYS[2]: 450})

        assert learnt.minutes_per_day == 400

    def test_more_than_was_planned_counts_too(self) -> None:
        minutes = dict.fromkeys(WORKDAYS[:5], 480)

        assert capacity(minutes, WORKDAYS, held=dict.fromkeys(WORKDAYS[:5], 450)).minutes_per_day == 480

    def test_a_full_day_nobody_verified_stays_unknown(self) -> None:
        assert capacity({}, WORKDAYS, held=dict.fromkeys(WORKDAYS, 450)).known_days == 0

    def test_refuses_negative_minutes(self) -> None:
        with pytest.raises(FormulaError, match="minutes: negative"):
            capacity({WORKDAYS[0]: -1}, WORKDAYS)

    @given(st.lists(st.integers(0, 720), min_size=5, max_size=20))
    def test_lies_between_the_worst_and_the_best_day(self, minutes: list[int]) -> None:
        learnt = capacity(dict(zip(WORKDAYS, minutes, strict=False)), WORKDAYS)

        assert min(minutes) <= learnt.minutes_per_day <= max(minutes)

    @given(st.lists(st.integers(0, 720), min_size=5, max_size=20), st.lists(st.integers(0, 720), max_size=20))
    def test_is_never_lowered_by_days_done_in_full(self, minutes: list[int], full: list[int]) -> None:
        known = dict(zip(WORKDAYS, minutes, strict=False))
        held = dict(zip(WORKDAYS, full, strict=False))

        assert capacity(known, WORKDAYS, held=held).minutes_per_day >= capacity(known, WORKDAYS).minutes_per_day


class TestAvailableMinutes:
    def test_takes_off_leave_and_booked_work(self) -> None:
        assert available_minutes(390, leave=Decimal("0.5"), booked=60) == 135

    def test_never_falls_below_nothing(self) -> None:
        assert available_minutes(100, booked=200) == 0

    def test_refuses_more_leave_than_a_day(self) -> None:
        with pytest.raises(FormulaError, match="leave: above_one"):
            available_minutes(100, leave=Decimal("1.5"))

    def test_refuses_negative_minutes(self) -> None:
        with pytest.raises(FormulaError, match="minutes: negative"):
            available_minutes(-1)
