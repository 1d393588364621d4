"""Everything the page of a period shows of its goals, read at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from omos.formulas.periods import Period
from omos.loop.goals.models import Goal
from omos.loop.goals.queries.listing import Reading, goals_for, readings
from omos.loop.goals.queries.progress import Progress, basis_of, progress_of
from omos.loop.goals.queries.steps import StepCount, step_counts
from omos.loop.goals.queries.trend import GoalTrend, goal_trend
from omos.people.viewer import Viewer

# Goals of the company for single work categories stand apart from those for whole measures.
CATEGORIES = "CATEGORY"
GROUPS = (Goal.Level.COMPANY, CATEGORIES, Goal.Level.DEPARTMENT, Goal.Level.PERSON)
SHORT = 6


@dataclass(frozen=True)
class Group:
    """Goals of one kind: the company's whole measures, its work categories, departments, people."""

    key: str
    goals: tuple[Goal, ...]
    is_open: bool


@dataclass(frozen=True)
class Board:
    """The goals of one period as one viewer sees them; progress is read for those of the open groups only."""

    period: Period
    today: date
    goals: tuple[Goal, ...]
    groups: tuple[Group, ...]
    progress: Mapping[int, Progress]
    readings: Mapping[int, Reading]
    steps: Mapping[int, StepCount]
    chosen: Goal | None
    trend: GoalTrend | None

    @property
    def milestones(self) -> tuple[Goal, ...]:
        """Milestones, the nearest deadline first."""
        return tuple(sorted((goal for goal in self.goals if goal.is_milestone), key=lambda goal: goal.deadline))


def board(
    *, viewer: Viewer, period: Period, today: date, chosen_id: int | None = None, opened: Collection[str] = ()
) -> Board:
    """The goals of a period: progress of the open groups, who read them, and the course of one of them."""
    first, last = period.first, period.last
    goals = tuple(goals_for(viewer=viewer, first=first, last=last))
    groups = _groups([goal for goal in goals if goal.measure], opened)
    numbers = _shown(groups, chosen_id)
    basis = basis_of(numbers, first=first, last=last, today=today) if numbers else None
    states = progress_of(numbers, first=first, last=last, today=today, basis=basis)
    chosen = _chosen(numbers, states, chosen_id)
    return Board(
        period=period,
        today=today,
        goals=goals,
        groups=groups,
        progress={state.goal_id: state for state in states},
        readings=readings([goal.pk for goal in goals], viewer=viewer),
        steps=step_counts([goal.pk for goal in goals if goal.is_milestone]),
        chosen=chosen,
        trend=goal_trend(goal=chosen, today=today, basis=basis) if chosen else None,
    )


def _shown(groups: Sequence[Group], chosen_id: int | None) -> list[Goal]:
    """The goals of the open groups, and the one whose course is asked for."""
    return [goal for group in groups for goal in group.goals if group.is_open or goal.pk == chosen_id]


def _groups(numbers: Sequence[Goal], opened: Collection[str]) -> tuple[Group, ...]:
    found: dict[str, list[Goal]] = {key: [] for key in GROUPS}
    for goal in numbers:
        found[_key(goal)].append(goal)
    held = {key: tuple(goals) for key, goals in found.items() if goals}
    # The first group there is stands open, and so does whatever is short enough to be read at once.
    wanted = {next(iter(held), ""), *opened}
    return tuple(Group(key, goals, key in wanted or len(goals) <= SHORT) for key, goals in held.items())


def _key(goal: Goal) -> str:
    return CATEGORIES if goal.level == Goal.Level.COMPANY and goal.category else goal.level


def _chosen(numbers: list[Goal], states: tuple[Progress, ...], chosen_id: int | None) -> Goal | None:
    """The goal asked for; else the company's revenue, else the first there is."""
    by_id = {goal.pk: goal for goal in numbers}
    if chosen_id in by_id:
        return by_id[chosen_id]
    ranked = sorted(states, key=lambda state: (state.level != Goal.Level.COMPANY, state.measure != "revenue"))
    return by_id[ranked[0].goal_id] if ranked else None
