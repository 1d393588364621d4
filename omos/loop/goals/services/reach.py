"""Whose goals a person may touch."""

from __future__ import annotations

from django.utils.translation import gettext as _

from omos.loop.goals.models import Goal
from omos.loop.goals.services.refusals import GoalMoved, NotYours
from omos.people import queries as people
from omos.people.policy import scope_of
from omos.people.roles import Scope
from omos.people.viewer import Viewer


def require_reach(
    actor: Viewer, verb: str, *, level: str, department_id: int | None = None, staff_id: int | None = None
) -> None:
    """Let pass whoever may do this verb to a goal of this owner.

    :raises NotYours: else
    """
    scope = scope_of(actor, verb)
    if scope == Scope.ALL:
        return
    if level == Goal.Level.PERSON:
        allowed = people.staff_in_scope(viewer=actor, verb=verb).filter(pk=staff_id or 0).exists()
    else:
        is_leader = scope is not None and scope >= Scope.DEPARTMENT
        allowed = is_leader and (level == Goal.Level.COMPANY or department_id in actor.department_ids)
    if not allowed:
        raise NotYours(_("This goal is outside what you look after."))


def goal_for(actor: Viewer, verb: str, goal_id: int) -> Goal:
    """The goal, if the actor may do this verb to it.

    :raises GoalMoved: if it does not exist any more
    :raises NotYours: if it is out of reach
    """
    goal = Goal.objects.select_related("staff").filter(pk=goal_id).first()
    if goal is None:
        raise GoalMoved(_("This goal does not exist any more."))
    require_reach(actor, verb, level=goal.level, department_id=goal.department_id, staff_id=goal.staff_id)
    return goal
