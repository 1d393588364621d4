"""Bringing a goal down a level, and taking over the targets of an adopted budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from omos.formulas.cascade import Portion, sum_gaps
from omos.loop.goals.models import Goal
from omos.loop.goals.queries import month_of
from omos.loop.goals.services.reach import goal_for
from omos.loop.goals.services.refusals import GoalLocked, GoalMoved, SumsDiffer
from omos.loop.goals.services.setting import GoalDraft, set_goal, standing_goals
from omos.loop.goals.services.states import withdraw
from omos.loop.ledger import queries as ledger
from omos.people.viewer import Viewer

# ("DEPARTMENT", id) or ("PERSON", id)
Owner = tuple[str, int]
Parts = Mapping[Owner, int | None]


@dataclass(frozen=True)
class Adopted:
    """How many goals were new, changed and already so."""

    new: int
    changed: int
    unchanged: int


@transaction.atomic
def cascade(*, goal_id: int, parts: Parts, actor: Viewer, now: datetime, accept_difference: bool = False) -> Adopted:
    """Give the parts of a goal to departments or persons; nought or None takes an owner's part back.

    :raises SumsDiffer: where the parts do not add up and the difference was not accepted; nothing is set then
    :raises GoalLocked: where a part is locked at another number
    :raises GoalMoved, NotYours, SenselessGoal: as in setting each goal
    """
    parent = goal_for(actor, "goals.set", goal_id)
    if parent.state == Goal.State.WITHDRAWN or parent.is_milestone:
        raise GoalMoved(_("Only a standing goal with a number can be broken down."))
    children = {_owner(child): child for child in standing_goals().filter(parent=parent)}
    if not accept_difference:
        require_sum(parent, {owner: child.target for owner, child in children.items()} | dict(parts))
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    for owner, target in parts.items():
        known = children.get(owner)
        if target:
            counts[_set(_part(parent, owner, target), known, actor, now)] += 1
        else:
            counts[_take_back(known, actor, now)] += 1
    return Adopted(**counts)


def require_sum(parent: Goal, parts: Parts) -> None:
    """Check that the parts add up; ratios and levels are not sums and pass.

    :raises SumsDiffer: with the difference
    """
    if ledger.measure(parent.measure).kind is not ledger.Kind.FLOW or not any(parts.values()):
        return
    portions = [Portion("parent", None, parent.target or 0)]
    portions += [Portion(f"{owner}", "parent", target or 0) for owner, target in parts.items()]
    for gap in sum_gaps(portions):
        raise SumsDiffer(gap.difference, ledger.text_of(parent.measure, abs(gap.difference)))


@transaction.atomic
def adopt_targets(*, month_first: date, targets: Mapping[str, int], actor: Viewer, now: datetime) -> Adopted:
    """Make these the company's targets of the month, by measure; goals not locked yet are changed.

    :raises GoalLocked: where a goal is locked at another number; nothing is changed then
    """
    first, last = month_of(month_first)
    known = {
        goal.measure: goal
        for goal in standing_goals().filter(level=Goal.Level.COMPANY, first_day=first, last_day=last, category="")
        if goal.measure
    }
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    for measure, target in targets.items():
        draft = GoalDraft(Goal.Level.COMPANY, first, last, measure, target, deadline=last)
        counts[_set(draft, known.get(measure), actor, now)] += 1
    return Adopted(**counts)


def _part(parent: Goal, owner: Owner, target: int) -> GoalDraft:
    level, owner_id = owner
    return GoalDraft(
        level=level,
        first_day=parent.first_day,
        last_day=parent.last_day,
        measure=parent.measure,
        target=target,
        deadline=parent.deadline,
        category=parent.category,
        department_id=owner_id if level == Goal.Level.DEPARTMENT else None,
        staff_id=owner_id if level == Goal.Level.PERSON else None,
    )


def _take_back(known: Goal | None, actor: Viewer, now: datetime) -> str:
    if known is None:
        return "unchanged"
    withdraw(goal_id=known.pk, reason=_("No part in this goal any more"), actor=actor, now=now)
    return "changed"


def _set(draft: GoalDraft, known: Goal | None, actor: Viewer, now: datetime) -> str:
    if known is None:
        set_goal(draft=draft, actor=actor, now=now)
        return "new"
    if known.target == draft.target:
        return "unchanged"
    if known.is_locked:
        raise GoalLocked(
            _("The goal for %(measure)s is locked; withdraw it with a reason first.")
            % {"measure": ledger.measure(draft.measure).label}
        )
    kept = replace(draft, quality=known.quality, deadline=known.deadline)
    set_goal(draft=kept, actor=actor, now=now, goal_id=known.pk, row_version=known.row_version)
    return "changed"


def _owner(goal: Goal) -> Owner:
    return (goal.level, goal.department_id or goal.staff_id or 0)
