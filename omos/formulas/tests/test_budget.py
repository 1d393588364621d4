from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.budget import FreeSource, Plan, Terms, plan_from_budget, plan_from_revenue, spread_over_days
from omos.formulas.funnel import STAGES, Funnel
from omos.formulas.limits import FormulaError
from omos.formulas.rounding import money

# The rate prints as 4.46496 %; one digit more is needed for the cents of the worked example.
SHOP = Terms(
    cpc=Decimal("2.162448"),
    funnel=Funnel(deal_value=Decimal("168.070794"), inquiry_rate=Decimal("0.044649645")),
    days=31,
    workdays=21,
)
RATE = st.decimals("0.05", 1, places=3)
FUNNELS = st.builds(
    Funnel,
    deal_value=st.decimals(1, 10**5, places=2),
    arrival_rate=RATE,
    inquiry_rate=RATE,
    valid_rate=RATE,
    close_rate=RATE,
)
FREE = st.builds(
    FreeSource,
    stage=st.sampled_from(STAGES[1:]),
    quantity=st.decimals(0, 1000, places=2),
    funnel=st.none() | FUNNELS,
)
TERMS = st.builds(
    Terms,
    cpc=st.decimals("0.01", 100, places=2),
    funnel=FUNNELS,
    free=st.lists(FREE, max_size=3).map(tuple),
    repeat_revenue=st.decimals(0, 10**6, places=2),
    rebate_rate=st.decimals(0, 1, places=2),
    gross_margin=st.decimals(0, 1, places=2),
    wages=st.decimals(0, 10**5, places=2),
)
AMOUNTS = st.decimals("0.01", 10**7, places=2)


def dust_collectors(**changes: object) -> Terms:
    funnel = Funnel(
        deal_value=Decimal(4000),
        arrival_rate=Decimal("0.8"),
        inquiry_rate=Decimal("0.05"),
        valid_rate=Decimal("0.5"),
        close_rate=Decimal("0.2"),
    )
    terms: dict[str, object] = {"cpc": Decimal(4), "funnel": funnel, "days": 30, "workdays": 20, **changes}
    return Terms(**terms)  # type: ignore[arg-type]


class TestWorkedExample:
    def test_from_budget_to_revenue(self) -> None:
        plan = plan_from_budget(Decimal(30000), SHOP)

        assert money(plan.paid.clicks) == Decimal("13873.17")
        assert money(plan.paid.won_deals) == Decimal("619.43")
        assert money(plan.revenue) == Decimal("104108.42")

    def test_from_revenue_to_budget(self) -> None:
        plan = plan_from_revenue(Decimal(200000), SHOP)

        assert money(plan.paid.won_deals) == Decimal("1189.97")
        assert money(plan.paid.clicks) == Decimal("26651.38")
        assert money(plan.spend) == Decimal("57632.23")

    def test_money_per_day_and_workday(self) -> None:
        plan = plan_from_revenue(Decimal(200000), SHOP)

        assert plan.spend_per_day is not None
        assert money(plan.spend_per_day) == Decimal("1859.10")
        assert plan.spend_per_workday is not None
        assert money(plan.spend_per_workday) == Decimal("2744.39")


class TestFreeAndRepeat:
    def test_takes_free_visits_off_first(self) -> None:
        free = FreeSource("visits", Decimal(2000), Funnel(Decimal(4000), inquiry_rate=Decimal("0.01")))

        plan = plan_from_revenue(Decimal(160000), dust_collectors(free=(free,)))

        assert plan.free.won_deals == Decimal(20)
        assert plan.paid.won_deals == Decimal(20)
        assert plan.spend == Decimal(20000)

    def test_free_visits_without_own_rates_follow_the_website(self) -> None:
        plan = plan_from_budget(Decimal(4000), dust_collectors(free=(FreeSource("visits", Decimal(400)),)))

        assert plan.free.inquiries == Decimal(20)
        assert plan.free.clicks == 0

    def test_free_inquiries_claim_no_visits(self) -> None:
        plan = plan_from_budget(Decimal(0), dust_collectors(free=(FreeSource("inquiries", Decimal(100)),)))

        assert plan.total.visits == 0
        assert plan.revenue == Decimal(40000)

    def test_takes_repeat_revenue_off_first(self) -> None:
        plan = plan_from_revenue(Decimal(160000), dust_collectors(repeat_revenue=Decimal(80000)))

        assert (plan.new_revenue, plan.repeat_revenue, plan.spend) == (Decimal(80000), Decimal(80000), Decimal(20000))

    def test_spends_nothing_when_the_goal_is_covered(self) -> None:
        plan = plan_from_revenue(Decimal(60000), dust_collectors(repeat_revenue=Decimal(80000)))

        assert (plan.spend, plan.surplus, plan.roas) == (Decimal(0), Decimal(20000), None)

    def test_refuses_free_clicks(self) -> None:
        with pytest.raises(FormulaError, match="clicks_are_paid"):
            FreeSource("clicks", Decimal(1))


class TestMoney:
    def test_rebate_lowers_the_cash_and_not_the_spend(self) -> None:
        plan = plan_from_budget(Decimal(11000), dust_collectors(rebate_rate=Decimal("0.1")))

        assert (plan.spend, plan.cash_spend) == (Decimal(11000), Decimal(10000))

    def test_names_return_on_ad_spend_and_on_investment_apart(self) -> None:
        terms = dust_collectors(
            rebate_rate=Decimal("0.25"),
            gross_margin=Decimal("0.4"),
            wages=Decimal(12000),
            repeat_revenue=Decimal(20000),
        )

        plan = plan_from_budget(Decimal(20000), terms)

        assert (plan.revenue, plan.roas, plan.paid_roas) == (Decimal(100000), Decimal(5), Decimal(4))
        assert plan.profit == Decimal(40000) - Decimal(16000) - Decimal(12000)
        assert plan.roi == Decimal(12000) / Decimal(28000)

    def test_profit_is_unknown_without_a_margin(self) -> None:
        plan = plan_from_budget(Decimal(20000), dust_collectors())

        assert (plan.profit, plan.roi) == (None, None)

    def test_revenue_is_made_of_on_site_and_follow_up(self) -> None:
        plan = plan_from_budget(Decimal(20000), dust_collectors())

        assert (plan.on_site_revenue, plan.follow_up_revenue) == (Decimal(5600), Decimal(74400))

    def test_spreads_over_days_to_the_cent(self) -> None:
        first = date(2026, 1, 5)
        days = [(first + timedelta(days=i), Decimal(1)) for i in range(3)]

        budgets = spread_over_days(Decimal("100"), days)

        assert [day.amount for day in budgets] == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


class TestRefusals:
    @pytest.mark.parametrize(
        ("changes", "field", "code"),
        [
            ({"cpc": Decimal(0)}, "cpc", "zero"),
            ({"cpc": Decimal("NaN")}, "cpc", "not_a_number"),
            ({"days": 0}, "days", "zero"),
            ({"days": 400}, "days", "too_large"),
            ({"workdays": -1}, "workdays", "negative"),
            ({"days": 20, "workdays": 21}, "workdays", "more_than_days"),
            ({"rebate_rate": Decimal(-1)}, "rebate_rate", "negative"),
            ({"gross_margin": Decimal(2)}, "gross_margin", "above_one"),
            ({"on_site_share": Decimal(2)}, "on_site_share", "above_one"),
        ],
    )
    def test_names_the_field(self, changes: dict[str, object], field: str, code: str) -> None:
        with pytest.raises(FormulaError) as refusal:
            dust_collectors(**changes)

        assert (refusal.value.field, refusal.value.code) == (field, code)

    def test_refuses_a_goal_of_nothing(self) -> None:
        with pytest.raises(FormulaError, match="revenue: zero"):
            plan_from_revenue(Decimal(0), SHOP)

    def test_refuses_a_result_beyond_reason(self) -> None:
        tiny = Terms(cpc=Decimal(1), funnel=Funnel(Decimal(1), inquiry_rate=Decimal("1e-9")))

        with pytest.raises(FormulaError, match="result_too_large"):
            plan_from_revenue(Decimal(10**12), tiny)


class TestProperties:
    @given(AMOUNTS, TERMS)
    def test_budget_to_revenue_and_back_closes_to_the_cent(self, budget: Decimal, terms: Terms) -> None:
        revenue = plan_from_budget(budget, terms).revenue

        assert money(plan_from_revenue(revenue, terms).spend) == budget

    @given(AMOUNTS, TERMS)
    def test_revenue_to_budget_and_back_closes_to_the_cent(self, revenue: Decimal, terms: Terms) -> None:
        there = plan_from_revenue(revenue, terms)

        assert money(plan_from_budget(there.spend, terms).revenue) == money(revenue + there.surplus)

    @given(AMOUNTS, TERMS)
    def test_parts_of_the_revenue_sum_to_it(self, budget: Decimal, terms: Terms) -> None:
        plan = plan_from_budget(budget, terms)

        assert _near(plan.on_site_revenue + plan.follow_up_revenue, plan)
        assert _near(plan.new_revenue + plan.repeat_revenue, plan)

    @given(AMOUNTS, TERMS)
    def test_a_higher_goal_never_costs_less(self, revenue: Decimal, terms: Terms) -> None:
        assert plan_from_revenue(revenue + 1, terms).spend >= plan_from_revenue(revenue, terms).spend


def _near(amount: Decimal, plan: Plan) -> bool:
    return abs(amount - plan.revenue) < Decimal("1e-9")
