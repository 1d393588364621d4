"""How the month's money runs against the adopted budget."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from omos.formulas.pace import due_share, forecast, pace, required_per_weight
from omos.formulas.rounding import from_cents, to_cents
from omos.loop.budget.calculation import day_budgets, day_weights
from omos.loop.budget.queries.scenarios import AdoptedBudget, adopted
from omos.loop.goals import queries as goals
from omos.loop.ledger import queries as ledger
from omos.people import queries as people

Weights = list[tuple[date, Decimal]]

# Spending within a twentieth of what is due is as planned; much less brings fewer inquiries than planned.
_TOO_MUCH: Final = Decimal("1.05")
_TOO_LITTLE: Final = Decimal("0.8")


class PacingState(StrEnum):
    """How the spending stands against what is due by today."""

    NO_BUDGET = "NO_BUDGET"
    UNKNOWN = "UNKNOWN"
    UNDERSPENT = "UNDERSPENT"
    ON_PACE = "ON_PACE"
    OVERSPENT = "OVERSPENT"


@dataclass(frozen=True)
class Pacing:
    """Account money of one month in 分; None where nothing is known.

    `day_budget` is what today may cost by the plan, `per_day_left` what each spending day still to come may cost.
    """

    month: date
    spent_today: int | None
    spent_month: int | None
    due_share: Decimal
    state: PacingState
    fresh_at: datetime | None
    budget: int | None = None
    day_budget: int | None = None
    left: int | None = None
    per_day_left: int | None = None
    spent_share: Decimal | None = None
    forecast: int | None = None
    forecast_low: int | None = None
    forecast_high: int | None = None
    version: int | None = None


def pacing(*, month: date, today: date) -> Pacing:
    """Today's and the month's spending against the adopted budget, with where the month will end. Four queries."""
    first, last = goals.month_of(month)
    return pacing_of(adopted(month=month), month=month, today=today, workdays=people.workdays_between(first, last))


def pacing_of(plan: AdoptedBudget | None, *, month: date, today: date, workdays: Collection[date]) -> Pacing:
    """The same for a budget and workdays read already. Two queries."""
    first, last = goals.month_of(month)
    through = min(today, last)
    known = ledger.series(measure="spend", first=first, last=through)
    fresh = ledger.totals(measures=("spend",), first=first, last=max(through, first))["spend"]
    weights = month_days(first, workdays=workdays, on_rest_days=bool(plan and plan.inputs.spends_on_rest_days))
    spent = sum(known.values()) if known else None
    share = due_share(weights, through=through)
    found = Pacing(
        month=first,
        spent_today=known.get(today),
        spent_month=spent,
        due_share=share,
        state=_state(plan, spent, share),
        fresh_at=fresh.fresh_at,
    )
    ending = _with_end(found, known, weights, through) if known else found
    return ending if plan is None else _beside(plan, ending, weights, today=today, through=through)


def _with_end(found: Pacing, known: Mapping[date, int], weights: Weights, through: date) -> Pacing:
    """The same with where the month's spending will end."""
    end = forecast({day: from_cents(value) for day, value in known.items()}, weights, through=through)
    if end is None:
        return found
    low, high = to_cents(end.low), to_cents(end.high)
    return replace(found, forecast=to_cents(end.middle), forecast_low=low, forecast_high=high)


def _beside(plan: AdoptedBudget, found: Pacing, weights: Weights, *, today: date, through: date) -> Pacing:
    """The same with what only a budget can say."""
    spent = found.spent_month
    known = replace(found, budget=plan.spend, version=plan.version, day_budget=_day_budget(plan, weights, today))
    if spent is None:
        return known
    return replace(
        known,
        left=plan.spend - spent,
        per_day_left=_per_day_left(plan, spent, weights, through),
        spent_share=Decimal(spent) / plan.spend if plan.spend else None,
    )


def month_days(month: date, *, workdays: Collection[date], on_rest_days: bool) -> Weights:
    """Each day of the month with its weight."""
    first, last = goals.month_of(month)
    days = [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]
    return day_weights(days=days, workdays=workdays, on_rest_days=on_rest_days)


def _day_budget(plan: AdoptedBudget, weights: Weights, today: date) -> int | None:
    amounts = {one.day: one.amount for one in day_budgets(from_cents(plan.spend), weights)}
    return to_cents(amounts[today]) if today in amounts else None


def _per_day_left(plan: AdoptedBudget, spent: int, weights: Weights, through: date) -> int | None:
    needed = required_per_weight(target=from_cents(plan.spend), actual=from_cents(spent), days=weights, through=through)
    return None if needed is None else to_cents(needed)


def _state(plan: AdoptedBudget | None, spent: int | None, share: Decimal) -> PacingState:
    if plan is None:
        return PacingState.NO_BUDGET
    found = pace(target=Decimal(plan.spend), actual=None if spent is None else Decimal(spent), share=share)
    if found.ratio is None:
        return PacingState.UNKNOWN
    if found.ratio > _TOO_MUCH:
        return PacingState.OVERSPENT
    return PacingState.UNDERSPENT if found.ratio < _TOO_LITTLE else PacingState.ON_PACE
