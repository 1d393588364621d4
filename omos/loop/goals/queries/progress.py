"""How far goals came: actuals from the ledger, pace by workdays, forecast, state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from omos.formulas.bands import Band
from omos.formulas.pace import PaceState, due_share, forecast, pace, required_per_weight
from omos.loop.goals.models import Goal
from omos.loop.goals.queries.actuals import Actual, Actuals, actuals_of
from omos.loop.goals.queries.listing import company_goals, goals_for
from omos.loop.goals.queries.weights import Weights, weights_of
from omos.loop.ledger import queries as ledger
from omos.people.policy import may
from omos.people.viewer import Viewer

# Points by which costs may run ahead of the calendar before it is said.
_COST_TOLERANCE = Decimal("0.02")


class GoalState(StrEnum):
    """How a goal stands against what is due; unknown is never a reproach."""

    AHEAD = "AHEAD"
    ON_PACE = "ON_PACE"
    BEHIND = "BEHIND"
    FAR_BEHIND = "FAR_BEHIND"
    OVERSPENT = "OVERSPENT"
    UNKNOWN = "UNKNOWN"

    @property
    def needs_attention(self) -> bool:
        """Whether something should be done."""
        return self in {GoalState.BEHIND, GoalState.FAR_BEHIND, GoalState.OVERSPENT}


@dataclass(frozen=True)
class Progress:
    """One number goal at one moment. Values are in the measure's smallest unit, ratios as they are (0.064, 4.2)."""

    goal_id: int
    level: str
    department_id: int | None
    staff_id: int | None
    owner: str
    measure: str
    category: str
    label: str
    unit: ledger.Unit
    unit_label: str
    target: int | Decimal
    actual: int | Decimal | None
    done_share: Decimal | None
    pace_share: Decimal
    forecast: Decimal | None
    band_low: Decimal | None
    band_high: Decimal | None
    state: GoalState
    needed_per_workday: Decimal | None
    agreement: str
    deadline: date
    quality: str
    fresh_at: datetime | None
    source: str
    rows_url: str

    @property
    def gap_points(self) -> Decimal | None:
        """Share done less share due; negative where it lags."""
        return None if self.done_share is None else self.done_share - self.pace_share

    @property
    def forecast_share(self) -> Decimal | None:
        """Where the period will end, as a share of the target."""
        return None if self.forecast is None else self.forecast / self.target

    @property
    def is_agreed(self) -> bool:
        """Whether the owner agreed to it, locked or not."""
        return self.agreement in {Goal.State.AGREED, Goal.State.LOCKED}


def progress(
    *,
    viewer: Viewer,
    first: date,
    last: date,
    today: date,
    level: str | None = None,
    staff_id: int | None = None,
    has_categories: bool = True,
) -> tuple[Progress, ...]:
    """Every number goal of the period the viewer sees, in order of the list of measures.

    Without categories only goals for the whole of a measure. The number of queries does not grow with the goals.
    """
    if level == Goal.Level.COMPANY and may(viewer, "goals.view"):
        goals: Iterable[Goal] = company_goals(first, last)
    else:
        wanted = {"level": level, "staff_id": staff_id}
        given = {name: value for name, value in wanted.items() if value is not None}
        goals = goals_for(viewer=viewer, first=first, last=last).filter(**given)
    numbers = [goal for goal in goals if goal.measure and (has_categories or not goal.category)]
    return progress_of(numbers, first=first, last=last, today=today)


def my_goals(*, viewer: Viewer, first: date, last: date, today: date) -> tuple[Progress, ...]:
    """The viewer's own number goals of the period."""
    if viewer.staff_id is None:
        return ()
    return progress(viewer=viewer, first=first, last=last, today=today, staff_id=viewer.staff_id)


@dataclass(frozen=True)
class Basis:
    """What progress is computed from: read once for all goals of a period."""

    actuals: Actuals
    weights: Weights


def basis_of(goals: Sequence[Goal], *, first: date, last: date, today: date) -> Basis:
    """Actuals up to today and day weights for these goals of one period."""
    staff_ids = [goal.staff_id for goal in goals if goal.staff_id]
    return Basis(
        actuals=actuals_of(goals, first=first, last=last, today=today),
        weights=weights_of(staff_ids, first=first, last=last),
    )


def progress_of(
    goals: Sequence[Goal], *, first: date, last: date, today: date, basis: Basis | None = None
) -> tuple[Progress, ...]:
    """These number goals of one period at one moment."""
    if not goals:
        return ()
    basis = basis or basis_of(goals, first=first, last=last, today=today)
    order = {one.code: place for place, one in enumerate(ledger.measures())}
    ranked = sorted(goals, key=lambda goal: (order.get(goal.measure, len(order)), goal.category, goal.pk))
    return tuple(_progress(goal, basis, today) for goal in ranked)


def _progress(goal: Goal, basis: Basis, today: date) -> Progress:
    measure = ledger.measure(goal.measure)
    target = target_value(goal)
    days, through = basis.weights.of(goal.staff_id), min(today, goal.last_day)
    share = due_share(days, through=through)
    actual = basis.actuals.of(goal)
    expected = _forecast(measure, actual, days, through)
    is_sum = measure.kind is ledger.Kind.FLOW
    return Progress(
        goal_id=goal.pk,
        level=goal.level,
        department_id=goal.department_id,
        staff_id=goal.staff_id,
        owner=owner_name(goal),
        measure=goal.measure,
        category=goal.category,
        label=str(measure.label),
        unit=measure.unit,
        unit_label=str(measure.unit_label),
        target=target,
        actual=actual.value,
        done_share=None if actual.value is None else Decimal(actual.value) / target,
        pace_share=share if is_sum else Decimal(1),
        forecast=expected.middle if expected else None,
        band_low=expected.low if expected else None,
        band_high=expected.high if expected else None,
        state=_state(measure, Decimal(target), actual.value, share),
        needed_per_workday=_needed(measure, target, actual, days, through),
        agreement=goal.state,
        deadline=goal.deadline,
        quality=goal.quality,
        fresh_at=actual.fresh_at,
        source="、".join(actual.sources),
        rows_url=ledger.rows_url(
            goal.measure, goal.first_day, goal.last_day, staff_id=goal.staff_id, category=goal.category
        ),
    )


def target_value(goal: Goal) -> int | Decimal:
    """The target as the ledger gives values: ratios are kept scaled to whole numbers."""
    scale = ledger.measure(goal.measure).target_scale
    return goal.target or 0 if scale == 1 else Decimal(goal.target or 0) / scale


def owner_name(goal: Goal) -> str:
    """Whose goal it is, in words; "" for the company's."""
    if goal.staff is not None:
        return goal.staff.name
    return goal.department.name if goal.department is not None else ""


def _forecast(
    measure: ledger.Measure, actual: Actual, days: Sequence[tuple[date, Decimal]], through: date
) -> Band | None:
    if measure.kind is not ledger.Kind.FLOW or actual.value is None or not actual.days:
        return None
    return forecast({day: Decimal(value) for day, value in actual.days.items()}, days, through=through)


def _needed(
    measure: ledger.Measure,
    target: int | Decimal,
    actual: Actual,
    days: Sequence[tuple[date, Decimal]],
    through: date,
) -> Decimal | None:
    if measure.kind is not ledger.Kind.FLOW or actual.value is None:
        return None
    return required_per_weight(target=Decimal(target), actual=Decimal(actual.value), days=days, through=through)


def _state(measure: ledger.Measure, target: Decimal, actual: int | Decimal | None, share: Decimal) -> GoalState:
    is_sum = measure.kind is ledger.Kind.FLOW
    is_cost = measure.good is ledger.Direction.DOWN
    value = None if actual is None else Decimal(actual)
    if is_cost and is_sum:
        return _cost_state(target, value, share)
    found = pace(target=target, actual=value, share=share, is_level=not is_sum, higher_is_better=not is_cost)
    return GoalState.UNKNOWN if found.state is PaceState.UNKNOWN else GoalState(found.state.value)


def _cost_state(target: Decimal, actual: Decimal | None, share: Decimal) -> GoalState:
    if actual is None:
        return GoalState.UNKNOWN
    return GoalState.OVERSPENT if actual / target > share + _COST_TOLERANCE else GoalState.ON_PACE
