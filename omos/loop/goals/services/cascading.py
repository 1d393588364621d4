"""Bringing a goal down a level, and taking over the targets of an adopted budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from omos.formulas.cascade import Portion, sum_gaps
from omos.loop.goals.models import Goal
from omos.loop.goals.queries.listing import departments_of_staff, month_of
from omos.loop.goals.queries.reach import covers_goal
from omos.loop.goals.services.refusals import GoalLocked, GoalMoved, SumsDiffer, SuperiorGoalMissing
from omos.loop.goals.services.setting import GoalDraft, set_goal, standing_goals
from omos.loop.goals.services.states import withdraw
from omos.loop.ledger import queries as ledger
from omos.people.viewer import Viewer

# ("DEPARTMENT", id) or ("PERSON", id)
Owner = tuple[str, int]
Parts = Mapping[Owner, int | None]
Outcome = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True)
class Adopted:
    """How many goals were new, changed and already so."""

    new: int
    changed: int
    unchanged: int

    def plus(self, outcome: Outcome) -> Adopted:
        """One goal more of this outcome."""
        return replace(self, **{outcome: getattr(self, outcome) + 1})


@dataclass(frozen=True)
class Target:
    """One cell of the month's table: whose number of which measure (and category)."""

    level: str
    owner_id: int | None
    measure: str
    category: str = ""
    # Only where several periods stand in one table.
    period: str = ""


@transaction.atomic
def cascade(*, goal_id: int, parts: Parts, actor: Viewer, now: datetime, accept_difference: bool = False) -> Adopted:
    """Give the parts of a goal to departments or persons; nought or None takes an owner's part back.

    :raises SumsDiffer: where the parts do not add up and the difference was not accepted; nothing is set then
    :raises GoalLocked: where a part is locked at another number
    :raises GoalMoved, NotYours, SenselessGoal: as in setting each goal
    """
    parent = standing_goals().filter(pk=goal_id, milestone="").first()
    if parent is None:
        raise GoalMoved(_("Only a standing goal with a number can be broken down."))
    children = _children(parent, {level for level, _owner_id in parts})
    # A person who proposes only the own part cannot be asked to make the whole add up.
    if not accept_difference and covers_goal(actor, "goals.set", parent):
        require_sum(parent, {owner: child.target for owner, child in children.items()} | dict(parts))
    counts = Adopted(0, 0, 0)
    for owner, target in parts.items():
        known = children.get(owner)
        if target:
            counts = counts.plus(put_target(draft=_part(parent, owner, target), known=known, actor=actor, now=now))
        else:
            counts = counts.plus(take_back(known=known, actor=actor, now=now))
    return counts


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
def cascade_month(
    *,
    first: date,
    last: date,
    targets: Mapping[Target, int | None],
    actor: Viewer,
    now: datetime,
    accept_difference: bool = False,
) -> Adopted:
    """Save a whole table of targets at once: the company's, then departments' below them, then persons'.

    Targets left out stay as they are; nought or None takes a part back.

    :raises SumsDiffer: where parts do not add up and the difference was not accepted; nothing is saved then
    :raises GoalRefused: as in setting each goal; nothing is saved then
    """
    counts = Adopted(0, 0, 0)
    for target, value in targets.items():
        if target.level == Goal.Level.COMPANY and value:
            known = standing_goal(target, first, last)
            draft = GoalDraft(target.level, first, last, target.measure, value, deadline=last, category=target.category)
            counts = counts.plus(put_target(draft=draft, known=known, actor=actor, now=now))
    for level in (Goal.Level.DEPARTMENT, Goal.Level.PERSON):
        for parent, parts in _by_parent(level, targets, first, last).items():
            done = cascade(goal_id=parent, parts=parts, actor=actor, now=now, accept_difference=accept_difference)
            counts = Adopted(counts.new + done.new, counts.changed + done.changed, counts.unchanged + done.unchanged)
    return counts


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
    counts = Adopted(0, 0, 0)
    for measure, target in targets.items():
        draft = GoalDraft(Goal.Level.COMPANY, first, last, measure, target, deadline=last)
        counts = counts.plus(put_target(draft=draft, known=known.get(measure), actor=actor, now=now))
    return counts


def _children(parent: Goal, levels: set[str]) -> dict[Owner, Goal]:
    """Goals of these levels below this one; those that hang elsewhere, being set before this one, are moved here."""
    alike = standing_goals().filter(
        measure=parent.measure,
        category=parent.category,
        first_day=parent.first_day,
        last_day=parent.last_day,
        level__in=levels,
    )
    is_department = parent.level == Goal.Level.DEPARTMENT
    alike = alike.filter(staff__department=parent.department) if is_department else alike.filter(parent=None)
    alike.exclude(parent=parent).update(parent=parent)
    return {_owner(child): child for child in standing_goals().filter(parent=parent, level__in=levels)}


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


def take_back(*, known: Goal | None, actor: Viewer, now: datetime) -> Outcome:
    """Withdraw a goal whose number was emptied."""
    if known is None:
        return "unchanged"
    withdraw(goal_id=known.pk, reason=_("No part in this goal any more"), actor=actor, now=now)
    return "changed"


def put_target(*, draft: GoalDraft, known: Goal | None, actor: Viewer, now: datetime) -> Outcome:
    """Set a goal anew, or give the one there is another number.

    :raises GoalLocked: where it is locked at another number
    """
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


def standing_goal(target: Target, first: date, last: date) -> Goal | None:
    """The goal of a cell in this period."""
    rows = standing_goals().filter(
        level=target.level, measure=target.measure, category=target.category, first_day=first, last_day=last
    )
    if target.level == Goal.Level.DEPARTMENT:
        rows = rows.filter(department_id=target.owner_id or 0)
    if target.level == Goal.Level.PERSON:
        rows = rows.filter(staff_id=target.owner_id or 0)
    return rows.first()


def _by_parent(
    level: str, targets: Mapping[Target, int | None], first: date, last: date
) -> dict[int, dict[Owner, int | None]]:
    """The parts of one level by the goal they are parts of: the department's where it has one, else the company's."""
    departments = departments_of_staff() if level == Goal.Level.PERSON else {}
    found: dict[int, dict[Owner, int | None]] = {}
    for target, value in targets.items():
        if target.level != level or target.owner_id is None:
            continue
        parent = None
        if level == Goal.Level.PERSON:
            above = replace(target, level=Goal.Level.DEPARTMENT, owner_id=departments.get(target.owner_id))
            parent = standing_goal(above, first, last)
        parent = parent or standing_goal(replace(target, level=Goal.Level.COMPANY, owner_id=None), first, last)
        if parent is None:
            raise SuperiorGoalMissing(_("The goal of the level above comes first; set that one before this."))
        found.setdefault(parent.pk, {})[level, target.owner_id] = value
    return found
