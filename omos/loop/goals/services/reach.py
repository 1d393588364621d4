"""Whose goals a person may touch."""

from __future__ import annotations

from django.utils.translation import gettext as _

from omos.loop.goals.models import Goal
from omos.loop.goals.queries.listing import departments_of_staff
from omos.loop.goals.queries.reach import covers, covers_goal
from omos.loop.goals.services.refusals import GoalMoved, NotYours
from omos.people.viewer import Viewer


def require_reach(
    *, actor: Viewer, verb: str, level: str, department_id: int | None = None, staff_id: int | None = None
) -> None:
    """Let pass whoever may do this verb to a goal of this owner.

    :raises NotYours: else
    """
    department_of = departments_of_staff().get(staff_id) if staff_id is not None else None
    if not covers(
        actor,
        verb,
        level=level,
        department_id=department_id,
        staff_id=staff_id,
        staff_department_id=department_of,
    ):
        raise NotYours(_("This goal is outside what you look after."))


def goal_for(*, actor: Viewer, verb: str, goal_id: int) -> Goal:
    """The goal, if the actor may do this verb to it.

    :raises GoalMoved: if it does not exist any more
    :raises NotYours: if it is out of reach
    """
    goal = Goal.objects.select_related("staff").filter(pk=goal_id).first()
    if goal is None:
        raise GoalMoved(_("This goal does not exist any more."))
    if not covers_goal(actor, verb, goal):
        raise NotYours(_("This goal is outside what you look after."))
    return goal
