"""The formula over typed, preset and learnt inputs: both ways, the trade's example, what matters most."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.calc import CALCULATORS
from omos.formulas.limits import FormulaError
from omos.formulas.rounding import money
from omos.loop.budget.calculation import (
    answers,
    day_budgets,
    day_weights,
    profit_of,
    roi_of,
    swings,
    targets,
    work_out,
)
from omos.loop.budget.inputs import Direction, FreeTraffic, RateSource, from_json, to_json
from omos.loop.budget.presets import GENERAL, PRESETS, preset_of
from omos.loop.budget.tests.factories import MONTH, make_inputs, typed

NO_FREE = {"free": FreeTraffic(), "repeat_orders": Decimal(0)}
# A real account: clicks straight to deals, so the steps between are one.
SHOP = {
    **NO_FREE,
    "cpc": typed("2.162448"),
    "arrival_rate": typed("1"),
    "inquiry_rate": typed("0.044649645"),
    "valid_rate": typed("1"),
    "close_rate": typed("1"),
    "deal_value": typed("168.070794"),
    "month": date(2026, 1, 1),
    "days": 31,
    "workdays": 21,
    "rebate_rate": Decimal(0),
}
amounts = st.decimals("1000", "50000000", places=2)
shares = st.decimals("0.01", "1", places=4)


class TestTheTradesExample:
    def test_brings_what_a_budget_brings(self):
        plan = work_out(make_inputs("30000", direction=Direction.BUDGET, **SHOP)).plan

        assert round(plan.paid.clicks, 2) == Decimal("13873.17")
        assert round(plan.paid.won_deals, 2) == Decimal("619.43")
        assert money(plan.revenue) == Decimal("104108.42")

    def test_needs_what_a_goal_needs(self):
        plan = work_out(make_inputs("200000", **SHOP)).plan

        assert round(plan.paid.won_deals, 2) == Decimal("1189.97")
        assert round(plan.paid.clicks, 2) == Decimal("26651.38")
        assert money(plan.spend) == Decimal("57632.23")
        assert money(plan.spend_per_day) == Decimal("1859.10")
        assert money(plan.spend_per_workday) == Decimal("2744.39")

    def test_agrees_with_the_calculator_of_the_shell(self):
        inputs = make_inputs("200000", **SHOP)
        given_to_shell = {name: str(rate.value) for name, rate in inputs.rates()}
        given_to_shell |= {"revenue": "200000", "days": 31, "workdays": 21}

        answer = CALCULATORS["budget"].run(given_to_shell)

        worksheet = work_out(inputs)
        assert answer["budget"] == pytest.approx(float(worksheet.plan.spend))
        assert answer["visits"] == pytest.approx(float(worksheet.plan.total.visits))
        assert answer["budget_per_workday"] == pytest.approx(float(worksheet.per_spending_day))


class TestTheReferenceMonth:
    def test_takes_repeat_orders_and_free_visits_off_first(self):
        plan = work_out(make_inputs()).plan

        assert plan.new_revenue == 800_000 - 46 * 3_900
        assert round(plan.free.won_deals, 2) == Decimal("8.20")
        assert round(plan.paid.won_deals, 2) == Decimal("9.04")
        assert round(plan.total.inquiries) == 500
        assert round(plan.total.visits) == 23_236
        assert round(plan.spend) == 58_857

    def test_costs_less_cash_than_account_money(self):
        plan = work_out(make_inputs()).plan

        assert plan.cash_spend == plan.spend / Decimal("1.2")

    def test_is_made_of_website_and_follow_up(self):
        plan = work_out(make_inputs()).plan

        assert plan.on_site_revenue == plan.revenue * Decimal("0.07")
        assert plan.on_site_revenue + plan.follow_up_revenue == plan.revenue

    def test_shares_money_out_over_workdays_or_all_days(self):
        on_workdays = work_out(make_inputs())
        on_all_days = work_out(make_inputs(spends_on_rest_days=True))

        assert on_workdays.per_spending_day == on_workdays.plan.spend / 22
        assert on_all_days.per_spending_day == on_all_days.plan.spend / 30

    def test_knows_no_profit_without_wages_or_margin(self):
        assert profit_of(work_out(make_inputs(wages=None))) is None
        assert roi_of(work_out(make_inputs(gross_margin=None))) is None
        assert roi_of(work_out(make_inputs())) is not None

    def test_spends_nothing_where_free_traffic_is_enough(self):
        worksheet = work_out(make_inputs("300000"))

        assert worksheet.plan.spend == 0
        assert worksheet.plan.surplus > 0
        assert worksheet.band is None
        assert swings(worksheet) == ()

    def test_refuses_to_start_from_nothing(self):
        with pytest.raises(FormulaError, match="amount: required"):
            work_out(make_inputs(None))


class TestBothWays:
    @given(amount=amounts, close=shares, arrival=shares)
    def test_close_to_the_cent(self, amount, close, arrival):
        rates = {"close_rate": typed(str(close)), "arrival_rate": typed(str(arrival))}
        forward = work_out(make_inputs(str(amount), direction=Direction.BUDGET, **rates))

        back = work_out(replace(forward.inputs, direction=Direction.REVENUE, amount=forward.plan.revenue))

        assert money(back.plan.spend) == money(amount)

    @given(amount=amounts)
    def test_a_higher_goal_never_costs_less(self, amount):
        lower = work_out(make_inputs(str(amount)))
        higher = work_out(make_inputs(str(amount + 1000)))

        assert higher.plan.spend >= lower.plan.spend


class TestDays:
    def test_add_up_to_the_cent(self):
        days = [MONTH + timedelta(days=number) for number in range(30)]
        weights = day_weights(days=days, workdays=[day for day in days if day.weekday() < 5], on_rest_days=False)

        budgets = day_budgets(Decimal("58949.28"), weights)

        assert sum(one.amount for one in budgets) == Decimal("58949.28")
        assert {one.amount for one in budgets if one.day.weekday() > 4} == {Decimal(0)}

    def test_weigh_the_same_where_money_is_spent_every_day(self):
        days = [MONTH + timedelta(days=number) for number in range(30)]

        weights = day_weights(days=days, workdays=[], on_rest_days=True)

        assert {weight for _day, weight in weights} == {1}


class TestSwings:
    def test_begin_with_the_largest(self):
        found = swings(work_out(make_inputs()))

        assert [one.swing for one in found] == sorted((one.swing for one in found), reverse=True)

    def test_move_a_rate_by_half_its_band(self):
        close = replace(typed("0.0575"), low=Decimal("0.0475"), high=Decimal("0.0675"))
        found = {one.term: one for one in swings(work_out(make_inputs(close_rate=close)))}

        assert found["close_rate"].better == Decimal("0.0675")
        assert found["close_rate"].worse == Decimal("0.0475")
        assert found["close_rate"].spend_if_better < found["close_rate"].spend_if_worse

    def test_never_take_a_rate_above_one(self):
        found = {one.term: one for one in swings(work_out(make_inputs(arrival_rate=typed("0.98"))))}

        assert found["arrival_rate"].better == 1

    def test_never_take_a_rate_to_nothing(self):
        wide = replace(typed("0.05"), low=Decimal(0), high=Decimal("0.2"))
        found = {one.term: one for one in swings(work_out(make_inputs(close_rate=wide)))}

        assert found["close_rate"].worse == Decimal("0.025")


class TestAnswers:
    def test_are_plain_texts(self):
        found = answers(work_out(make_inputs()))

        assert json.loads(json.dumps(found)) == found
        assert found["spend"] == format(money(work_out(make_inputs()).plan.spend), "f")
        assert found["surplus"] == "0.00"

    def test_name_the_goals_they_mean(self):
        found = targets(work_out(make_inputs()))

        assert found["revenue"] == 80_000_000
        assert found["inquiries"] == 500
        assert found["won_deals"] == 63
        assert set(found) == {"revenue", "inquiries", "valid_inquiries", "visits", "spend", "won_deals"}

    def test_make_no_goal_of_nothing(self):
        assert "spend" not in targets(work_out(make_inputs("300000")))


class TestInputs:
    def test_come_back_from_json_as_they_were(self):
        inputs = make_inputs(cpc=replace(typed("2.162448"), variance=Decimal("0.01"), sample=7))

        assert from_json(json.loads(json.dumps(to_json(inputs)))) == inputs

    def test_keep_what_is_not_known(self):
        inputs = make_inputs(gross_margin=None, wages=None, free=FreeTraffic(Decimal(5)))

        assert from_json(to_json(inputs)) == inputs


class TestPresets:
    @pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.code)
    def test_work_by_themselves_and_say_what_they_are(self, preset):
        rates = preset.rates()

        worksheet = work_out(make_inputs(**NO_FREE).with_rates(rates))

        assert worksheet.plan.spend > 0
        assert worksheet.band.low < worksheet.plan.spend < worksheet.band.high
        assert {rate.source for rate in rates.values()} == {RateSource.PRESET}
        assert {rate.origin for rate in rates.values()} == {preset.code}

    @pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.code)
    def test_hold_their_value_within_their_band(self, preset):
        assert all(rate.low < rate.value < rate.high for rate in preset.rates().values())

    def test_fall_back_to_the_general_one(self):
        assert preset_of("NO_SUCH_TRADE").code == GENERAL
