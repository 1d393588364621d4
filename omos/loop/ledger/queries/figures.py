"""Figures: sums, last values and ratios over a period, from the sums per day wherever these suffice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Max, QuerySet, Sum

from omos.loop.ledger import memory
from omos.loop.ledger.measures import Kind, Unit
from omos.loop.ledger.memory import until_posted
from omos.loop.ledger.models import DIMENSION_FIELDS, DayTotal, Fact
from omos.loop.ledger.queries.listing import measure as measure_of
from omos.loop.ledger.queries.listing import ratio
from omos.loop.ledger.queries.months import DaySum, day_sums, is_worth_a_month

# A level nobody looked at for longer than this is not known any more.
LEVEL_LASTS = timedelta(days=400)
SPLITS = (*DIMENSION_FIELDS, "keyword", "page_key")
SplitKey = int | str | None


class UnknownSplit(LookupError):
    """Figures are not kept by this dimension."""


@dataclass(frozen=True)
class Figure:
    """One figure of a page: None where nothing is known, which is not nought."""

    measure: str
    value: int | Decimal | None
    unit: Unit
    sources: tuple[str, ...] = ()
    fresh_at: datetime | None = None


@dataclass(frozen=True)
class _Selection:
    """Which rows are asked for."""

    first: date
    last: date
    staff_ids: frozenset[int] | None = None
    channel_ids: frozenset[int] | None = None
    category: str | None = None
    as_of: datetime | None = None
    needs_facts: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether the whole company is asked for, as it is known now."""
        return all(one is None for one in (self.staff_ids, self.channel_ids, self.category, self.as_of))

    def rows(self, codes: Collection[str], *, first: date | None = None) -> QuerySet[Any]:
        """Sums per day, or the facts themselves for a past state or a dimension the sums do not keep."""
        rows: QuerySet[Any] = DayTotal.objects.all()
        if self.as_of is not None or self.needs_facts:
            rows = Fact.objects.all()
        rows = rows.filter(measure__in=codes, day__range=(first or self.first, self.last))
        if self.as_of is not None:
            rows = rows.filter(posted_at__lte=self.as_of)
        if self.staff_ids is not None:
            rows = rows.filter(staff_id__in=self.staff_ids)
        if self.channel_ids is not None:
            rows = rows.filter(channel_id__in=self.channel_ids)
        return rows if self.category is None else rows.filter(category=self.category)

    def level_rows(self, codes: Collection[str]) -> QuerySet[Any]:
        """Levels by measure, dimensions and day, in order of days, from long enough before the period."""
        # Sorted by day: of each place the last one seen stands.
        rows: QuerySet[Any] = (
            self.rows(codes, first=self.last - LEVEL_LASTS)
            .values("measure", "day", *DIMENSION_FIELDS)
            .annotate(total=Sum("value"), steps=Sum("standing"), fresh=Max("posted_at"), origin=Max("source"))
            .filter(steps__gt=0)
            .order_by("day")
        )
        return rows


def _frozen(ids: Collection[int] | None) -> frozenset[int] | None:
    return None if ids is None else frozenset(ids)


@dataclass
class _Sum:
    """What is being added up for one measure."""

    value: int = 0
    steps: int = 0
    fresh_at: datetime | None = None
    sources: frozenset[str] = frozenset()

    def add(self, value: int, steps: int, fresh_at: datetime, source: str) -> None:
        self.value += value
        self.steps += steps
        self.fresh_at = max(self.fresh_at, fresh_at) if self.fresh_at else fresh_at
        if steps > 0:
            self.sources |= {source}


def totals(
    *,
    measures: Collection[str],
    first: date,
    last: date,
    staff_ids: Collection[int] | None = None,
    channel_ids: Collection[int] | None = None,
    category: str | None = None,
    as_of: datetime | None = None,
) -> dict[str, Figure]:
    """One figure per measure over the period: flows added up, levels as they last stood, ratios from their parts.

    With `as_of` the ledger is read as it was known at that moment. One query, two where levels are among them.

    :raises NoSuchMeasure: for a code the list does not hold
    """
    asked = _Selection(first, last, _frozen(staff_ids), _frozen(channel_ids), category, as_of)
    flows, levels = _codes_by_kind(measures)
    sums: dict[str, _Sum] = defaultdict(_Sum)
    for code, source, total, steps, fresh in _flow_sums(asked, flows):
        sums[code].add(total, steps, fresh, source)
    for row in _last_levels(asked, levels):
        sums[row["measure"]].add(row["total"], row["steps"], row["fresh"], row["origin"])
    return {code: _figure(code, sums) for code in measures}


def _flow_sums(asked: _Selection, flows: Collection[str]) -> Iterator[tuple[str, str, int, int, datetime]]:
    """Measure, source, value, standing lines and latest posting of each flow's parts."""
    if not flows:
        return
    if asked.is_whole and is_worth_a_month(flows, asked.first, asked.last):
        for code, one in day_sums(measures=flows, first=asked.first, last=asked.last):
            yield code, one.source, one.value, one.steps, one.fresh_at
        return
    yield from _sums_by_source(asked, tuple(flows))


@until_posted
def _sums_by_source(asked: _Selection, flows: tuple[str, ...]) -> tuple[tuple[str, str, int, int, datetime], ...]:
    grouped = asked.rows(flows).order_by().values_list("measure", "source")
    return tuple(grouped.annotate(v=Sum("value"), s=Sum("standing"), f=Max("posted_at")))


def _figure(code: str, sums: dict[str, _Sum]) -> Figure:
    one = measure_of(code)
    found = [sums[part] for part in one.parts if part in sums]
    known = {part: sums[part].value for part in one.parts if part in sums and sums[part].steps > 0}
    return Figure(
        measure=code,
        value=ratio(code, known) if one.kind is Kind.RATIO else known.get(code),
        unit=one.unit,
        sources=tuple(sorted(frozenset[str]().union(*(part.sources for part in found)))),
        fresh_at=max((part.fresh_at for part in found if part.fresh_at), default=None),
    )


def series(
    *,
    measure: str,
    first: date,
    last: date,
    staff_ids: Collection[int] | None = None,
    channel_ids: Collection[int] | None = None,
    category: str | None = None,
) -> dict[date, int]:
    """The value of each day, days nothing is known of left out; a level stands as known on that day.

    :raises NoSuchMeasure: for a code the list does not hold
    """
    found = series_of(
        measures=(measure,), first=first, last=last, staff_ids=staff_ids, channel_ids=channel_ids, category=category
    )
    return found[measure]


def series_of(
    *,
    measures: Collection[str],
    first: date,
    last: date,
    staff_ids: Collection[int] | None = None,
    channel_ids: Collection[int] | None = None,
    category: str | None = None,
) -> dict[str, dict[date, int]]:
    """The days of several measures from one query (two with levels); ratios come as their parts.

    :raises NoSuchMeasure: for a code the list does not hold
    """
    asked = _Selection(first, last, _frozen(staff_ids), _frozen(channel_ids), category)
    flows, levels = _codes_by_kind(measures)
    days: dict[str, dict[date, int]] = {code: {} for code in (*flows, *levels)}
    for code, day, value in _flow_days(asked, flows):
        days[code][day] = value
    for code, day, value in _level_days(asked, levels):
        days[code][day] = value
    return days


def _flow_days(asked: _Selection, flows: Collection[str]) -> Iterator[tuple[str, date, int]]:
    """Each flow's days on which something stands, in order."""
    if not flows:
        return
    if asked.is_whole and is_worth_a_month(flows, asked.first, asked.last):
        yield from _standing_days(day_sums(measures=flows, first=asked.first, last=asked.last))
        return
    for code, day, value, _steps in _sums_by_day(asked, tuple(flows)):
        yield code, day, value


@until_posted
def _sums_by_day(asked: _Selection, flows: tuple[str, ...]) -> tuple[tuple[str, date, int, int], ...]:
    grouped = asked.rows(flows).values_list("measure", "day").annotate(v=Sum("value"), s=Sum("standing"))
    return tuple(grouped.filter(s__gt=0).order_by("day"))


def _standing_days(sums: Iterator[tuple[str, DaySum]]) -> Iterator[tuple[str, date, int]]:
    for (code, day), parts in groupby(sums, key=lambda pair: (pair[0], pair[1].day)):
        ones = [one for _code, one in parts]
        if sum(one.steps for one in ones) > 0:
            yield code, day, sum(one.value for one in ones)


def breakdown(
    *,
    measures: Collection[str],
    first: date,
    last: date,
    by: str,
    staff_ids: Collection[int] | None = None,
    channel_ids: Collection[int] | None = None,
    category: str | None = None,
) -> dict[SplitKey, dict[str, int]]:
    """Values by one dimension (`channel_id`, `staff_id`, `category`, `keyword` …); None is "not said".

    Ratios come as their parts: give these to `ratio`. One query, two where levels are among them.

    :raises UnknownSplit: for a dimension facts do not have
    :raises NoSuchMeasure: for a code the list does not hold
    """
    if by not in SPLITS:
        raise UnknownSplit(by)
    asked = _Selection(
        first, last, _frozen(staff_ids), _frozen(channel_ids), category, needs_facts=by not in DIMENSION_FIELDS
    )
    flows, levels = _codes_by_kind(measures)
    parts: dict[SplitKey, dict[str, int]] = defaultdict(dict)
    for key, code, value, _steps in _sums_by(asked, flows, by) if flows else ():
        parts[key or None][code] = value
    for row in _last_levels(asked, levels if by in DIMENSION_FIELDS else ()):
        known = parts[row[by] or None]
        known[row["measure"]] = known.get(row["measure"], 0) + row["total"]
    return dict(parts)


@until_posted
def _sums_by(asked: _Selection, flows: tuple[str, ...], by: str) -> tuple[tuple[SplitKey, str, int, int], ...]:
    grouped = asked.rows(flows).order_by().values_list(by, "measure").annotate(v=Sum("value"), s=Sum("standing"))
    return tuple(grouped.filter(s__gt=0))


def data_fresh_at() -> datetime | None:
    """When the ledger last heard anything; None while it is empty."""
    return memory.state().fresh_at


def _codes_by_kind(codes: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Flows and levels among the measures, ratios replaced by their parts."""
    parts = dict.fromkeys(part for code in codes for part in measure_of(code).parts)
    flows = tuple(code for code in parts if measure_of(code).kind is Kind.FLOW)
    return flows, tuple(code for code in parts if measure_of(code).kind is Kind.LEVEL)


def _last_levels(asked: _Selection, levels: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    if not levels:
        return
    standing = {(row["measure"], _place(row)): row for row in _level_rows(asked, levels)}
    yield from standing.values()


def _level_days(asked: _Selection, levels: tuple[str, ...]) -> Iterator[tuple[str, date, int]]:
    """Each day on which a level was looked at, with what all places together stood at by then."""
    standing: dict[tuple[str, Any], int] = {}
    for row in _level_rows(asked, levels) if levels else ():
        standing[row["measure"], _place(row)] = row["total"]
        if row["day"] >= asked.first:
            # A later place of the same day writes over this; the last one sees them all.
            yield row["measure"], row["day"], sum(v for (code, _), v in standing.items() if code == row["measure"])


@until_posted
def _level_rows(asked: _Selection, levels: tuple[str, ...]) -> tuple[dict[str, Any], ...]:
    return tuple(asked.level_rows(levels))


def _place(row: dict[str, Any]) -> tuple[SplitKey, ...]:
    return tuple(row[name] for name in DIMENSION_FIELDS)
