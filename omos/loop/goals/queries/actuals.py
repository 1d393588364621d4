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

    company: Mapping[str, Mapping[date, int]]
    people: Mapping[tuple[str, str], Mapping[int | None, Days]]
    figures: Mapping[str, ledger.Figure]
    departments: Mapping[int, int]
    holders: Counter[tuple[str, str, str]]

    def of(self, goal: Goal) -> Actual:
        """The actual of one goal."""
        measure = ledger.measure(goal.measure)
        figure = self.figures[goal.measure]
        if measure.kind is ledger.Kind.LEVEL:
            value = figure.value if self._takes_unnamed(goal) else None
            return Actual(value, {}, figure.sources, figure.fresh_at)
        known = {part: self._days(goal, part) for part in measure.parts}
        sums = {part: sum(days.values()) if days else None for part, days in known.items()}
        if measure.kind is ledger.Kind.RATIO:
            return Actual(ledger.ratio(goal.measure, sums), {}, figure.sources, figure.fresh_at)
        return Actual(sums[goal.measure], known[goal.measure], figure.sources, figure.fresh_at)

    def _days(self, goal: Goal, measure: str) -> Mapping[date, int]:
        if _is_whole(goal):
            return self.company.get(measure, {})
        by_person = self.people.get((measure, goal.category), {})
        return _added_up(days for staff_id, days in by_person.items() if self._is_of(goal, staff_id))

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
    codes, until = {goal.measure for goal in goals}, min(last, today)
    levels = {goal.level for goal in goals}
    has_people = levels != {Goal.Level.COMPANY}
    return Actuals(
        company=ledger.series_of(measures=_flows(filter(_is_whole, goals)), first=first, last=until),
        people=_people([goal for goal in goals if not _is_whole(goal)], first, until, by_person=has_people),
        figures=ledger.totals(measures=codes, first=first, last=until),
        departments=departments_of_staff() if Goal.Level.DEPARTMENT in levels else {},
        holders=_holders(first, last) if has_people else Counter(),
    )


def _is_whole(goal: Goal) -> bool:
    """Whether everything of the measure counts, whoever did it and of whatever category."""
    return goal.level == Goal.Level.COMPANY and not goal.category


def _flows(goals: Iterable[Goal]) -> set[str]:
    parts = {part for goal in goals for part in ledger.measure(goal.measure).parts}
    return {part for part in parts if ledger.measure(part).kind is ledger.Kind.FLOW}


def _people(
    goals: Sequence[Goal], first: date, last: date, *, by_person: bool
) -> Mapping[tuple[str, str], Mapping[int | None, Days]]:
    """Days by (measure, category) and person; under the category "" all categories together."""
    found: dict[tuple[str, str], dict[int | None, Days]] = defaultdict(lambda: defaultdict(dict))
    for measure, day, staff_id, category, value in ledger.day_cells(
        measures=_flows(goals), first=first, last=last, by_person=by_person
    ):
        for key in {category, ""}:
            days = found[measure, key][staff_id]
            days[day] = days.get(day, 0) + value
    return found


def _holders(first: date, last: date) -> Counter[tuple[str, str, str]]:
    """How many goals each level has per measure, those out of the viewer's sight included."""
    rows = Goal.objects.filter(first_day=first, last_day=last).exclude(state=Goal.State.WITHDRAWN)
    return Counter(rows.values_list("level", "measure", "category"))


def _added_up(parts: Iterable[Days]) -> Days:
    total: Days = {}
    for days in parts:
        for day, value in days.items():
            total[day] = total.get(day, 0) + value
    return total
