"""How a goal could be split: evenly, or as the last month went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Literal

from omos.formulas.cascade import Branch, cascade
from omos.loop.goals.models import Goal
from omos.loop.goals.queries.listing import departments_of_staff, month_of
from omos.loop.ledger import queries as ledger

Method = Literal["even", "last_month"]


@dataclass(frozen=True)
class PartsProposal:
    """Parts by owner id, adding up to the goal; `is_known` is false where last month says nothing and all got alike."""

    parts: dict[int, int]
    is_known: bool


def proposed_parts(*, goal: Goal, owner_ids: Sequence[int], level: str, method: Method = "even") -> PartsProposal:
    """Split a goal over these departments or persons; locked parts keep their number.

    Ratios and levels are not sums: every owner gets the whole target.

    :raises FormulaError: where the locked parts leave nothing to split
    """
    target = goal.target or 0
    if not owner_ids:
        return PartsProposal({}, is_known=True)
    if ledger.measure(goal.measure).kind is not ledger.Kind.FLOW:
        return PartsProposal(dict.fromkeys(owner_ids, target), is_known=True)
    shares = _last_month(goal, level) if method == "last_month" else {}
    weights = [max(shares.get(owner_id, 0), 0) for owner_id in owner_ids]
    fixed = _locked(goal, level)
    branches = tuple(
        Branch(str(owner_id), weight=Decimal(weight) if any(weights) else 1, fixed=fixed.get(owner_id))
        for owner_id, weight in zip(owner_ids, weights, strict=True)
    )
    portions = cascade(target, Branch("", children=branches))
    parts = {int(portion.key): portion.amount for portion in portions if portion.key}
    return PartsProposal(parts, is_known=method == "even" or any(weights))


def _last_month(goal: Goal, level: str) -> dict[int, int]:
    first, last = month_of(goal.first_day - timedelta(days=1))
    found = ledger.breakdown(
        measures=[goal.measure], first=first, last=last, by="staff_id", category=goal.category or None
    )
    by_person = {int(key): values.get(goal.measure, 0) for key, values in found.items() if key is not None}
    if level == Goal.Level.PERSON:
        return by_person
    by_department: dict[int, int] = {}
    for staff_id, department_id in departments_of_staff().items():
        by_department[department_id] = by_department.get(department_id, 0) + by_person.get(staff_id, 0)
    return by_department


def _locked(goal: Goal, level: str) -> dict[int, int]:
    rows = Goal.objects.filter(parent=goal, level=level, state=Goal.State.LOCKED)
    return {child.department_id or child.staff_id or 0: child.target or 0 for child in rows}
