"""Everything the month's page shows of the goals, read at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from omos.loop.goals.models import Goal
from omos.loop.goals.queries.listing import Reading, goals_for, readings
from omos.loop.goals.queries.progress import Progress, basis_of, progress_of
from omos.loop.goals.queries.trend import GoalTrend, goal_trend
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
class Board:
    """The goals of one period as one viewer sees them."""

    first: date
    last: date
    today: date
    goals: tuple[Goal, ...]
    progress: Mapping[int, Progress]
    readings: Mapping[int, Reading]
    owners: tuple[Owner, ...]
    chosen: Goal | None
    trend: GoalTrend | None

    @property
    def columns(self) -> tuple[Column, ...]:
        """Measures that anybody has a number for, in the order of the list."""
        held = {(goal.measure, goal.category) for goal in self.goals if goal.measure}
        order = {one.code: place for place, one in enumerate(ledger.measures())}
        return tuple(sorted(held, key=lambda column: (order.get(column[0], len(order)), column[1])))

    @property
    def milestones(self) -> tuple[Goal, ...]:
        """Milestones, the nearest deadline first."""
        return tuple(sorted((goal for goal in self.goals if goal.is_milestone), key=lambda goal: goal.deadline))

    def of(self, level: str, owner_id: int | None, column: Column) -> Goal | None:
        """The goal of one owner for one column."""
        return next(
            (
                goal
                for goal in self.goals
                if (goal.level, goal.measure, goal.category) == (level, *column)
                and (goal.department_id or goal.staff_id) == owner_id
            ),
            None,
        )


def board(*, viewer: Viewer, first: date, last: date, today: date, chosen_id: int | None = None) -> Board:
    """The goals of a period with their progress, who read them, and the course of one of them."""
    goals = list(goals_for(viewer=viewer, first=first, last=last))
    numbers = [goal for goal in goals if goal.measure]
    basis = basis_of(numbers, first=first, last=last, today=today) if numbers else None
    states = progress_of(numbers, first=first, last=last, today=today, basis=basis)
    chosen = _chosen(numbers, states, chosen_id)
    return Board(
        first=first,
        last=last,
        today=today,
        goals=tuple(goals),
        progress={state.goal_id: state for state in states},
        readings=readings([goal.pk for goal in goals], viewer=viewer),
        owners=owners(viewer=viewer, today=today, goals=goals),
        chosen=chosen,
        trend=goal_trend(goal=chosen, today=today, basis=basis) if chosen else None,
    )


def _chosen(numbers: list[Goal], states: tuple[Progress, ...], chosen_id: int | None) -> Goal | None:
    """The goal asked for; else the company's revenue, else the first there is."""
    by_id = {goal.pk: goal for goal in numbers}
    if chosen_id in by_id:
        return by_id[chosen_id]
    ranked = sorted(states, key=lambda state: (state.level != Goal.Level.COMPANY, state.measure != "revenue"))
    return by_id[ranked[0].goal_id] if ranked else None


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
