"""How requests fare: who waits how long, how long they take, how many come back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Q

from omos.centres.website.models import SiteRequest
from omos.centres.website.queries.requests import State, open_states, requests
from omos.people.clock import local_day
from omos.people.viewer import Viewer

# Requests ended longer ago say little about today.
LOOKED_BACK = timedelta(days=60)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Figures:
    """Requests in scope, open now or ended within sixty days; shares and days are None where nothing is known."""

    open: int
    waiting: int
    # Days the oldest request has waited to be taken.
    longest_wait: int | None
    late: int
    done: int
    # Median days from asked to accepted.
    lead_days: float | None
    # Handed over and sent back at least once ÷ handed over.
    sent_back_share: float | None


def figures(*, viewer: Viewer, now: datetime) -> Figures:
    """Count requests in scope; one query."""
    today = local_day(now)
    rows = list(
        requests(viewer)
        .filter(Q(state__in=open_states()) | Q(ended_at__gte=now - LOOKED_BACK))
        .only("state", "needed_by", "asked_at", "handed_over_at", "ended_at", "times_sent_back")
        .select_related(None)
    )
    waiting = [_days_ago(row.asked_at, today) for row in rows if row.state == State.ASKED]
    leads = _lead_days(rows)
    return Figures(
        open=sum(row.ended_at is None for row in rows),
        waiting=len(waiting),
        longest_wait=max(waiting, default=None),
        late=sum(row.is_late(today=today) for row in rows),
        done=len(leads),
        lead_days=median(leads) if leads else None,
        sent_back_share=_sent_back_share(rows),
    )


def longest_waiting(*, viewer: Viewer, most: int = 8) -> tuple[SiteRequest, ...]:
    """Open requests in scope, those asked for the longest ago first; one query."""
    return tuple(requests(viewer).filter(state__in=open_states()).order_by("asked_at", "id")[:most])


def _days_ago(moment: datetime, today: date) -> int:
    return (today - local_day(moment)).days


def _lead_days(rows: Iterable[SiteRequest]) -> list[float]:
    return [(row.ended_at - row.asked_at) / _DAY for row in rows if row.state == State.DONE and row.ended_at]


def _sent_back_share(rows: Iterable[SiteRequest]) -> float | None:
    handed = [row.times_sent_back > 0 for row in rows if row.handed_over_at is not None]
    return sum(handed) / len(handed) if handed else None
