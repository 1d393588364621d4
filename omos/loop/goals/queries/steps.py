"""Small steps of goals: how far each is, and how many of a milestone's are done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Count

from omos.formulas.periods import Grain, whole_period
from omos.loop.goals.models import Goal, Step
from omos.loop.goals.queries.trend import GoalTrend

_THIRDS = (10, 20)


class StepState(StrEnum):
    """How a step stands; what nobody knows is never missed."""

    DONE = "DONE"
    MISSED = "MISSED"
    COMING = "COMING"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True)
class StepSeen:
    """One step with what stood on its day; `actual` in the measure's smallest unit, None for words or where unknown."""

    id: int
    due_date: date
    text: str
    target: int | None
    actual: int | None
    state: StepState


@dataclass(frozen=True)
class StepCount:
    """How many of a goal's steps are done."""

    done: int
    total: int

    @property
    def share(self) -> float:
        """Done ÷ all."""
        return self.done / self.total


def steps_of(*, goal: Goal, today: date, course: GoalTrend | None) -> tuple[StepSeen, ...]:
    """The steps of one goal by day; a number's are judged by its course. One query."""
    reached = _reached(course, today)
    rows = Step.objects.filter(goal=goal).order_by("due_date", "id")
    return tuple(_seen(step, today, reached) for step in rows)


def step_counts(goal_ids: Collection[int]) -> dict[int, StepCount]:
    """Steps done and all steps of these milestones; those without any are left out. One query, none for no goal."""
    if not goal_ids:
        return {}
    rows = Step.objects.filter(goal_id__in=goal_ids).order_by().values_list("goal_id")
    return {pk: StepCount(done, total) for pk, total, done in rows.annotate(all=Count("id"), done=Count("done_at"))}


def stage_days(first: date, last: date) -> tuple[date, ...]:
    """The last days of a period's stages: of a year its quarters, of a quarter its months, of a month its thirds, of a
    week its days; of any other stretch its middle and its end."""
    period = whole_period(first, last)
    if period is None:
        return (first + (last - first) // 2, last) if last > first else (last,)
    if period.grain is Grain.WEEK:
        return tuple(first + timedelta(days=number) for number in range(7))
    if period.grain is Grain.MONTH:
        return (*(first.replace(day=day) for day in _THIRDS), last)
    return tuple(part.last for part in period.parts())


def _reached(course: GoalTrend | None, today: date) -> Mapping[date, int]:
    """The sum up to each day gone by, where anything is known."""
    if course is None:
        return {}
    known = zip(course.days, course.actual, strict=True)
    return {day: int(value) for day, value in known if value is not None and day <= today}


def _seen(step: Step, today: date, reached: Mapping[date, int]) -> StepSeen:
    is_over = step.due_date < today
    # What was reached early is done; a day to come is judged by today.
    actual = reached.get(min(step.due_date, today)) if step.target is not None else None
    return StepSeen(step.pk, step.due_date, step.text, step.target, actual, _state(step, actual, is_over=is_over))


def _state(step: Step, actual: int | None, *, is_over: bool) -> StepState:
    if step.target is None:
        is_done = step.done_at is not None
    elif actual is None:
        return StepState.UNKNOWN if is_over else StepState.COMING
    else:
        is_done = actual >= step.target
    if is_done:
        return StepState.DONE
    return StepState.MISSED if is_over else StepState.COMING
