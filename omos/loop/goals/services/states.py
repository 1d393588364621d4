"""The way of a goal: proposed, agreed, locked; withdrawn with a reason; milestones reached; read by everybody."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from omos.loop.goals.models import Acknowledgement, Goal
from omos.loop.goals.queries.reach import can_agree, sees
from omos.loop.goals.services.reach import goal_for
from omos.loop.goals.services.refusals import GoalIncomplete, GoalMoved, NotYours
from omos.people.trail import record_action
from omos.people.viewer import Viewer

_State = Goal.State


@transaction.atomic
def agree(*, goal_id: int, actor: Viewer, now: datetime) -> None:
    """Agree to a proposed goal: the person to the own one, leaders to those of company and department.

    :raises NotYours: for the goal of somebody who can agree in person
    :raises GoalMoved: if the goal is not proposed any more
    """
    goal = goal_for(actor=actor, verb="goals.agree", goal_id=goal_id)
    if not can_agree(actor, goal):
        raise NotYours(_("Only %(name)s can agree to this goal.") % {"name": goal.staff})
    _step(goal_id, [_State.PROPOSED], _State.AGREED, _("This goal is not waiting for agreement any more."))
    if actor.staff_id is not None:
        _mark(goal_id, actor.staff_id, agreed=True, now=now)
    _record("goals.agree", goal, _State.AGREED, actor, now)


@transaction.atomic
def lock(*, goal_id: int, actor: Viewer, now: datetime) -> None:
    """Lock an agreed goal; from then on it is only corrected by withdrawing it.

    :raises GoalMoved: if nobody agreed to the goal yet, or it is locked already
    """
    goal = goal_for(actor=actor, verb="goals.lock", goal_id=goal_id)
    _step(goal_id, [_State.AGREED], _State.LOCKED, _("Only a goal that was agreed to can be locked."))
    _record("goals.lock", goal, _State.LOCKED, actor, now)


@transaction.atomic
def withdraw(*, goal_id: int, reason: str, actor: Viewer, now: datetime) -> None:
    """Take a goal back, with a reason; a locked one only by who may lock.

    :raises GoalIncomplete: without a reason
    :raises GoalMoved: if it is withdrawn already
    """
    if not reason.strip():
        raise GoalIncomplete(["reason"])
    goal = goal_for(actor=actor, verb="goals.withdraw", goal_id=goal_id)
    if goal.is_locked:
        goal_for(actor=actor, verb="goals.lock", goal_id=goal_id)
    rows = Goal.objects.filter(pk=goal_id, state=goal.state).exclude(state=_State.WITHDRAWN)
    changes = {"state": _State.WITHDRAWN, "withdrawn_because": reason.strip()[:200]}
    if not rows.update(**changes, row_version=F("row_version") + 1):
        raise GoalMoved(_("This goal was withdrawn already."))
    Goal.objects.filter(parent_id=goal_id).update(parent=None)
    record_action(
        "goals.withdraw",
        actor=actor,
        subject=("goals.goal", goal_id),
        now=now,
        before={"state": goal.state},
        after=changes,
    )


@transaction.atomic
def mark_reached(*, goal_id: int, actor: Viewer, now: datetime, is_reached: bool = True) -> None:
    """Say that a milestone is reached, or that it was said too early.

    :raises GoalMoved: if the goal is no milestone, was withdrawn, or is marked so already
    """
    goal = goal_for(actor=actor, verb="goals.mark", goal_id=goal_id)
    rows = Goal.objects.filter(pk=goal_id, reached_at__isnull=is_reached).exclude(milestone="")
    if not rows.exclude(state=_State.WITHDRAWN).update(
        reached_at=now if is_reached else None, row_version=F("row_version") + 1
    ):
        raise GoalMoved(_("This milestone is marked so already."))
    record_action(
        "goals.mark",
        actor=actor,
        subject=("goals.goal", goal_id),
        now=now,
        before={"reached_at": goal.reached_at},
        after={"reached_at": now if is_reached else None},
    )


@transaction.atomic
def acknowledge(*, goal_id: int, actor: Viewer, now: datetime, agreed: bool = False) -> None:
    """Leave the mark that a person has read a goal (已阅), or agrees with it (认同); agreeing is never taken back.

    :raises NotYours: for somebody without a staff record, or a goal the person does not see
    """
    goal = Goal.objects.select_related("staff").filter(pk=goal_id).exclude(state=_State.WITHDRAWN).first()
    if goal is None:
        raise GoalMoved(_("This goal does not exist any more."))
    if actor.staff_id is None or not sees(actor, goal):
        raise NotYours(_("This goal is outside what you look after."))
    _mark(goal_id, actor.staff_id, agreed=agreed, now=now)
    record_action("goals.acknowledge", actor=actor, subject=("goals.goal", goal_id), now=now, after={"agreed": agreed})


def _mark(goal_id: int, staff_id: int, *, agreed: bool, now: datetime) -> None:
    mark, is_new = Acknowledgement.objects.get_or_create(
        goal_id=goal_id, staff_id=staff_id, defaults={"agreed": agreed, "at": now}
    )
    if not is_new and agreed and not mark.agreed:
        Acknowledgement.objects.filter(pk=mark.pk, agreed=False).update(agreed=True, at=now)


def _step(goal_id: int, before: list[_State], after: _State, refusal: str) -> None:
    rows = Goal.objects.filter(pk=goal_id, state__in=before)
    if not rows.update(state=after, row_version=F("row_version") + 1):
        raise GoalMoved(refusal)


def _record(verb: str, goal: Goal, state: _State, actor: Viewer, now: datetime) -> None:
    record_action(
        verb,
        actor=actor,
        subject=("goals.goal", goal.pk),
        now=now,
        before={"state": goal.state},
        after={"state": str(state)},
    )
