"""One owner's goals over a year, quarter or month and its parts, saved at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from omos.formulas.periods import Period, read_period
from omos.loop.goals.models import Goal
from omos.loop.goals.queries.parts import PeriodParts, period_parts
from omos.loop.goals.queries.shares import Column
from omos.loop.goals.services.cascading import Adopted, Target, put_target, standing_goal, take_back
from omos.loop.goals.services.refusals import SenselessGoal, SumsDiffer
from omos.loop.goals.services.setting import GoalDraft
from omos.loop.ledger import queries as ledger
from omos.people.viewer import Viewer

Targets = Mapping[Target, int | None]


@transaction.atomic
def set_parts(
    *, whole: Period, targets: Targets, actor: Viewer, now: datetime, accept_difference: bool = False
) -> Adopted:
    """Save numbers of one owner for a period and its parts; nought or None takes a goal back.

    :raises SumsDiffer: where parts do not add up to their whole and this was not accepted; nothing is saved then
    :raises SenselessGoal: for a target without a period, or of another owner than the first
    :raises GoalRefused: as in setting each goal; nothing is saved then
    """
    counts = Adopted(0, 0, 0)
    if not targets:
        return counts
    owners = {(target.level, target.owner_id) for target in targets}
    if len(owners) > 1:
        raise SenselessGoal(_("Only one owner's goals are set here."))
    # Longest first: a department's month wants a company's goal over it.
    for period, target in sorted(((_period(one), one) for one in targets), key=lambda pair: -_length(pair[0])):
        known = standing_goal(target, period.first, period.last)
        value = targets[target]
        if value:
            counts = counts.plus(put_target(draft=_draft(target, period, value), known=known, actor=actor, now=now))
        else:
            counts = counts.plus(take_back(known=known, actor=actor, now=now))
    if not accept_difference:
        level, owner_id = owners.pop()
        _require_sums(whole, level, owner_id)
    return counts


def _period(target: Target) -> Period:
    period = read_period(target.period)
    if period is None:
        raise SenselessGoal(_("This is no period."))
    return period


def _length(period: Period) -> int:
    return (period.last - period.first).days


def _draft(target: Target, period: Period, value: int) -> GoalDraft:
    return GoalDraft(
        level=target.level,
        first_day=period.first,
        last_day=period.last,
        measure=target.measure,
        target=value,
        deadline=period.last,
        category=target.category,
        department_id=target.owner_id if target.level == Goal.Level.DEPARTMENT else None,
        staff_id=target.owner_id if target.level == Goal.Level.PERSON else None,
    )


def _require_sums(whole: Period, level: str, owner_id: int | None) -> None:
    """Check every whole against its parts once all of them have a number; plans are made one part after another."""
    sheet = period_parts(whole=whole, level=level, owner_id=owner_id)
    flows = [column for column in sheet.columns if ledger.measure(column[0]).kind is ledger.Kind.FLOW]
    for period in sheet.periods:
        for column in flows:
            gap = _gap(sheet, period, column)
            if gap:
                raise SumsDiffer(gap, ledger.text_of(column[0], abs(gap)))


def _gap(sheet: PeriodParts, period: Period, column: Column) -> int:
    """Sum of the parts less the whole; 0 while any of them has no number yet."""
    parts = [sheet.of(part, column) for part in period.parts() if part in sheet.periods]
    goals = [goal for goal in (sheet.of(period, column), *parts) if goal is not None]
    if not parts or len(goals) <= len(parts):
        return 0
    whole, *rest = (goal.target or 0 for goal in goals)
    return sum(rest) - whole
