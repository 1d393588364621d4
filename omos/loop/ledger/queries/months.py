"""All flows of a month by day, read once for everything a page says of the whole company."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

from django.db.models import Max, Sum

from omos.loop.ledger.measures import MEASURES, Kind
from omos.loop.ledger.memory import until_posted
from omos.loop.ledger.models import DayTotal
from omos.people.memory import is_remembered, once_a_view

_FLOWS = tuple(one.code for one in MEASURES if one.kind is Kind.FLOW)


class DaySum(NamedTuple):
    """What one source said of one measure on one day, all dimensions together."""

    day: date
    source: str
    value: int
    steps: int
    fresh_at: datetime


def is_worth_a_month(measures: Collection[str], first: date, last: date) -> bool:
    """Whether to read the whole month: the period lies in one, and it is read already or several measures are asked."""
    is_one_month = (first.year, first.month) == (last.year, last.month)
    return is_one_month and (len(measures) > 1 or is_remembered(_month, first.replace(day=1)))


def day_sums(*, measures: Collection[str], first: date, last: date) -> Iterator[tuple[str, DaySum]]:
    """The sums of these flows within one month; however often a page asks, the month is read once."""
    month = _month(first.replace(day=1))
    for code in measures:
        for one in month.get(code, ()):
            if first <= one.day <= last:
                yield code, one


@once_a_view
@until_posted
def _month(first: date) -> Mapping[str, tuple[DaySum, ...]]:
    last = first.replace(day=monthrange(first.year, first.month)[1])
    rows = (
        DayTotal.objects.filter(measure__in=_FLOWS, day__range=(first, last))
        .order_by("day")
        .values_list("measure", "day", "source")
        .annotate(v=Sum("value"), s=Sum("standing"), f=Max("posted_at"))
    )
    found: dict[str, list[DaySum]] = defaultdict(list)
    for code, *one in rows:
        found[code].append(DaySum(*one))
    return MappingProxyType({code: tuple(days) for code, days in found.items()})
