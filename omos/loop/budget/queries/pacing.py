"""How the month's money runs against the adopted budget."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
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
    budget: int | None
    day_budget: int | None
    spent_today: int | None
    spent_month: int | None
    left: int | None
    per_day_left: int | None
    due_share: Decimal
    spent_share: Decimal | None
    forecast: int | None
    forecast_low: int | None
    forecast_high: int | None
    state: PacingState
    version: int | None
    fresh_at: datetime | None


def pacing(*, month: date, today: date) -> Pacing:
    """Today's and the month's spending against the adopted budget, with where the month will end. Four queries."""
    first, last = goals.month_of(month)
    return pacing_of(adopted(month=month), month=month, today=today, workdays=people.workdays_between(first, last))


def pacing_of(plan: AdoptedBudget | None, *, month: date, today: date, workdays: Collection[date]) -> Pacing:
    """The same for a budget and workdays read already. Two queries."""
    first, last = goals.month_of(month)
    through = min(today, last)
    known = ledger.series(measure="spend", first=first, last=through) if through >= first else {}
    fresh = ledger.totals(measures=("spend",), first=first, last=max(through, first))["spend"]
    weights = month_days(first, workdays=workdays, on_rest_days=bool(plan and plan.inputs.spends_on_rest_days))
    spent = sum(known.values()) if known else None
    share = due_share(weights, through=through)
    spending = {day: from_cents(value) for day, value in known.items()}
    end = forecast(spending, weights, through=through) if spending else None
    rest = _per_day_left(plan, spent, weights, through)
    return Pacing(
        month=first,
        budget=plan.spend if plan else None,
        day_budget=_day_budget(plan, weights, today),
        spent_today=known.get(today),
        spent_month=spent,
        left=plan.spend - spent if plan and spent is not None else None,
        per_day_left=rest,
        due_share=share,
        spent_share=Decimal(spent) / plan.spend if plan and plan.spend and spent is not None else None,
        forecast=to_cents(end.middle) if end else None,
        forecast_low=to_cents(end.low) if end else None,
        forecast_high=to_cents(end.high) if end else None,
        state=_state(plan, spent, share),
        version=plan.version if plan else None,
        fresh_at=fresh.fresh_at,
    )


def month_days(month: date, *, workdays: Collection[date], on_rest_days: bool) -> list[tuple[date, Decimal]]:
    """Each day of the month with its weight."""
    first, last = goals.month_of(month)
    days = [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]
    return day_weights(days=days, workdays=workdays, on_rest_days=on_rest_days)


def _day_budget(plan: AdoptedBudget | None, weights: list[tuple[date, Decimal]], today: date) -> int | None:
    if plan is None:
        return None
    amounts = {one.day: one.amount for one in day_budgets(from_cents(plan.spend), weights)}
    return to_cents(amounts[today]) if today in amounts else None


def _per_day_left(
    plan: AdoptedBudget | None, spent: int | None, weights: list[tuple[date, Decimal]], through: date
) -> int | None:
    if plan is None or spent is None:
        return None
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
