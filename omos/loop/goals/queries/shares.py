"""Whose goals the table of a period sets: the company, departments and people, measure by measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from omos.formulas.periods import Period
from omos.loop.goals.models import Goal
from omos.loop.goals.queries.listing import goals_for
from omos.loop.goals.queries.reach import covers
from omos.loop.ledger import queries as ledger
from omos.people import queries as people
from omos.people.viewer import Viewer

# A measure, narrowed to a work category or not.
Column = tuple[str, str]


@dataclass(frozen=True)
class Owner:
    """A department or person who may hold a goal; people stand below their department."""

    level: str
    id: int
    name: str
    department_id: int
    position: str = ""


@dataclass(frozen=True)
class Shares:
    """The number goals of one period by owner and column, and who may hold one."""

    period: Period
    goals: tuple[Goal, ...]
    owners: tuple[Owner, ...]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Measures that anybody has a number for, in the order of the list."""
        order = {one.code: place for place, one in enumerate(ledger.measures())}
        held = {(goal.measure, goal.category) for goal in self.goals}
        return tuple(sorted(held, key=lambda column: (order.get(column[0], len(order)), column[1])))

    @cached_property
    def _places(self) -> Mapping[tuple[str, int | None, Column], Goal]:
        return {(goal.level, goal.owner_id, (goal.measure, goal.category)): goal for goal in self.goals}

    def of(self, level: str, owner_id: int | None, column: Column) -> Goal | None:
        """The goal of one owner for one column."""
        return self._places.get((level, owner_id, column))


def covers_owner(viewer: Viewer, owner: Owner, verb: str = "goals.set") -> bool:
    """Whether the viewer may do this verb to goals of this owner."""
    department_id = owner.department_id
    return covers(
        viewer,
        verb,
        level=owner.level,
        department_id=department_id,
        staff_id=owner.id,
        staff_department_id=department_id,
    )


def shares(*, viewer: Viewer, period: Period, today: date) -> Shares:
    """Everything the table of targets shows; three queries at most."""
    goals = tuple(goals_for(viewer=viewer, first=period.first, last=period.last).exclude(measure=""))
    return Shares(period, goals, owners(viewer=viewer, today=today, goals=goals))


def owners(*, viewer: Viewer, today: date, goals: Sequence[Goal] = ()) -> tuple[Owner, ...]:
    """Departments and the people here on that day below them, as far as the viewer sees; holders of goals included."""
    here = Q(left_on__isnull=True) | Q(left_on__gte=today)
    staff = (
        people.staff_in_scope(viewer=viewer, verb="goals.view")
        .exclude(kind="PLANNED")
        .filter(here, Q(arrived_on__isnull=True) | Q(arrived_on__lte=today))
        .select_related("department", "position")
        .order_by("department_id", "position__sort_order", "id")
    )
    departments = {goal.department_id: goal.department.name for goal in goals if goal.department is not None}
    persons: dict[int, list[Owner]] = {}
    for one in staff:
        departments.setdefault(one.department_id, one.department.name)
        person = Owner(Goal.Level.PERSON, one.pk, one.name, one.department_id, one.position.name)
        persons.setdefault(one.department_id, []).append(person)
    found: list[Owner] = []
    for department_id, name in departments.items():
        if department_id is not None:
            found.append(Owner(Goal.Level.DEPARTMENT, department_id, name, department_id))
            found += persons.get(department_id, [])
    return tuple(found)
