"""Counts of past months or days by kind of channel, from which rates are learnt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from django.db.models import Case, DateField, F, Max, QuerySet, Sum, Value, When

from omos.loop.catalogue import queries as catalogue
from omos.loop.ledger.models import DayTotal

COHORT_MEASURES = (
    "spend",
    "clicks",
    "visits",
    "inquiries",
    "valid_inquiries",
    "won_deals",
    "revenue",
    "repeat_orders",
    "repeat_revenue",
)


@dataclass(frozen=True)
class CohortCounts:
    """What one month or day brought on one kind of channel; None where nothing is known, money in 分."""

    day: date
    last_day: date
    channel_kind: str
    spend: int | None = None
    clicks: int | None = None
    visits: int | None = None
    inquiries: int | None = None
    valid_inquiries: int | None = None
    won_deals: int | None = None
    revenue: int | None = None
    repeat_orders: int | None = None
    repeat_revenue: int | None = None

    @property
    def new_deals(self) -> int | None:
        """Won deals without those of former buyers: what inquiries became."""
        return None if self.won_deals is None else self.won_deals - (self.repeat_orders or 0)

    @property
    def new_revenue(self) -> int | None:
        """Revenue in 分 without that of former buyers."""
        return None if self.revenue is None else self.revenue - (self.repeat_revenue or 0)


def cohort_counts(
    *, first: date, last: date, grain: Literal["month", "day"] = "month", channel_ids: Collection[int] | None = None
) -> tuple[CohortCounts, ...]:
    """Counts per month (or day) and kind of channel, in order; the caller leaves out what is too young to be closed.

    A month's deals stand beside the same month's inquiries: over whole months that is close to true cohorts, over
    days only for the fast steps (click, visit, inquiry). `last_day` says until when a cohort was still filling.
    """
    kinds = catalogue.channel_kinds()
    sums: dict[tuple[date, str], dict[str, int]] = defaultdict(dict)
    last_days: dict[tuple[date, str], date] = {}
    for row in _rows(first, last, channel_ids, by_month=grain == "month"):
        kind = kinds.get(row["channel_id"], "")
        if not kind:
            continue
        key = (row["cohort"], kind)
        sums[key][row["measure"]] = sums[key].get(row["measure"], 0) + row["v"]
        last_days[key] = max(last_days.get(key, row["until"]), row["until"])
    return tuple(CohortCounts(key[0], last_days[key], key[1], **counts) for key, counts in sorted(sums.items()))


def _rows(
    first: date, last: date, channel_ids: Collection[int] | None, *, by_month: bool
) -> QuerySet[DayTotal, dict[str, Any]]:
    rows = DayTotal.objects.filter(measure__in=COHORT_MEASURES, day__range=(first, last))
    if channel_ids is not None:
        rows = rows.filter(channel_id__in=channel_ids)
    rows = rows.order_by().annotate(cohort=_month_of_day(first, last) if by_month else F("day"))
    sums = rows.values("cohort", "measure", "channel_id").annotate(v=Sum("value"), s=Sum("standing"), until=Max("day"))
    return sums.filter(s__gt=0)


def _month_of_day(first: date, last: date) -> Case:
    """The first day of a row's month, compared in the database: cutting dates there costs a call per row."""
    months, month = [], first.replace(day=1)
    while month <= last:
        months.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    newest_first = [When(day__gte=month, then=Value(month)) for month in reversed(months)]
    return Case(*newest_first, default=Value(first), output_field=DateField())
