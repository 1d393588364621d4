"""Whose goals a person may touch, told without asking the database."""

from __future__ import annotations

from omos.loop.goals.models import Goal
from omos.people.policy import scope_of
from omos.people.roles import Scope
from omos.people.viewer import Viewer


def covers(
    viewer: Viewer,
    verb: str,
    *,
    level: str,
    department_id: int | None = None,
    staff_id: int | None = None,
    staff_department_id: int | None = None,
) -> bool:
    """Whether the viewer may do this verb to a goal of this owner; of a person the department is asked too."""
    scope = scope_of(viewer, verb)
    if scope is None or scope == Scope.ALL:
        return scope == Scope.ALL
    if level == Goal.Level.PERSON:
        return staff_id == viewer.staff_id or _is_below(viewer, scope, staff_department_id)
    is_leader = scope >= Scope.DEPARTMENT
    return is_leader and (level == Goal.Level.COMPANY or department_id in viewer.department_ids)


def covers_goal(viewer: Viewer, verb: str, goal: Goal) -> bool:
    """The same for a goal that exists; select its staff along."""
    return covers(
        viewer,
        verb,
        level=goal.level,
        department_id=goal.department_id,
        staff_id=goal.staff_id,
        staff_department_id=goal.staff.department_id if goal.staff else None,
    )


def can_agree(viewer: Viewer, goal: Goal) -> bool:
    """Whether the viewer is the one whose agreement counts: the person, or a leader where nobody can sign in."""
    if not covers_goal(viewer, "goals.agree", goal):
        return False
    is_for_somebody = goal.staff is not None and goal.staff.user_id is not None
    return viewer.is_system or not is_for_somebody or goal.staff_id == viewer.staff_id


def sees(viewer: Viewer, goal: Goal) -> bool:
    """Whether the viewer sees the goal: the company's always, the own department's, the own, and those in reach."""
    if goal.level == Goal.Level.COMPANY:
        return True
    is_own_department = goal.level == Goal.Level.DEPARTMENT and goal.department_id in {
        viewer.department_id,
        *viewer.department_ids,
    }
    return is_own_department or covers_goal(viewer, "goals.view", goal)


def _is_below(viewer: Viewer, scope: Scope, department_id: int | None) -> bool:
    if scope == Scope.TEAM:
        return department_id == viewer.department_id
    return scope == Scope.DEPARTMENT and department_id in viewer.department_ids
