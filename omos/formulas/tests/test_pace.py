from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.limits import FormulaError
from omos.formulas.pace import PaceState, due_share, expected_line, forecast, pace, required_per_weight
from omos.formulas.rounding import quantise

MONDAY = date(2026, 11, 2)


def week(*weights: str) -> list[tuple[date, Decimal]]:
    return [(MONDAY + timedelta(days=i), Decimal(weight)) for i, weight in enumerate(weights)]


PERIODS = st.lists(st.sampled_from(["0", "0.5", "1"]), min_size=1, max_size=31).map(lambda weights: week(*weights))
FIVE_AND_A_HALF = week("1", "1", "1", "1", "1", "0.5", "0")


class TestDueShare:
    def test_worked_example(self) -> None:
        assert due_share(FIVE_AND_A_HALF, through=date(2026, 11, 4)) == Decimal(3) / Decimal("5.5")

    def test_is_nought_without_workdays(self) -> None:
        assert due_share(week("0", "0"), through=MONDAY) == 0

    def test_refuses_a_negative_weight(self) -> None:
        with pytest.raises(FormulaError, match="weights: negative"):
            due_share(week("1", "-1"), through=MONDAY)

    @given(PERIODS, st.integers(-3, 35))
    def test_never_falls_from_day_to_day(self, days: list[tuple[date, Decimal]], offset: int) -> None:
        today = MONDAY + timedelta(days=offset)

        assert 0 <= due_share(days, through=today) <= due_share(days, through=today + timedelta(days=1)) <= 1


class TestPace:
    def test_worked_example(self) -> None:
        result = pace(target=Decimal(1000000), actual=Decimal(610000), share=Decimal("0.68"))

        assert (result.due, result.state) == (Decimal(680000), PaceState.BEHIND)
        assert result.ratio is not None
        assert quantise(result.ratio, 3) == Decimal("0.897")

    @pytest.mark.parametrize(
        ("actual", "state"),
        [
            ("106", PaceState.AHEAD),
            ("105", PaceState.AHEAD),
            ("95", PaceState.ON_PACE),
            ("94.9", PaceState.BEHIND),
            ("80", PaceState.BEHIND),
            ("79.9", PaceState.FAR_BEHIND),
            ("0", PaceState.FAR_BEHIND),
        ],
    )
    def test_names_the_state(self, actual: str, state: PaceState) -> None:
        assert pace(target=Decimal(200), actual=Decimal(actual), share=Decimal("0.5")).state is state

    def test_is_unknown_without_an_actual(self) -> None:
        assert pace(target=Decimal(200), actual=None, share=Decimal("0.5")).state is PaceState.UNKNOWN

    def test_is_unknown_while_nothing_is_due(self) -> None:
        assert pace(target=Decimal(200), actual=Decimal(0), share=Decimal(0)).state is PaceState.UNKNOWN

    def test_a_level_is_due_as_a_whole(self) -> None:
        result = pace(target=Decimal(200), actual=Decimal(190), share=Decimal("0.1"), is_level=True)

        assert (result.due, result.state) == (Decimal(200), PaceState.ON_PACE)

    def test_less_is_better_for_costs(self) -> None:
        result = pace(target=Decimal(200), actual=Decimal(80), share=Decimal("0.5"), higher_is_better=False)

        assert result.state is PaceState.AHEAD

    def test_costs_of_nothing_are_ahead(self) -> None:
        result = pace(target=Decimal(200), actual=Decimal(0), share=Decimal("0.5"), higher_is_better=False)

        assert result.state is PaceState.AHEAD


class TestForecast:
    def test_worked_example(self) -> None:
        actuals = {day: Decimal(amount) for (day, _), amount in zip(FIVE_AND_A_HALF, (10, 12, 8), strict=False)}

        band = forecast(actuals, FIVE_AND_A_HALF, through=date(2026, 11, 4))

        assert band is not None
        assert [quantise(n, 2) for n in (band.low, band.middle, band.high)] == [
            Decimal("49.51"),
            Decimal("55.00"),
            Decimal("60.49"),
        ]

    def test_says_nothing_before_three_workdays(self) -> None:
        assert forecast({MONDAY: Decimal(5)}, FIVE_AND_A_HALF, through=date(2026, 11, 3)) is None

    def test_ends_where_it_stands_on_the_last_day(self) -> None:
        actuals = {day: Decimal(3) for day, _ in FIVE_AND_A_HALF}

        band = forecast(actuals, FIVE_AND_A_HALF, through=date(2026, 11, 8))

        assert band is not None
        assert band.low == band.middle == band.high == 21

    @given(PERIODS, st.lists(st.integers(0, 1000), min_size=31, max_size=31), st.integers(3, 31))
    def test_never_ends_below_what_is_done(
        self, days: list[tuple[date, Decimal]], amounts: list[int], elapsed: int
    ) -> None:
        actuals = {MONDAY + timedelta(days=i): Decimal(amount) for i, amount in enumerate(amounts[:elapsed])}
        through = MONDAY + timedelta(days=elapsed - 1)

        band = forecast(actuals, [*week("1", "1", "1"), *days[3:]], through=through)

        assert band is not None
        assert sum(actuals[day] for day in actuals if day <= through) <= band.low + Decimal("1e-20")
        assert band.low <= band.middle <= band.high


class TestLines:
    def test_the_expected_line_ends_at_the_target(self) -> None:
        line = expected_line(Decimal(110), FIVE_AND_A_HALF)

        assert [amount for _, amount in line] == [20, 40, 60, 80, 100, 110, 110]

    def test_says_what_each_day_to_come_must_bring(self) -> None:
        needed = required_per_weight(
            target=Decimal(100), actual=Decimal(50), days=FIVE_AND_A_HALF, through=date(2026, 11, 4)
        )

        assert needed == Decimal(20)

    def test_has_no_answer_when_no_day_is_left(self) -> None:
        needed = required_per_weight(
            target=Decimal(100), actual=Decimal(50), days=FIVE_AND_A_HALF, through=date(2026, 11, 8)
        )

        assert needed is None
