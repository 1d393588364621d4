"""Reading the keyword library and the weekly plan."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse

from omos.loop.keywords.models import Keyword, KeywordGroup, PlannedKeyword, WeekPlan
from omos.office.sheets.declare import Hit
from omos.people.policy import may
from omos.people.viewer import Viewer


@dataclass(frozen=True)
class PlannedWord:
    """One word of a week as the work plan and the pages take it."""

    id: int
    keyword_id: int
    text: str
    intent: str
    staff_id: int | None
    staff_name: str
    day: date
    landing_page: str
    target_rank: int | None
    category: str
    is_published: bool


@dataclass(frozen=True)
class WeekSummary:
    """A week's plan in three figures."""

    words: int
    without_landing_page: int
    without_owner: int
    state: str

    @property
    def is_published(self) -> bool:
        """Whether everybody sees the plan."""
        return self.state == WeekPlan.State.PUBLISHED


def monday_of(day: date) -> date:
    """The Monday of that day's week."""
    return day - timedelta(days=day.weekday())


def library(viewer: Viewer) -> QuerySet[Keyword]:
    """The words in use, for viewers who may see the library."""
    words = Keyword.objects.filter(is_active=True).select_related("group", "owner")
    return words if may(viewer, "keywords.view") else words.none()


def search(*, viewer: Viewer, text: str, limit: int) -> tuple[Hit, ...]:
    """Words that hold the text, or whose pinyin initials do, for the command palette."""
    rows = library(viewer).filter(Q(text__icontains=text) | Q(initials__istartswith=text)).order_by("priority", "id")
    address = reverse("keywords:library")
    return tuple(Hit(row.text, row.get_intent_display(), f"{address}?q={quote(row.text)}") for row in rows[:limit])


def groups() -> QuerySet[KeywordGroup]:
    """Themes by name."""
    return KeywordGroup.objects.order_by("name")


def texts(ids: Collection[int]) -> dict[int, str]:
    """The words themselves, by id."""
    return dict(Keyword.objects.filter(id__in=ids).values_list("id", "text"))


def ids_of(words: Collection[str]) -> dict[str, int]:
    """Ids of the words that the library holds, by text."""
    return dict(Keyword.objects.filter(text__in=words).values_list("text", "id"))


def week_words(*, monday: date) -> tuple[PlannedWord, ...]:
    """The words of a week by day, owner and priority; drafts included."""
    rows = (
        PlannedKeyword.objects.filter(plan__monday=monday)
        .select_related("plan", "keyword", "staff")
        .order_by("day", "staff_id", "keyword__priority", "id")
    )
    return tuple(_word(row) for row in rows)


def ever_planned() -> QuerySet[PlannedKeyword]:
    """Every word that any week's plan holds."""
    return PlannedKeyword.objects.all()


def week_summary(monday: date) -> WeekSummary:
    """How far the plan of a week is."""
    plan = WeekPlan.objects.filter(monday=monday).first()
    counts = PlannedKeyword.objects.filter(plan__monday=monday).aggregate(
        words=Count("id"),
        without_landing_page=Count("id", filter=Q(landing_page="")),
        without_owner=Count("id", filter=Q(staff__isnull=True)),
    )
    return WeekSummary(**counts, state=plan.state if plan else "")


def candidates(*, monday: date, limit: int) -> tuple[Keyword, ...]:
    """Words worth planning next: not in this week's plan, most important first, longest unplanned first.

    A word planned within the last three weeks rests, so that the whole library gets its turn.
    """
    rows = (
        Keyword.objects.filter(is_active=True)
        .exclude(id__in=PlannedKeyword.objects.filter(plan__monday=monday).values("keyword_id"))
        .annotate(last_planned=_last_planned(before=monday))
        .filter(Q(last_planned__isnull=True) | Q(last_planned__lt=monday - timedelta(days=21)))
        .order_by("priority", "last_planned", "id")
    )
    # SQLite and PostgreSQL put nulls at opposite ends; never planned goes first on both.
    never = list(rows.filter(last_planned__isnull=True)[:limit])
    rested = list(rows.filter(last_planned__isnull=False)[:limit])
    return tuple(sorted(never + rested, key=lambda word: word.priority)[:limit])


def _last_planned(*, before: date) -> Max:
    return Max("planned__plan__monday", filter=Q(planned__plan__monday__lt=before))


def _word(row: PlannedKeyword) -> PlannedWord:
    return PlannedWord(
        id=row.pk,
        keyword_id=row.keyword_id,
        text=row.keyword.text,
        intent=row.keyword.intent,
        staff_id=row.staff_id,
        staff_name=row.staff.name if row.staff else "",
        day=row.day,
        landing_page=row.landing_page,
        target_rank=row.target_rank,
        category=row.category,
        is_published=row.plan.state == WeekPlan.State.PUBLISHED,
    )
