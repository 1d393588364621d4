"""What was reached, per goal: facts that name nobody belong to the only holder of the measure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from omos.loop.goals.models import Goal
from omos.loop.goals.queries.listing import departments_of_staff
from omos.loop.ledger import queries as ledger

Days = dict[date, int]


@dataclass(frozen=True)
class Actual:
    """One goal's actual; None where nothing is known."""

    value: int | Decimal | None
    days: Mapping[date, int] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    fresh_at: datetime | None = None


@dataclass(frozen=True)
class Actuals:
    """Everything the ledger says about these goals' measures in the period."""

    cells: Mapping[tuple[str, str], Mapping[int | None, Days]]
    levels: Mapping[str, int | Decimal | None]
    figures: Mapping[str, ledger.Figure]
    departments: Mapping[int, int]
    holders: Counter[tuple[str, str, str]]

    def of(self, goal: Goal) -> Actual:
        """The actual of one goal."""
        measure = ledger.measure(goal.measure)
        figure = self.figures[goal.measure]
        known = {part: self._days(goal, part) for part in measure.parts}
        if measure.kind is ledger.Kind.LEVEL:
            value = self.levels.get(goal.measure) if self._takes_unnamed(goal) else None
            return Actual(value, {}, figure.sources, figure.fresh_at)
        sums = {part: sum(days.values()) if days else None for part, days in known.items()}
        if measure.kind is ledger.Kind.RATIO:
            return Actual(ledger.ratio(goal.measure, sums), {}, figure.sources, figure.fresh_at)
        return Actual(sums[goal.measure], known[goal.measure], figure.sources, figure.fresh_at)

    def _days(self, goal: Goal, measure: str) -> Days:
        by_person = self._by_person(goal, measure)
        return _added_up(days for staff_id, days in by_person.items() if self._is_of(goal, staff_id))

    def _by_person(self, goal: Goal, measure: str) -> Mapping[int | None, Days]:
        if goal.category:
            return self.cells.get((measure, goal.category), {})
        found: dict[int | None, list[Days]] = defaultdict(list)
        for (code, _category), by_person in self.cells.items():
            if code == measure:
                for staff_id, days in by_person.items():
                    found[staff_id].append(days)
        return {staff_id: _added_up(parts) for staff_id, parts in found.items()}

    def _is_of(self, goal: Goal, staff_id: int | None) -> bool:
        if goal.level == Goal.Level.COMPANY:
            return True
        if staff_id is None:
            return self._takes_unnamed(goal)
        if goal.level == Goal.Level.PERSON:
            return staff_id == goal.staff_id
        return self.departments.get(staff_id) == goal.department_id

    def _takes_unnamed(self, goal: Goal) -> bool:
        """Whether facts that name nobody count for this goal: it is the only one of its level for the measure."""
        return goal.level == Goal.Level.COMPANY or self.holders[goal.level, goal.measure, goal.category] == 1


def actuals_of(goals: Sequence[Goal], *, first: date, last: date, today: date) -> Actuals:
    """What the ledger knows up to today of the measures of these goals; at most five queries."""
    codes = {goal.measure for goal in goals}
    parts = {part for code in codes for part in ledger.measure(code).parts}
    flows = {part for part in parts if ledger.measure(part).kind is ledger.Kind.FLOW}
    until = min(last, today)
    has_department = any(goal.level == Goal.Level.DEPARTMENT for goal in goals)
    figures = ledger.totals(measures=codes, first=first, last=until)
    cells: dict[tuple[str, str], dict[int | None, Days]] = defaultdict(lambda: defaultdict(dict))
    for cell in ledger.day_cells(measures=flows, first=first, last=until):
        cells[cell.measure, cell.category][cell.staff_id][cell.day] = cell.value
    return Actuals(
        cells=cells,
        levels={code: figures[code].value for code in codes},
        figures=figures,
        departments=departments_of_staff() if has_department else {},
        holders=_holders(goals, first, last),
    )


def _holders(goals: Sequence[Goal], first: date, last: date) -> Counter[tuple[str, str, str]]:
    """How many goals each level has per measure, those out of the viewer's sight included."""
    if all(goal.level == Goal.Level.COMPANY for goal in goals):
        return Counter()
    rows = Goal.objects.filter(first_day=first, last_day=last).exclude(state=Goal.State.WITHDRAWN)
    return Counter(rows.values_list("level", "measure", "category"))


def _added_up(parts: Iterable[Days]) -> Days:
    total: Days = {}
    for days in parts:
        for day, value in days.items():
            total[day] = total.get(day, 0) + value
    return total
