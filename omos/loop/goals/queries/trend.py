"""The course of one goal over its period: actual, due and expected, day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate

from omos.formulas.pace import expected_line
from omos.loop.goals.models import Goal
from omos.loop.goals.queries.listing import company_goals
from omos.loop.goals.queries.progress import Basis, Progress, basis_of, progress_of, target_value

Values = tuple[Decimal | None, ...]


@dataclass(frozen=True)
class GoalTrend:
    """Sums up to each day; actuals end today, forecast and band begin there."""

    days: tuple[date, ...]
    actual: Values
    due: Values
    forecast: Values
    low: Values
    high: Values
    target: int | Decimal


def goal_trend(*, goal: Goal, today: date, basis: Basis | None = None) -> GoalTrend:
    """The course of a flow's goal; for ratios and levels only the target is known day by day."""
    first, last = goal.first_day, goal.last_day
    basis = basis or basis_of([goal], first=first, last=last, today=today)
    (state,) = progress_of([goal], first=first, last=last, today=today, basis=basis)
    weights = basis.weights.of(goal.staff_id)
    actual = _running(basis.actuals.of(goal).days, weights, today)
    target = target_value(goal)
    ends = (state.forecast, state.band_low, state.band_high)
    middle, low, high = (_towards(end, actual, weights, today) for end in ends)
    return GoalTrend(
        days=tuple(day for day, _weight in weights),
        actual=actual,
        due=tuple(amount for _day, amount in expected_line(Decimal(target), weights)),
        forecast=middle,
        low=low,
        high=high,
        target=target,
    )


def standing_of(*, goal: Goal, today: date) -> tuple[Progress, GoalTrend]:
    """Where one number goal stands, and its course."""
    basis = basis_of([goal], first=goal.first_day, last=goal.last_day, today=today)
    (state,) = progress_of([goal], first=goal.first_day, last=goal.last_day, today=today, basis=basis)
    return state, goal_trend(goal=goal, today=today, basis=basis)


def _running(known: Mapping[date, int], weights: Sequence[tuple[date, Decimal]], today: date) -> Values:
    total, line = Decimal(0), []
    for day, _weight in weights:
        total += known.get(day, 0)
        line.append(total if known and day <= today else None)
    return tuple(line)


def _towards(end: Decimal | None, actual: Values, weights: Sequence[tuple[date, Decimal]], today: date) -> Values:
    """From today's sum straight to the end, by the weight of the days ahead."""
    steps = [weight * (day > today) for day, weight in weights]
    reached = [value for value in actual if value is not None]
    if end is None or not reached or not any(steps):
        return (None,) * len(weights)
    way, whole = end - reached[-1], sum(steps, Decimal(0))
    line = [reached[-1] + way * passed / whole for passed in accumulate(steps)]
    before = sum(day < today for day, _weight in weights)
    return (*((None,) * before), *line[before:])


def course_of(*, measure: str, first: date, last: date, today: date) -> GoalTrend | None:
    """The course of the company's goal for a measure, or None while there is none."""
    goals = (goal for goal in company_goals(first, last) if (goal.measure, goal.category) == (measure, ""))
    goal = next(goals, None)
    return goal_trend(goal=goal, today=today) if goal else None
