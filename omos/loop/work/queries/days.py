"""One person's day, and planned and handed-in counts per person and day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q, QuerySet

from omos.loop.work.models import Assignment, AssignmentKeyword, Evidence
from omos.people import queries as people
from omos.people.viewer import Viewer

COUNTED = (Assignment.State.OPEN, Assignment.State.DONE, Assignment.State.CARRIED)


@dataclass(frozen=True)
class WordToServe:
    """A word of an assignment with what the brief says about it, and whether a piece serves it already."""

    keyword_id: int
    text: str
    intent: str
    landing_page: str
    target_rank: int | None
    is_served: bool


@dataclass(frozen=True)
class MyAssignment:
    """An assignment as its person sees it."""

    id: int
    code: str
    category: str
    category_code: str
    duty: str
    icon: str
    unit: str
    evidence_kind: str
    min_characters: int
    quantity: int
    handed_in: int
    missing: int
    minutes: int
    due_date: date
    due_time: time | None
    state: str
    is_ad_hoc: bool
    is_overdue: bool
    brief: str
    words: tuple[WordToServe, ...]


@dataclass(frozen=True)
class MyDay:
    """Everything somebody has to hand in on a day, overdue work included."""

    day: date
    assignments: tuple[MyAssignment, ...]

    @property
    def due_today(self) -> tuple[MyAssignment, ...]:
        """Today's own assignments, without what is overdue."""
        return tuple(row for row in self.assignments if not row.is_overdue)

    @property
    def planned(self) -> int:
        """Pieces due today."""
        return sum(row.quantity for row in self.due_today)

    @property
    def handed_in(self) -> int:
        """Pieces handed in for today, extra ones not counted."""
        return sum(min(row.handed_in, row.quantity) for row in self.due_today)

    @property
    def minutes(self) -> int:
        """Usual minutes for today's work."""
        return sum(row.minutes for row in self.due_today)


@dataclass(frozen=True)
class DayCount:
    """Pieces of one person due on one day: planned, handed in on time, handed in late, still missing."""

    planned: int
    handed_in: int
    late: int
    missing: int
    last_handed_in_at: datetime | None


def my_day(*, staff_id: int, day: date) -> MyDay:
    """A person's assignments due on the day, with their words, preceded by what is overdue and still open."""
    rows = list(
        Assignment.objects.filter(staff_id=staff_id)
        .filter(Q(due_date=day, state__in=COUNTED) | Q(due_date__lt=day, state=Assignment.State.OPEN))
        .select_related("category")
        .order_by("due_date", "id")
    )
    words = _words(rows)
    return MyDay(day, tuple(_mine(row, words.get(row.pk, ()), day) for row in rows))


def assignment_brief(*, viewer: Viewer, assignment_id: int, today: date) -> MyAssignment | None:
    """One assignment with its brief, or None where the viewer may not see it."""
    staff = people.staff_in_scope(viewer=viewer, verb="work.view")
    row = Assignment.objects.filter(id=assignment_id, staff__in=staff).select_related("category").first()
    return _mine(row, _words([row]).get(row.pk, ()), today) if row else None


def published(*, viewer: Viewer) -> QuerySet[Assignment]:
    """Every published assignment that the viewer may see."""
    staff = people.staff_in_scope(viewer=viewer, verb="work.view")
    return Assignment.objects.filter(staff__in=staff, state__in=COUNTED)


def assignments_for_day(*, viewer: Viewer, day: date) -> QuerySet[Assignment]:
    """Published assignments due on the day that the viewer may see."""
    rows = published(viewer=viewer).filter(due_date=day)
    return rows.select_related("category", "staff").order_by("staff_id", "id")


def assignments_between(*, staff_ids: Collection[int], first: date, last: date) -> QuerySet[Assignment]:
    """Published assignments of these people due in the period, by day."""
    rows = Assignment.objects.filter(staff_id__in=staff_ids, due_date__range=(first, last), state__in=COUNTED)
    return rows.select_related("category").order_by("due_date", "id")


def day_counts(*, staff_ids: Collection[int], first: date, last: date) -> dict[tuple[int, date], DayCount]:
    """Planned and handed-in pieces per (staff id, due day); days without work are left out."""
    due = Assignment.objects.filter(staff_id__in=staff_ids, due_date__range=(first, last), state__in=COUNTED)
    counts: dict[tuple[int, date], list[int]] = {}
    for staff_id, day, quantity, handed_in in due.values_list("staff_id", "due_date", "quantity", "handed_in_count"):
        row = counts.setdefault((staff_id, day), [0, 0, 0])
        row[0] += quantity
        row[1] += handed_in
        row[2] += max(0, quantity - handed_in)
    late = _late_pieces(staff_ids, first, last)
    return {
        key: DayCount(
            planned=planned,
            handed_in=handed_in - late.get(key, (0, None))[0],
            late=late.get(key, (0, None))[0],
            missing=missing,
            last_handed_in_at=late.get(key, (0, None))[1],
        )
        for key, (planned, handed_in, missing) in counts.items()
    }


def _late_pieces(
    staff_ids: Collection[int], first: date, last: date
) -> dict[tuple[int, date], tuple[int, datetime | None]]:
    """Late pieces and the moment of the last hand-in, per person and due day."""
    rows = Evidence.objects.filter(
        assignment__staff_id__in=staff_ids,
        assignment__due_date__range=(first, last),
        withdrawn_at__isnull=True,
    ).values_list("assignment__staff_id", "assignment__due_date", "quantity", "is_late", "handed_in_at")
    late: dict[tuple[int, date], tuple[int, datetime | None]] = {}
    for staff_id, day, quantity, is_late, at in rows:
        pieces, latest = late.get((staff_id, day), (0, None))
        late[staff_id, day] = (pieces + (quantity if is_late else 0), max(latest, at) if latest else at)
    return late


def _words(rows: Collection[Assignment]) -> dict[int, tuple[WordToServe, ...]]:
    served = set(
        Evidence.objects.filter(assignment__in=rows, keyword__isnull=False, withdrawn_at__isnull=True).values_list(
            "assignment_id", "keyword_id"
        )
    )
    words: dict[int, list[WordToServe]] = {}
    links = AssignmentKeyword.objects.filter(assignment__in=rows).select_related("keyword").order_by("order", "id")
    for link in links:
        word = link.keyword
        words.setdefault(link.assignment_id, []).append(
            WordToServe(
                keyword_id=word.pk,
                text=word.text,
                intent=word.get_intent_display(),
                landing_page=word.landing_page,
                target_rank=word.target_rank,
                is_served=(link.assignment_id, word.pk) in served,
            )
        )
    return {assignment_id: tuple(rows) for assignment_id, rows in words.items()}


def _mine(row: Assignment, words: tuple[WordToServe, ...], day: date) -> MyAssignment:
    category = row.category
    return MyAssignment(
        id=row.pk,
        code=row.code,
        category=category.name,
        category_code=category.code,
        duty=category.duty,
        icon=category.icon,
        unit=category.unit,
        evidence_kind=category.evidence_kind,
        min_characters=category.min_characters,
        quantity=row.quantity,
        handed_in=row.handed_in_count,
        missing=row.missing,
        minutes=category.minutes * row.quantity,
        due_date=row.due_date,
        due_time=row.due_time,
        state=row.state,
        is_ad_hoc=row.is_ad_hoc,
        is_overdue=row.due_date < day,
        brief=row.brief,
        words=words,
    )
