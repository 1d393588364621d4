"""What a person holds here: goals whose period is not over."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from omos.loop.goals.models import Goal
from omos.loop.ledger import queries as ledger
from omos.people.holdings import Held, HeldThing, Holding, Memo, Moved, Passing

State = Goal.State


def running_goals(holding: Holding) -> tuple[HeldThing, ...]:
    """Goals of the person that were not withdrawn or reached and do not end before the first day."""
    rows = Goal.objects.filter(staff_id=holding.staff_id, last_day__gte=holding.first, reached_at=None)
    found = rows.exclude(state=State.WITHDRAWN).order_by("first_day", "id")
    return tuple(HeldThing(row.pk, _title(row), f"{row.first_day} – {row.last_day}") for row in found)


def pass_on(passing: Passing) -> Moved:
    """Give goals away; where the other person has the same goal already, theirs takes the number in."""
    rows = Goal.objects.filter(pk__in=list(passing.memos), staff_id=passing.from_id).exclude(state=State.WITHDRAWN)
    return {row.pk: (row.pk, _give(row, passing.to_id)) for row in rows.select_for_update().order_by("id")}


def take_back(passing: Passing) -> Moved:
    """Take goals back; a number that was taken in comes out again."""
    rows = Goal.objects.filter(pk__in=list(passing.memos)).select_for_update().order_by("id")
    moved = {row.pk: _take(row, passing.memos[row.pk], passing) for row in rows}
    return {pk: (pk, {}) for pk, is_back in moved.items() if is_back}


def _give(row: Goal, to_id: int) -> dict[str, Any]:
    same = _same_goal(row, to_id)
    if same is None:
        Goal.objects.filter(pk=row.pk).update(staff_id=to_id, row_version=F("row_version") + 1)
        return {}
    added = _added(row)
    Goal.objects.filter(pk=same.pk).update(target=F("target") + added, row_version=F("row_version") + 1)
    Goal.objects.filter(pk=row.pk).update(
        state=State.WITHDRAWN, withdrawn_because=_("Handed over"), row_version=F("row_version") + 1
    )
    return {"taken_in_by": same.pk, "added": added, "state": row.state}


def _take(row: Goal, memo: Memo, passing: Passing) -> bool:
    if "taken_in_by" not in memo:
        mine = Goal.objects.filter(pk=row.pk, staff_id=passing.to_id).exclude(state=State.WITHDRAWN)
        if mine.exists() and _same_goal(row, passing.from_id) is None:
            return bool(mine.update(staff_id=passing.from_id, row_version=F("row_version") + 1))
        return False
    taker = Goal.objects.filter(pk=memo["taken_in_by"], staff_id=passing.to_id).exclude(state=State.WITHDRAWN)
    if row.state != State.WITHDRAWN or _same_goal(row, passing.from_id) is not None:
        return False
    # Somebody may have lowered it meanwhile: then both would not add up, and it stays as it is.
    if memo["added"] and not taker.filter(target__gt=memo["added"]).update(
        target=F("target") - memo["added"], row_version=F("row_version") + 1
    ):
        return False
    values = {"state": memo["state"], "withdrawn_because": ""}
    return bool(Goal.objects.filter(pk=row.pk).update(**values, row_version=F("row_version") + 1))


def _same_goal(row: Goal, staff_id: int) -> Goal | None:
    same = Goal.objects.filter(
        staff_id=staff_id,
        measure=row.measure,
        category=row.category,
        milestone=row.milestone,
        first_day=row.first_day,
        last_day=row.last_day,
    )
    return same.exclude(state=State.WITHDRAWN).exclude(pk=row.pk).first()


def _added(row: Goal) -> int:
    """What the other's goal grows by: counts add up, rates, levels and milestones do not."""
    is_count = bool(row.measure) and ledger.measure(row.measure).kind == ledger.Kind.FLOW
    return row.target or 0 if is_count else 0


def _title(row: Goal) -> str:
    return row.milestone or f"{ledger.measure(row.measure).label} {row.category}".strip()


HELD = (
    Held("goals.goals", gettext_lazy("Goals under way"), "target", running_goals, pass_on, take_back, is_lasting=True),
)
