"""Pieces that must be made again go to somebody else: their maker leaves, or is away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import F

from omos.loop.work.models import Assignment, AssignmentKeyword, Evidence
from omos.loop.work.services.codes import next_codes
from omos.people import queries as people
from omos.people.clock import local_day
from omos.people.holdings import Moved, Passing

State = Assignment.State


def hand_on_pieces(*, passing: Passing, briefs: dict[int, str]) -> Moved:
    """Give pieces to be made again to another person, as assignments of their own; call inside a transaction.

    `briefs` says by evidence id what is to be made better. The sum of all quantities stays.
    """
    rows = Evidence.objects.filter(pk__in=list(passing.memos), staff_id=passing.from_id, withdrawn_at__isnull=True)
    pieces = rows.select_for_update(of=("self",)).select_related("keyword").order_by("id")
    return {piece.pk: (_hand_on(piece, passing, briefs.get(piece.pk, "")), {}) for piece in pieces}


def hand_back_pieces(*, passing: Passing) -> Moved:
    """Bring back what the other person has not begun; due on the next own workday where it is overdue."""
    rows = Assignment.objects.filter(
        pk__in=list(passing.memos), staff_id=passing.to_id, state=State.OPEN, handed_in_count=0
    )
    ids = list(rows.select_for_update().order_by("id").values_list("pk", flat=True))
    due = _due(passing.from_id, passing)
    Assignment.objects.filter(pk__in=ids).update(staff_id=passing.from_id, due_date=due)
    return {pk: (pk, {}) for pk in ids}


def _hand_on(piece: Evidence, passing: Passing, brief: str) -> int:
    Evidence.objects.filter(pk=piece.pk).update(withdrawn_at=passing.now)
    row = Assignment.objects.select_for_update().get(pk=piece.assignment_id)
    handed_in = row.handed_in_count - piece.quantity
    taken = min(piece.quantity, max(0, row.quantity - handed_in))
    if handed_in == 0 and taken == row.quantity:
        return _give_whole(row, passing, brief)
    Assignment.objects.filter(pk=row.pk).update(quantity=F("quantity") - taken, handed_in_count=handed_in)
    return _part(row, piece, passing, brief)


def _give_whole(row: Assignment, passing: Passing, brief: str) -> int:
    """Nothing else was handed in for it: the assignment itself goes."""
    Assignment.objects.filter(pk=row.pk).update(
        staff_id=passing.to_id,
        due_date=_due(passing.to_id, passing),
        is_ad_hoc=True,
        state=State.OPEN,
        completed_at=None,
        handed_in_count=0,
        brief=_joined((row.brief, brief)),
    )
    return row.pk


def _part(row: Assignment, piece: Evidence, passing: Passing, brief: str) -> int:
    due = _due(passing.to_id, passing)
    [(code, iso_year)] = next_codes(due, 1)
    rest = Assignment.objects.create(
        code=code,
        iso_year=iso_year,
        staff_id=passing.to_id,
        category_id=row.category_id,
        due_date=due,
        quantity=piece.quantity,
        is_ad_hoc=True,
        state=State.OPEN,
        brief=_joined((row.brief, brief)),
        carried_from=row,
        created_at=passing.now,
    )
    AssignmentKeyword.objects.filter(assignment=row, keyword=piece.keyword).update(assignment=rest)
    return rest.pk


def _due(staff_id: int, passing: Passing) -> date:
    today = local_day(passing.now)
    return people.next_own_workday(staff_id=staff_id, after=today - timedelta(days=1))


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)
