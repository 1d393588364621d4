from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.limits import FormulaError
from omos.formulas.rates import Amounts, Cohort, learn_price, learn_rate, maturity_days
from omos.formulas.rounding import quantise

TODAY = date(2026, 11, 20)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


COHORTS = st.lists(
    st.builds(
        lambda age, tried, lost, closed: Cohort(days_ago(age), tried, max(tried - lost, 0), closed),
        st.integers(0, 90),
        st.integers(0, 200),
        st.integers(0, 200),
        st.booleans(),
    ),
    max_size=20,
)


class TestLearnRate:
    def test_worked_example(self) -> None:
        cohorts = [
            Cohort(days_ago(60), 40, 10),
            Cohort(days_ago(30), 60, 10),
            Cohort(days_ago(29), 50, 1),
            Cohort(days_ago(5), 20, 5, closed=True),
        ]

        learnt = learn_rate(cohorts, today=TODAY, maturity_days=30)

        assert (learnt.tried, learnt.succeeded, learnt.cohorts, learnt.too_young) == (120, 25, 3, 1)
        assert learnt.rate == Decimal(25) / 120
        assert learnt.band is not None
        assert (quantise(learnt.band.low, 3), quantise(learnt.band.high, 3)) == (Decimal("0.165"), Decimal("0.260"))
        assert (learnt.first_day, learnt.last_day) == (days_ago(60), days_ago(5))

    def test_knows_nothing_without_ripe_cohorts(self) -> None:
        learnt = learn_rate([Cohort(days_ago(1), 10, 1)], today=TODAY, maturity_days=7)

        assert (learnt.rate, learnt.band, learnt.variance, learnt.too_young) == (None, None, None, 1)

    def test_leaves_out_what_cannot_be(self) -> None:
        learnt = learn_rate([Cohort(days_ago(9), 3, 5), Cohort(days_ago(9), 10, 5)], today=TODAY, maturity_days=7)

        assert (learnt.rate, learnt.impossible) == (Decimal("0.5"), 1)

    def test_widens_where_days_differ_wildly(self) -> None:
        steady = [Cohort(days_ago(10 + i), 100, 10) for i in range(8)]
        wild = [Cohort(days_ago(10 + i), 100, 20 * (i % 2)) for i in range(8)]

        calm, rough = (learn_rate(days, today=TODAY, maturity_days=7) for days in (steady, wild))

        assert calm.rate == rough.rate
        assert calm.band is not None
        assert rough.band is not None
        assert rough.band.high - rough.band.low > 2 * (calm.band.high - calm.band.low)

    def test_refuses_a_negative_maturity(self) -> None:
        with pytest.raises(FormulaError, match="maturity_days: negative"):
            learn_rate([], today=TODAY, maturity_days=-1)

    @given(COHORTS, st.integers(0, 60))
    def test_every_cohort_is_accounted_for(self, cohorts: list[Cohort], maturity: int) -> None:
        learnt = learn_rate(cohorts, today=TODAY, maturity_days=maturity)
        empty = sum(1 for one in cohorts if one.tried == 0 and (one.closed or one.day <= days_ago(maturity)))

        assert learnt.cohorts + learnt.too_young + learnt.impossible + empty == len(cohorts)

    @given(COHORTS)
    def test_the_order_of_cohorts_does_not_matter(self, cohorts: list[Cohort]) -> None:
        there = learn_rate(cohorts, today=TODAY, maturity_days=14)
        back = learn_rate(cohorts[::-1], today=TODAY, maturity_days=14)

        assert (there.rate, there.tried) == (back.rate, back.tried)


class TestLearnPrice:
    def test_worked_example(self) -> None:
        days = [Amounts(days_ago(i), Decimal(200 + 10 * i), 100) for i in range(5)]

        learnt = learn_price(days)

        assert learnt.price == Decimal("2.2")
        assert learnt.band is not None
        assert (quantise(learnt.band.low, 2), quantise(learnt.band.high, 2)) == (Decimal("2.11"), Decimal("2.29"))

    def test_money_without_a_click_is_part_of_the_price(self) -> None:
        days = [Amounts(days_ago(1), Decimal(50), 0), Amounts(days_ago(2), Decimal(150), 100)]

        assert learn_price(days).price == Decimal(2)

    def test_has_no_price_without_anything_bought(self) -> None:
        assert learn_price([Amounts(days_ago(1), Decimal(50), 0)]).price is None

    def test_has_no_band_from_a_handful_of_days(self) -> None:
        assert learn_price([Amounts(days_ago(1), Decimal(50), 10)]).band is None


class TestMaturity:
    def test_worked_example(self) -> None:
        assert maturity_days([1, 2, 2, 3, 5, 8, 9, 12, 18, 60]) == 18

    def test_is_unknown_without_successes(self) -> None:
        assert maturity_days([]) is None

    @given(st.lists(st.integers(0, 365), min_size=1))
    def test_covers_the_share_asked_for(self, lags: list[int]) -> None:
        days = maturity_days(lags)

        assert days is not None
        assert sum(1 for lag in lags if lag <= days) >= len(lags) * Decimal("0.9")
