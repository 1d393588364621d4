"""Small steps of a goal: set, split by itself, done, dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import accumulate, pairwise

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from omos.formulas.rounding import allot
from omos.loop.goals.models import Goal, Step
from omos.loop.goals.queries.steps import stage_days
from omos.loop.goals.queries.weights import weights_of
from omos.loop.goals.services.reach import goal_for
from omos.loop.goals.services.refusals import DuplicateGoal, GoalIncomplete, GoalMoved, SenselessGoal
from omos.loop.ledger import queries as ledger
from omos.people.trail import record_action
from omos.people.viewer import Viewer

MOST_STEPS = 30


@transaction.atomic
def add_step(
    *, goal_id: int, due_date: date | None, actor: Viewer, now: datetime, text: str = "", target: int | None = None
) -> int:
    """Add a small step; a number's names the sum due by its day, a milestone's what is finished then. Gives its id.

    :raises GoalIncomplete: without a day, a number's without a sum, a milestone's without words
    :raises SenselessGoal: for a day outside the period, a sum above the goal's, or too many steps
    :raises DuplicateGoal: where the same step is there already
    :raises GoalMoved, NotYours: as in setting the goal
    """
    goal = _standing(goal_for(actor=actor, verb="goals.set", goal_id=goal_id))
    day = _required(goal, due_date, text, target)
    if Step.objects.filter(goal=goal).count() >= MOST_STEPS:
        raise SenselessGoal(_("So many steps are no longer small; drop some first."), "due_date")
    step = _create(goal, day, text.strip(), target)
    record_action(
        "goals.set",
        actor=actor,
        subject=("goals.goal", goal_id),
        now=now,
        after={"step": step.pk, "due_date": day, "text": step.text, "target": target},
    )
    return step.pk


@transaction.atomic
def split_into_steps(*, goal_id: int, actor: Viewer, now: datetime) -> int:
    """Part a flow's goal into stages by itself, as its workdays fall: the quarters of a year, the months of a quarter,
    the three thirds of a month, the days of a week. Stages that are there already stay; gives how many were added.

    :raises SenselessGoal: for goals that are no sums
    :raises GoalMoved, NotYours: as in setting the goal
    """
    goal = _standing(goal_for(actor=actor, verb="goals.set", goal_id=goal_id))
    _require_sum(goal)
    known = set(Step.objects.filter(goal=goal).values_list("due_date", flat=True))
    added = [step for step in _stages(goal) if step.due_date not in known and step.target]
    Step.objects.bulk_create(added)
    if added:
        record_action("goals.set", actor=actor, subject=("goals.goal", goal_id), now=now, after={"steps": len(added)})
    return len(added)


@transaction.atomic
def mark_step(*, step_id: int, actor: Viewer, now: datetime, is_done: bool = True) -> int:
    """Say that a milestone's step is done, or that it was said too early; gives the goal's id.

    :raises GoalMoved: if the step is gone, counted by the machine, or marked so already
    :raises NotYours: if the goal is out of reach
    """
    step = _step(step_id)
    goal = _standing(goal_for(actor=actor, verb="goals.mark", goal_id=step.goal_id))
    rows = Step.objects.filter(pk=step_id, target__isnull=True, done_at__isnull=is_done)
    if not rows.update(done_at=now if is_done else None):
        raise GoalMoved(_("This step is marked so already."))
    record_action(
        "goals.mark",
        actor=actor,
        subject=("goals.goal", goal.pk),
        now=now,
        before={"step": step_id, "done_at": step.done_at},
        after={"step": step_id, "done_at": now if is_done else None},
    )
    return goal.pk


@transaction.atomic
def drop_step(*, step_id: int, actor: Viewer, now: datetime) -> int:
    """Take a step out of its goal; gives the goal's id.

    :raises GoalMoved: if the step is gone
    :raises NotYours: if the goal is out of reach
    """
    step = _step(step_id)
    goal = _standing(goal_for(actor=actor, verb="goals.set", goal_id=step.goal_id))
    if not Step.objects.filter(pk=step_id).delete()[0]:
        raise GoalMoved(_("This step does not exist any more."))
    before = {"step": step_id, "due_date": step.due_date, "text": step.text, "target": step.target}
    record_action("goals.set", actor=actor, subject=("goals.goal", goal.pk), now=now, before=before)
    return goal.pk


def _step(step_id: int) -> Step:
    step = Step.objects.filter(pk=step_id).first()
    if step is None:
        raise GoalMoved(_("This step does not exist any more."))
    return step


def _standing(goal: Goal) -> Goal:
    if goal.state == Goal.State.WITHDRAWN:
        raise GoalMoved(_("This goal was withdrawn already."))
    return goal


def _required(goal: Goal, day: date | None, text: str, target: int | None) -> date:
    """The step's day, where the step is whole.

    :raises GoalIncomplete, SenselessGoal: naming the input at fault
    """
    if day is None:
        raise GoalIncomplete(["deadline"])
    if not goal.first_day <= day <= goal.last_day:
        raise SenselessGoal(_("The day must lie within the period of the goal."), "due_date")
    if goal.is_milestone:
        _require_words(text, target)
    else:
        _require_sum(goal)
        if target is None or not 0 < target <= (goal.target or 0):
            raise SenselessGoal(_("The sum due must be above nought and not above the goal."), "target")
    return day


def _require_sum(goal: Goal) -> None:
    if not goal.measure or ledger.measure(goal.measure).kind is not ledger.Kind.FLOW:
        raise SenselessGoal(_("Only a sum can be parted by days."), "target")


def _require_words(text: str, target: int | None) -> None:
    if not text.strip():
        raise SenselessGoal(_("Say what is finished by then."), "text")
    if target is not None:
        raise SenselessGoal(_("A milestone counts nothing; say it in words."), "target")


def _create(goal: Goal, day: date, text: str, target: int | None) -> Step:
    try:
        with transaction.atomic():
            return Step.objects.create(goal=goal, due_date=day, text=text, target=target)
    except IntegrityError as fault:
        raise DuplicateGoal(_("This step is there already."), "due_date") from fault


def _stages(goal: Goal) -> Sequence[Step]:
    days = stage_days(goal.first_day, goal.last_day)
    weights = weights_of([goal.staff_id] if goal.staff_id else [], first=goal.first_day, last=goal.last_day)
    own = weights.of(goal.staff_id)
    sums = [sum((weight for day, weight in own if day <= last), Decimal(0)) for last in days]
    parts = allot(goal.target or 0, [end - start for start, end in pairwise([Decimal(0), *sums])])
    return [Step(goal=goal, due_date=day, target=due) for day, due in zip(days, accumulate(parts), strict=True)]
