"""Past months' attainment, and what is still missing by work category."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from omos.loop.goals.models import Goal
from omos.loop.goals.queries.listing import month_of
from omos.loop.goals.queries.progress import target_value
from omos.loop.ledger import queries as ledger

# The nearest level that names a category says what is wanted of it.
_LEVELS = (Goal.Level.COMPANY, Goal.Level.DEPARTMENT, Goal.Level.PERSON)
_WORK_MEASURES = ("evidence_verified", "articles_published")


@dataclass(frozen=True)
class Attainment:
    """One past month of a measure: what was wanted, what came, and the share; None where not known."""

    month: date
    target: int | Decimal | None
    actual: int | Decimal | None

    @property
    def share(self) -> Decimal | None:
        """Actual ÷ target."""
        return Decimal(self.actual) / self.target if self.target and self.actual is not None else None


@dataclass(frozen=True)
class Gap:
    """Pieces of one work category: wanted this month, verified so far, still missing (never below nought)."""

    target: int
    done: int

    @property
    def gap(self) -> int:
        """Pieces still missing."""
        return max(self.target - self.done, 0)


def attainment(*, measure: str, months: Sequence[date]) -> tuple[Attainment, ...]:
    """The company's goal and actual of a flow in each of these months (any day of them). Two queries."""
    firsts = [month_of(month)[0] for month in months]
    if not firsts:
        return ()
    goals = Goal.objects.filter(level=Goal.Level.COMPANY, measure=measure, category="", first_day__in=firsts)
    targets = {
        goal.first_day: target_value(goal)
        for goal in goals.exclude(state=Goal.State.WITHDRAWN)
        if goal.last_day == month_of(goal.first_day)[1]
    }
    actuals: dict[date, int] = {}
    for day, value in ledger.series(measure=measure, first=min(firsts), last=month_of(max(firsts))[1]).items():
        actuals[day.replace(day=1)] = actuals.get(day.replace(day=1), 0) + value
    return tuple(Attainment(first, targets.get(first), actuals.get(first)) for first in firsts)


def category_gaps(*, month_first: date, today: date) -> dict[str, Gap]:
    """By work category: the month's goal in pieces and what was verified up to today. Two queries."""
    first, last = month_of(month_first)
    targets = _category_targets(first, last)
    if not targets:
        return {}
    done: dict[str, int] = defaultdict(int)
    for cell in ledger.day_cells(measures=["evidence_verified"], first=first, last=min(last, today)):
        done[cell.category] += cell.value
    return {category: Gap(target, done[category]) for category, target in targets.items()}


def _category_targets(first: date, last: date) -> dict[str, int]:
    rows = (
        Goal.objects.filter(first_day=first, last_day=last, measure__in=_WORK_MEASURES)
        .exclude(category="")
        .exclude(state=Goal.State.WITHDRAWN)
    )
    by_level: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for level, category, target in rows.values_list("level", "category", "target"):
        by_level[category][level] += target or 0
    return {
        category: next(levels[level] for level in _LEVELS if level in levels) for category, levels in by_level.items()
    }
