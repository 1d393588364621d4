from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.bands import log_variance
from omos.formulas.budget import FreeSource, Terms, plan_from_revenue
from omos.formulas.funnel import Funnel
from omos.formulas.limits import FormulaError
from omos.formulas.rounding import money
from omos.formulas.sensitivity import TERMS, doubts, revenue_band, sensitivities, spend_band

GOAL = Decimal(160000)
WEBSITE = Terms(
    cpc=Decimal(4),
    funnel=Funnel(
        deal_value=Decimal(4000),
        arrival_rate=Decimal("0.98"),
        inquiry_rate=Decimal("0.05"),
        valid_rate=Decimal("0.5"),
        close_rate=Decimal("0.2"),
    ),
    free=(FreeSource("visits", Decimal(4000)),),
)


class TestSensitivities:
    def test_worked_example(self) -> None:
        effects = {effect.term: money(effect.swing) for effect in sensitivities(GOAL, WEBSITE)}

        assert effects == {
            "deal_value": Decimal("6233.77"),
            "close_rate": Decimal("6233.77"),
            "valid_rate": Decimal("6233.77"),
            "inquiry_rate": Decimal("6233.77"),
            "cpc": Decimal("3116.88"),
            "arrival_rate": Decimal("1959.18"),
        }

    def test_puts_the_largest_first(self) -> None:
        swings = [effect.swing for effect in sensitivities(GOAL, WEBSITE)]

        assert swings == sorted(swings, reverse=True)

    def test_a_rate_at_its_ceiling_cannot_get_better(self) -> None:
        terms = Terms(cpc=Decimal(4), funnel=Funnel(deal_value=Decimal(100)))

        arrival = next(effect for effect in sensitivities(GOAL, terms) if effect.term == "arrival_rate")

        assert arrival.better == 1

    def test_refuses_a_change_of_nothing(self) -> None:
        with pytest.raises(FormulaError, match="change: zero"):
            sensitivities(GOAL, WEBSITE, change=Decimal(0))

    @given(st.decimals("0.01", 1, places=2))
    def test_better_never_costs_more(self, change: Decimal) -> None:
        effects = sensitivities(GOAL, WEBSITE, change=change)

        assert all(effect.spend_if_better <= effect.spend_if_worse for effect in effects)


class TestBandOfTheResult:
    def test_worked_example(self) -> None:
        plan = plan_from_revenue(GOAL, WEBSITE)

        band = spend_band(plan, {"inquiry_rate": log_variance(50, 1000), "close_rate": log_variance(20, 100)})

        assert [money(amount) for amount in (band.low, band.middle, band.high)] == [
            Decimal("12001.11"),
            Decimal("16326.53"),
            Decimal("22210.92"),
        ]

    def test_free_and_repeat_revenue_are_taken_as_given(self) -> None:
        plan = plan_from_revenue(GOAL, WEBSITE)

        band = revenue_band(plan, {"close_rate": Decimal("0.04")})

        assert money(band.middle) == GOAL
        assert band.low > plan.free.revenue

    def test_without_doubt_the_band_is_the_middle(self) -> None:
        plan = plan_from_revenue(GOAL, WEBSITE)

        band = spend_band(plan, {})

        assert band.low == band.middle == band.high

    def test_names_the_rate_most_worth_measuring(self) -> None:
        worst, least = doubts({"inquiry_rate": Decimal("0.01"), "close_rate": Decimal("0.03")})

        assert (worst.term, worst.share, least.share) == ("close_rate", Decimal("0.75"), Decimal("0.25"))

    def test_has_no_doubts_without_variance(self) -> None:
        assert doubts({"cpc": Decimal(0)}) == ()

    def test_refuses_an_unknown_term(self) -> None:
        with pytest.raises(FormulaError, match="likes: unknown_term"):
            doubts({"likes": Decimal(1)})

    @given(st.dictionaries(st.sampled_from(TERMS), st.decimals("0.0001", 1, places=4), min_size=1))
    def test_shares_of_doubt_sum_to_one(self, variances: dict[str, Decimal]) -> None:
        assert abs(sum((doubt.share for doubt in doubts(variances)), Decimal(-1))) < Decimal("1e-20")
