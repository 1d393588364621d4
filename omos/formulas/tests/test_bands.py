from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.bands import log_band, log_variance, rate_band
from omos.formulas.limits import FormulaError
from omos.formulas.rounding import quantise

COUNTS = st.integers(1, 10**6).flatmap(lambda tried: st.tuples(st.integers(0, tried), st.just(tried)))


class TestRateBand:
    def test_worked_example(self) -> None:
        band = rate_band(12, 240)

        assert quantise(band.middle, 4) == Decimal("0.0500")
        assert (quantise(band.low, 4), quantise(band.high, 4)) == (Decimal("0.0348"), Decimal("0.0713"))

    def test_says_something_where_nothing_succeeded(self) -> None:
        band = rate_band(0, 30)

        assert band.low == 0
        assert quantise(band.high, 4) == Decimal("0.0519")

    def test_widens_when_days_differ_more_than_chance(self) -> None:
        assert rate_band(12, 240, dispersion=Decimal(3)).high > rate_band(12, 240).high

    @pytest.mark.parametrize(
        ("succeeded", "tried", "field", "code"),
        [(1, 0, "tried", "zero"), (0, -1, "tried", "negative"), (-1, 3, "succeeded", "negative"),
         (4, 3, "succeeded", "more_than_tried")],
    )  # fmt: skip
    def test_refuses_impossible_counts(self, succeeded: int, tried: int, field: str, code: str) -> None:
        with pytest.raises(FormulaError) as refusal:
            rate_band(succeeded, tried)

        assert (refusal.value.field, refusal.value.code) == (field, code)

    @given(COUNTS)
    def test_holds_the_rate_between_nought_and_one(self, counts: tuple[int, int]) -> None:
        band = rate_band(*counts)

        assert -Decimal("1e-20") <= band.low <= band.middle + Decimal("1e-20")
        assert band.middle <= band.high + Decimal("1e-20") <= 1 + Decimal("1e-20")

    @given(COUNTS)
    def test_narrows_with_more_evidence(self, counts: tuple[int, int]) -> None:
        succeeded, tried = counts
        once, tenfold = rate_band(succeeded, tried), rate_band(succeeded * 10, tried * 10)

        assert tenfold.high - tenfold.low < once.high - once.low


class TestLogBand:
    def test_worked_example(self) -> None:
        band = log_band(Decimal(1000), log_variance(12, 240))

        assert (quantise(band.low, 0), quantise(band.high, 0)) == (Decimal("703"), Decimal("1423"))

    def test_stays_finite_where_nothing_succeeded(self) -> None:
        assert log_variance(0, 30).is_finite()

    @given(st.decimals(0, 10), st.decimals("0.01", 10**6))
    def test_is_symmetric_in_ratios(self, variance: Decimal, middle: Decimal) -> None:
        band = log_band(middle, variance)

        assert abs(band.low * band.high / (middle * middle) - 1) < Decimal("1e-20")
