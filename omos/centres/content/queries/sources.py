"""Which sources are watched, which are due, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db.models import Min, Q, QuerySet

from omos.centres.content.models import FoundPage, PenName, WatchedSource
from omos.centres.content.words import trouble_sentence
from omos.people import queries as people

if TYPE_CHECKING:
    from omos.people.models import Website

State = WatchedSource.State
TONES = {"READ": "yes", "UNCHANGED": "yes", "TROUBLE": "no", "": "plain"}


@dataclass(frozen=True)
class SourceLine:
    """One source as the page shows it."""

    id: int
    address: str
    website: str
    kind: str
    pages: int
    is_watched: bool
    tone: str
    word: str
    trouble: str
    last_look_at: datetime | None
    period_minutes: int


def source_lines() -> tuple[SourceLine, ...]:
    """All sources, by website. One query."""
    rows = WatchedSource.objects.select_related("website").order_by("website__domain", "id")
    return tuple(_line(row) for row in rows)


def _line(row: WatchedSource) -> SourceLine:
    is_watched = row.state == State.WATCHED
    return SourceLine(
        id=row.pk,
        address=row.address,
        website=row.website.domain,
        kind=row.get_kind_display(),
        pages=row.pages,
        is_watched=is_watched,
        tone=TONES[row.outcome] if is_watched else "plain",
        word=row.get_outcome_display() if is_watched and row.outcome else row.get_state_display(),
        trouble=trouble_sentence(row.trouble),
        last_look_at=row.last_look_at,
        period_minutes=row.period_minutes,
    )


def due_sources(*, now: datetime, moment: datetime) -> QuerySet[WatchedSource]:
    """Sources whose time has come and that nobody is looking at, the longest waiting first."""
    is_free = Q(leased_until__isnull=True) | Q(leased_until__lt=moment)
    due = WatchedSource.objects.filter(is_free, state=State.WATCHED, next_look_at__lte=now, website__is_active=True)
    return due.order_by("next_look_at", "id")


def oldest_due(*, now: datetime) -> datetime | None:
    """Since when the page that waits longest waits to be read."""
    waiting = FoundPage.objects.filter(state=FoundPage.State.FOUND, due_at__lte=now)
    oldest: datetime | None = waiting.aggregate(oldest=Min("due_at"))["oldest"]
    return oldest


def pen_names() -> QuerySet[PenName]:
    """Names people sign with, by person."""
    return PenName.objects.select_related("staff").order_by("staff__name", "name")


def website_of(url: str) -> Website | None:
    """The website of ours an address belongs to; None where it is not ours."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    return next((website for website in people.websites() if website.has_host(host)), None)
