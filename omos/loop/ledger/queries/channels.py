"""Figures by day and channel, for what looks at the course of a month channel by channel."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from omos.loop.ledger.memory import until_posted
from omos.loop.ledger.models import DayTotal


@dataclass(frozen=True)
class ChannelCell:
    """One flow of one channel on one day."""

    measure: str
    day: date
    channel_id: int
    value: int


def channel_cells(*, measures: Collection[str], first: date, last: date) -> tuple[ChannelCell, ...]:
    """Flows by day and channel, from one query; figures without a channel are left out."""
    return _cells(tuple(measures), first, last)


@until_posted
def _cells(measures: tuple[str, ...], first: date, last: date) -> tuple[ChannelCell, ...]:
    rows = DayTotal.objects.filter(measure__in=measures, day__range=(first, last), channel_id__gt=0).order_by()
    sums = rows.values("measure", "day", "channel_id").annotate(v=Sum("value"), s=Sum("standing")).filter(s__gt=0)
    return tuple(ChannelCell(row["measure"], row["day"], row["channel_id"], row["v"]) for row in sums)
