"""Which looks are due, and which may be taken."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from omos.loop.verification.models import Check

State = Check.State


def claimable(rows: QuerySet[Check], *, now: datetime, moment: datetime) -> QuerySet[Check]:
    """Due looks that nobody holds, or whose holder fell silent (`moment` by the machine's own clock)."""
    return rows.filter(Q(state=State.DUE) | Q(state=State.RUNNING, leased_until__lt=moment), due_at__lte=now)


def due_checks(
    *, now: datetime, moment: datetime, is_later: bool | None = None, limit: int = 500
) -> list[tuple[int, str]]:
    """Ids and hosts of due looks that nobody holds, first looks before later ones, the longest waiting first.

    `is_later` asks for first looks only (False) or for those of days 1, 7 and 30 only (True).
    """
    rows = claimable(Check.objects.all(), now=now, moment=moment)
    if is_later is not None:
        rows = rows.filter(age_days__gt=0) if is_later else rows.filter(age_days=0)
    return list(rows.order_by("age_days", "due_at", "id").values_list("id", "host")[:limit])


def oldest_due(*, now: datetime) -> datetime | None:
    """Since when the oldest first look waits; None when none does."""
    rows = Check.objects.filter(state=State.DUE, age_days=0, due_at__lte=now)
    return rows.order_by("due_at").values_list("due_at", flat=True).first()
