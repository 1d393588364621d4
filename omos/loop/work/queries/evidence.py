"""What other rooms need to know of evidence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from omos.loop.work.models import AssignmentKeyword, Evidence


@dataclass(frozen=True)
class EvidenceForCheck:
    """Everything the machine must know to judge one piece."""

    id: int
    assignment_id: int
    staff_id: int
    url: str
    page_key: str
    is_own_website_wanted: bool
    needs_keyword: bool
    min_characters: int
    keyword: tuple[int, str] | None
    # All words of the assignment: pasted in another order, a piece may serve another one.
    words: tuple[tuple[int, str], ...]
    category_code: str
    minutes: int
    quantity: int
    department_id: int
    day: date
    handed_in_at: datetime


@dataclass(frozen=True)
class EvidenceCard:
    """One piece as lists show it."""

    id: int
    staff_id: int
    staff_name: str
    assignment_id: int
    assignment_code: str
    category: str
    category_code: str
    duty: str
    icon: str
    keyword: str
    url: str
    note: str
    quantity: int
    day: date
    due_date: date
    handed_in_at: datetime
    is_late: bool
    file_id: int | None


def unchecked_evidence_ids(*, known: QuerySet[Evidence] | Collection[int], limit: int = 500) -> tuple[int, ...]:
    """Standing pieces that are not among the known ones, oldest first."""
    rows = Evidence.objects.filter(withdrawn_at__isnull=True).exclude(id__in=known).order_by("handed_in_at", "id")
    return tuple(rows.values_list("id", flat=True)[:limit])


def standing_evidence_ids(*, assignment_id: int) -> tuple[int, ...]:
    """Standing pieces of one assignment, the oldest first."""
    rows = Evidence.objects.filter(assignment_id=assignment_id, withdrawn_at__isnull=True).order_by("id")
    return tuple(rows.values_list("id", flat=True))


def evidence_for_check(*, evidence_id: int) -> EvidenceForCheck | None:
    """One piece with all that its checks need, or None when it was withdrawn meanwhile."""
    return pieces_for_check(evidence_ids=[evidence_id]).get(evidence_id)


def pieces_for_check(*, evidence_ids: Collection[int]) -> dict[int, EvidenceForCheck]:
    """Pieces with all that their checks need, by id; withdrawn ones are left out. Two queries."""
    rows = list(
        Evidence.objects.filter(id__in=evidence_ids, withdrawn_at__isnull=True)
        .select_related("assignment__category", "staff", "keyword")
        .order_by("id")
    )
    words: dict[int, list[tuple[int, str]]] = {}
    asked = AssignmentKeyword.objects.filter(assignment_id__in={row.assignment_id for row in rows})
    named = asked.order_by("order", "id").values_list("assignment_id", "keyword_id", "keyword__text")
    for assignment_id, keyword_id, text in named:
        words.setdefault(assignment_id, []).append((keyword_id, text))
    return {row.pk: _for_check(row, tuple(words.get(row.assignment_id, ()))) for row in rows}


def _for_check(row: Evidence, words: tuple[tuple[int, str], ...]) -> EvidenceForCheck:
    category = row.assignment.category
    return EvidenceForCheck(
        id=row.pk,
        assignment_id=row.assignment_id,
        staff_id=row.staff_id,
        url=row.url,
        page_key=row.page_key,
        is_own_website_wanted=category.evidence_kind == category.EvidenceKind.OWN_URL,
        needs_keyword=category.needs_keyword,
        min_characters=category.min_characters,
        keyword=(row.keyword.pk, row.keyword.text) if row.keyword else None,
        words=words,
        category_code=category.code,
        minutes=category.minutes,
        quantity=row.quantity,
        department_id=row.staff.department_id,
        day=row.day,
        handed_in_at=row.handed_in_at,
    )


def evidence_between(*, staff_ids: Collection[int], first: date, last: date) -> QuerySet[Evidence]:
    """Standing pieces of these people due in the period, newest first."""
    return (
        Evidence.objects.filter(
            staff_id__in=staff_ids, assignment__due_date__range=(first, last), withdrawn_at__isnull=True
        )
        .select_related("assignment__category", "staff", "keyword")
        .order_by("-handed_in_at", "-id")
    )


def evidence_cards(*, evidence_ids: Collection[int]) -> dict[int, EvidenceCard]:
    """Pieces as lists show them, by id."""
    rows = Evidence.objects.filter(id__in=evidence_ids).select_related("assignment__category", "staff", "keyword")
    return {row.pk: card_of(row) for row in rows}


def card_of(row: Evidence) -> EvidenceCard:
    """One piece as lists show it; select assignment, category, staff and keyword along."""
    assignment, category = row.assignment, row.assignment.category
    return EvidenceCard(
        id=row.pk,
        staff_id=row.staff_id,
        staff_name=row.staff.name,
        assignment_id=assignment.pk,
        assignment_code=assignment.code,
        category=category.name,
        category_code=category.code,
        duty=category.duty,
        icon=category.icon,
        keyword=row.keyword.text if row.keyword else "",
        url=row.url,
        note=row.note,
        quantity=row.quantity,
        day=row.day,
        due_date=assignment.due_date,
        handed_in_at=row.handed_in_at,
        is_late=row.is_late,
        file_id=row.file_id,
    )
