"""From inputs to a worked-out month: the formula's plan, how sure it is, and what moves it most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from omos.formulas.bands import Band
from omos.formulas.budget import (
    DayBudget,
    FreeSource,
    Plan,
    Terms,
    plan_from_budget,
    plan_from_revenue,
    spread_over_days,
)
from omos.formulas.funnel import Funnel
from omos.formulas.limits import FormulaError
from omos.formulas.rounding import money, to_cents, whole
from omos.formulas.sensitivity import Sensitivity, revenue_band, spend_band
from omos.loop.budget.inputs import PRICES, RATES, Direction, Inputs

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)
# Where nothing is known about a rate's doubt, it is moved by a tenth.
_TENTH: Final = Decimal("0.1")


@dataclass(frozen=True)
class Worksheet:
    """The inputs, the plan they give, and the 80 % band of the number that was asked for."""

    inputs: Inputs
    plan: Plan
    band: Band | None

    @property
    def per_spending_day(self) -> Decimal | None:
        """Yuan for each day on which money is spent."""
        on_all_days = self.inputs.spends_on_rest_days
        return self.plan.spend_per_day if on_all_days else self.plan.spend_per_workday

    @property
    def won_deals(self) -> Decimal:
        """New deals and those of former buyers, the way the ledger counts them."""
        return self.plan.total.won_deals + self.inputs.repeat_orders


def terms_of(inputs: Inputs) -> Terms:
    """The inputs as the formula takes them.

    :raises FormulaError: for a number outside its range
    """
    funnel = Funnel(inputs.deal_value.value, *(inputs.rate(name).value for name in RATES[1:-1]))
    return Terms(
        cpc=inputs.cpc.value,
        funnel=funnel,
        days=inputs.days or None,
        workdays=inputs.workdays or None,
        free=_free(inputs, funnel),
        repeat_revenue=inputs.repeat_revenue,
        rebate_rate=inputs.rebate_rate,
        gross_margin=inputs.gross_margin,
        wages=inputs.wages or _ZERO,
        on_site_share=inputs.on_site_share,
    )


def work_out(inputs: Inputs) -> Worksheet:
    """Run the formula in the direction asked for.

    :raises FormulaError: for a number outside its range, or without an amount
    """
    if inputs.amount is None:
        raise FormulaError("amount", "required")
    terms = terms_of(inputs)
    variances = {name: rate.variance for name, rate in inputs.rates() if rate.variance is not None}
    if inputs.direction is Direction.REVENUE:
        plan = plan_from_revenue(inputs.amount, terms)
        return Worksheet(inputs, plan, spend_band(plan, variances) if variances and plan.spend else None)
    plan = plan_from_budget(inputs.amount, terms)
    return Worksheet(inputs, plan, revenue_band(plan, variances) if variances else None)


def swings(worksheet: Worksheet) -> tuple[Sensitivity, ...]:
    """What the spend becomes when one rate moves by half its band, or a tenth, and the goal stays; largest first."""
    if not worksheet.plan.spend:
        return ()
    found = (_swing(worksheet.plan.revenue, name, worksheet.inputs) for name in RATES)
    return tuple(sorted(found, key=lambda one: -one.swing))


def spend_with(inputs: Inputs, *, goal: Decimal) -> Decimal:
    """Yuan that this revenue needs with these rates.

    :raises FormulaError: for a number outside its range
    """
    return plan_from_revenue(goal, terms_of(inputs)).spend


def day_weights(*, days: Iterable[date], workdays: Iterable[date], on_rest_days: bool) -> list[tuple[date, Decimal]]:
    """What each day of the month weighs: workdays 1, days off 1 only where money is spent on them."""
    working = frozenset(workdays)
    return [(day, _ONE if on_rest_days or day in working else _ZERO) for day in days]


def day_budgets(spend: Decimal, weights: list[tuple[date, Decimal]]) -> tuple[DayBudget, ...]:
    """The month's money day by day, to the cent."""
    return spread_over_days(spend, weights)


def targets(worksheet: Worksheet) -> dict[str, int]:
    """The month goals this plan means, by measure in its smallest unit; what comes to nothing is no goal."""
    total = worksheet.plan.total
    wanted = {
        "revenue": to_cents(worksheet.plan.revenue),
        "inquiries": whole(total.inquiries),
        "valid_inquiries": whole(total.valid_inquiries),
        "visits": whole(total.visits),
        "spend": to_cents(worksheet.plan.spend),
        "won_deals": whole(worksheet.won_deals),
    }
    return {measure: target for measure, target in wanted.items() if target > 0}


def answers(worksheet: Worksheet) -> dict[str, str | None]:
    """What came out, as texts for JSON: money in yuan to the cent, counts and ratios unrounded."""
    plan = worksheet.plan
    amounts = {
        "spend": plan.spend,
        "cash_spend": plan.cash_spend,
        "revenue": plan.revenue,
        "new_revenue": plan.new_revenue,
        "spend_per_day": plan.spend_per_day,
        "spend_per_workday": plan.spend_per_workday,
        "profit": profit_of(worksheet),
        "surplus": plan.surplus,
    }
    figures = {
        "clicks": plan.paid.clicks,
        "visits": plan.total.visits,
        "inquiries": plan.total.inquiries,
        "valid_inquiries": plan.total.valid_inquiries,
        "new_deals": plan.total.won_deals,
        "won_deals": worksheet.won_deals,
        "paid_roas": plan.paid_roas,
        "roas": plan.roas,
        "roi": roi_of(worksheet),
    }
    rounded = {name: None if value is None else format(money(value), "f") for name, value in amounts.items()}
    return rounded | {name: None if value is None else format(value, "f") for name, value in figures.items()}


def profit_of(worksheet: Worksheet) -> Decimal | None:
    """Gross profit less cash spend and wages; unknown where margin or wages are not given."""
    return None if worksheet.inputs.wages is None else worksheet.plan.profit


def roi_of(worksheet: Worksheet) -> Decimal | None:
    """Profit ÷ (cash spend + wages); unknown where the profit is."""
    return None if worksheet.inputs.wages is None else worksheet.plan.roi


def _free(inputs: Inputs, funnel: Funnel) -> tuple[FreeSource, ...]:
    free = inputs.free
    if not free.visits:
        return ()
    own = Funnel(
        funnel.deal_value,
        _ONE,
        free.inquiry_rate or funnel.inquiry_rate,
        free.valid_rate or funnel.valid_rate,
        free.close_rate or funnel.close_rate,
    )
    return (FreeSource("visits", free.visits, own),)


def _swing(goal: Decimal, name: str, inputs: Inputs) -> Sensitivity:
    rate = inputs.rate(name)
    step = rate.half_band or rate.value * _TENTH
    # A step as large as the rate itself would lead to nothing at all.
    up, down = rate.value + step, max(rate.value - step, rate.value / 2)
    if name not in PRICES:
        up = min(up, _ONE)
    better, worse = (down, up) if name == "cpc" else (up, down)
    return Sensitivity(
        term=name,
        value=rate.value,
        better=better,
        worse=worse,
        spend_if_better=spend_with(inputs.with_rates({name: replace(rate, value=better)}), goal=goal),
        spend_if_worse=spend_with(inputs.with_rates({name: replace(rate, value=worse)}), goal=goal),
    )
