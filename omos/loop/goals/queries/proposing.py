"""How a goal could be split: evenly, or as the last month went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from omos.formulas.cascade import Branch, cascade
from omos.loop.goals.models import Goal
from omos.loop.goals.queries.listing import departments_of_staff, month_of
from omos.loop.ledger import queries as ledger


def proposed_parts(
    *,
    measure: str,
    total: int,
    owner_ids: Sequence[int],
    weights: Mapping[int, int] | None = None,
    fixed: Mapping[int, int] | None = None,
) -> dict[int, int]:
    """Parts of a total by owner: by weight where any is known, else alike; fixed parts keep their number.

    Ratios and levels are not sums: every owner gets the whole target.

    :raises FormulaError: where the fixed parts leave nothing to split
    """
    if not owner_ids:
        return {}
    if ledger.measure(measure).kind is not ledger.Kind.FLOW:
        return dict.fromkeys(owner_ids, total)
    shares, kept = _weights(owner_ids, weights or {}), fixed or {}
    branches = [Branch(str(one), weight=share, fixed=kept.get(one)) for one, share in shares.items()]
    _whole, *portions = cascade(total, Branch("", children=tuple(branches)))
    return {int(portion.key): portion.amount for portion in portions}


def _weights(owner_ids: Sequence[int], known: Mapping[int, int]) -> dict[int, int]:
    """Each owner's weight; all alike where nobody has any."""
    shares = {owner_id: max(known.get(owner_id, 0), 0) for owner_id in owner_ids}
    return shares if any(shares.values()) else dict.fromkeys(owner_ids, 1)


def last_month_shares(*, measure: str, category: str, first: date, level: str) -> dict[int, int]:
    """What each person (or department) brought in the month before; empty where facts name nobody."""
    start, end = month_of(first - timedelta(days=1))
    found = ledger.breakdown(
        measures=ledger.measure(measure).parts, first=start, last=end, by="staff_id", category=category or None
    )
    by_person = {int(key): values.get(measure, 0) for key, values in found.items() if key is not None}
    if level == Goal.Level.PERSON:
        return by_person
    departments, by_department = departments_of_staff(), dict[int, int]()
    for staff_id, amount in by_person.items():
        department_id = departments.get(staff_id, 0)
        by_department[department_id] = by_department.get(department_id, 0) + amount
    return by_department
