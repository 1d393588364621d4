"""Courtesy: one host is asked at most once every two seconds, over all workers together."""

from __future__ import annotations

from datetime import datetime, timedelta

from omos.loop.verification.models import HostPace

GAP = timedelta(seconds=2)
_PATIENCE = timedelta(seconds=30)
_TRIES = 20


def take_turn(*, host: str, gap: timedelta, moment: datetime) -> datetime | None:
    """Reserve the next moment at which the host may be asked; None when that is too far off to wait for.

    `moment` is the machine's own time: hosts do not care about a frozen clock.
    """
    HostPace.objects.get_or_create(host=host[:255], defaults={"next_at": moment})
    for _ in range(_TRIES):
        row = HostPace.objects.get(host=host[:255])
        turn = max(moment, row.next_at)
        if turn - moment > _PATIENCE:
            return None
        if HostPace.objects.filter(pk=row.pk, next_at=row.next_at).update(next_at=turn + gap):
            return turn
    return None


def forget_hosts(*, before: datetime) -> int:
    """Drop hosts whose turn is long past."""
    return HostPace.objects.filter(next_at__lt=before).delete()[0]
