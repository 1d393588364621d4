"""Which of a person's assignments a paste may be handed in for, and which pages stand handed in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from omos.loop.work.models import Assignment, AssignmentKeyword, Evidence, WorkCategory

# Work that is finished keeps taking extra pieces on its day; work overdue for longer than this is settled otherwise.
OVERDUE_DAYS = 14


@dataclass(frozen=True)
class Opening:
    """An assignment that takes links: how many it still wants and which of its words are free."""

    assignment_id: int
    code: str
    category: str
    quantity: int
    handed_in: int
    due_date: date
    is_own_website: bool
    words: tuple[tuple[int, str], ...]

    def wants_word_of(self, text: str) -> bool:
        """Whether one of its words stands in the text."""
        return any(word in text for _id, word in self.words)


@dataclass(frozen=True)
class StandingHandIn:
    """Who handed a page in, and when."""

    page_key: str
    evidence_id: int
    staff_id: int
    staff_name: str
    handed_in_at: datetime


def openings_of(*, staff_id: int, today: date, assignment_id: int | None = None) -> tuple[Opening, ...]:
    """A person's assignments that take links today: overdue first, then today's, then what is due later this week."""
    rows = _taking_links((staff_id,), today)
    if assignment_id is not None:
        rows = rows.filter(id=assignment_id)
    return tuple(opening for _staff_id, opening in _openings(list(rows)))


def openings_for(*, staff_ids: Collection[int], today: date) -> tuple[tuple[int, Opening], ...]:
    """The assignments of several people that take links today, each with its person; three queries."""
    return _openings(list(_taking_links(staff_ids, today)))


def _taking_links(staff_ids: Collection[int], today: date) -> QuerySet[Assignment]:
    kinds = (WorkCategory.EvidenceKind.OWN_URL, WorkCategory.EvidenceKind.OUTSIDE_URL)
    return (
        Assignment.objects.filter(staff_id__in=staff_ids, category__evidence_kind__in=kinds)
        .filter(
            Q(state=Assignment.State.OPEN, due_date__gte=today - timedelta(days=OVERDUE_DAYS))
            | Q(state=Assignment.State.DONE, due_date=today)
        )
        .filter(due_date__lte=today + timedelta(days=7))
        .select_related("category")
        .order_by("due_date", "id")
    )


def _openings(assignments: Sequence[Assignment]) -> tuple[tuple[int, Opening], ...]:
    words = _free_words([row.pk for row in assignments])
    return tuple((row.staff_id, _opening(row, words.get(row.pk, ()))) for row in assignments)


def _opening(row: Assignment, words: tuple[tuple[int, str], ...]) -> Opening:
    return Opening(
        assignment_id=row.pk,
        code=row.code,
        category=row.category.name,
        quantity=row.quantity,
        handed_in=row.handed_in_count,
        due_date=row.due_date,
        is_own_website=row.category.evidence_kind == WorkCategory.EvidenceKind.OWN_URL,
        words=words,
    )


def standing_hand_ins(page_keys: Collection[str]) -> dict[str, StandingHandIn]:
    """Pages that stand handed in already, by page key."""
    rows = Evidence.objects.filter(page_key__in=page_keys, withdrawn_at__isnull=True).select_related("staff")
    return {
        row.page_key: StandingHandIn(row.page_key, row.pk, row.staff_id, row.staff.name, row.handed_in_at)
        for row in rows
    }


def _free_words(assignment_ids: Collection[int]) -> dict[int, tuple[tuple[int, str], ...]]:
    served = set(
        Evidence.objects.filter(
            assignment_id__in=assignment_ids, keyword__isnull=False, withdrawn_at__isnull=True
        ).values_list("assignment_id", "keyword_id")
    )
    free: dict[int, list[tuple[int, str]]] = {}
    rows = AssignmentKeyword.objects.filter(assignment_id__in=assignment_ids).order_by("order", "id")
    for assignment_id, keyword_id, text in rows.values_list("assignment_id", "keyword_id", "keyword__text"):
        if (assignment_id, keyword_id) not in served:
            free.setdefault(assignment_id, []).append((keyword_id, text))
    return {assignment_id: tuple(words) for assignment_id, words in free.items()}
