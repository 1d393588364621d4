"""The daily data sheet of one day, and which days of a month are filled."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Max, Sum

from omos.loop.catalogue import queries as catalogue
from omos.loop.ledger.declare import label_of
from omos.loop.ledger.measures import HAND, SHEET_MEASURES
from omos.loop.ledger.models import DayTotal
from omos.loop.ledger.queries.listing import ratios

LOOK_BACK = timedelta(days=14)
# Beside the sums, the first three count bought visits alone: an inquiry that came free has no price.
_PAID_RATES = ("ctr", "cpc", "cost_per_inquiry")
SHEET_RATES = (*_PAID_RATES, "inquiry_rate", "valid_rate")


@dataclass(frozen=True)
class SheetCell:
    """One figure of one channel; typed by hand, or filled by a machine and then not to be typed over."""

    measure: str
    value: int | None
    source: str = ""
    source_label: str = ""

    @property
    def is_machine(self) -> bool:
        """Whether a machine fills this cell."""
        return bool(self.source) and self.source != HAND

    @property
    def is_by_hand(self) -> bool:
        """Whether a person typed this cell."""
        return self.source == HAND


@dataclass(frozen=True)
class SheetRow:
    """One channel's day."""

    channel_id: int
    code: str
    name: str
    is_paid: bool
    cells: tuple[SheetCell, ...]
    rates: Mapping[str, Decimal | None]

    @property
    def is_filled(self) -> bool:
        """Whether anything is known of this channel on the day."""
        return any(cell.value is not None for cell in self.cells)


@dataclass(frozen=True)
class Sheet:
    """One day of all channels, with sums over them and rates of the sums."""

    day: date
    rows: tuple[SheetRow, ...]
    totals: Mapping[str, int | None]
    rates: Mapping[str, Decimal | None]
    fresh_at: datetime | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of the day."""
        return not any(row.is_filled for row in self.rows)


@dataclass(frozen=True)
class DayMarks:
    """How far one day is filled."""

    day: date
    by_hand: int
    by_machine: int

    @property
    def is_filled(self) -> bool:
        """Whether anything is known of the day."""
        return bool(self.by_hand or self.by_machine)


def sheet(day: date) -> Sheet:
    """The daily data sheet of one day; channels no longer used appear where they have figures. Two queries."""
    cells, fresh_at = _cells(day)
    channels = [
        channel
        for channel in catalogue.all_channels()
        if channel.is_active or any((channel.pk, code) in cells for code in SHEET_MEASURES)
    ]
    rows = []
    for channel in channels:
        own = tuple(cells.get((channel.pk, code), SheetCell(code, None)) for code in SHEET_MEASURES)
        rates = ratios(SHEET_RATES, {cell.measure: cell.value for cell in own})
        rows.append(SheetRow(channel.pk, channel.code, channel.name, channel.is_paid, own, rates))
    return Sheet(day=day, rows=tuple(rows), totals=_sums(rows), rates=_total_rates(rows), fresh_at=fresh_at)


def coverage(first: date, last: date) -> dict[date, DayMarks]:
    """For each day with figures, how many cells stand by hand and by machine. One query."""
    rows = (
        DayTotal.objects.filter(measure__in=SHEET_MEASURES, day__range=(first, last), standing__gt=0)
        .order_by()
        .values_list("day", "source", "channel_id", "measure")
        .distinct()
    )
    counts: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for day, source, _channel, _measure in rows:
        counts[day][source != HAND] += 1
    return {day: DayMarks(day, hand, machine) for day, (hand, machine) in counts.items()}


def month_coverage(day: date) -> dict[date, DayMarks]:
    """The same for the month a day lies in."""
    return coverage(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def cells_typed_before(day: date) -> frozenset[tuple[int, str]]:
    """The cells (channel id, measure) typed by hand on the last such day before, within two weeks."""
    rows = (
        DayTotal.objects.filter(
            source=HAND,
            measure__in=SHEET_MEASURES,
            day__range=(day - LOOK_BACK, day - timedelta(days=1)),
            standing__gt=0,
        )
        .order_by("-day")
        .values_list("day", "channel_id", "measure")
    )
    found = list(rows)
    return frozenset((channel, measure) for one, channel, measure in found if one == found[0][0])


def _cells(day: date) -> tuple[dict[tuple[int, str], SheetCell], datetime | None]:
    rows = (
        DayTotal.objects.filter(measure__in=SHEET_MEASURES, day=day)
        .order_by()
        .values("channel_id", "measure", "source")
        .annotate(v=Sum("value"), s=Sum("standing"), f=Max("posted_at"))
        .filter(s__gt=0)
    )
    found: dict[tuple[int, str], SheetCell] = {}
    fresh_at: datetime | None = None
    for row in rows:
        key = (row["channel_id"], row["measure"])
        known = found.get(key, SheetCell(row["measure"], 0))
        label = "、".join(filter(None, (known.source_label, label_of(row["source"]))))
        found[key] = SheetCell(row["measure"], (known.value or 0) + row["v"], row["source"], label)
        fresh_at = max(fresh_at, row["f"]) if fresh_at else row["f"]
    return found, fresh_at


def _sums(rows: list[SheetRow]) -> dict[str, int | None]:
    columns = zip(*(row.cells for row in rows), strict=True)
    return {cells[0].measure: _sum(cells) for cells in columns}


def _sum(cells: tuple[SheetCell, ...]) -> int | None:
    known = [cell.value for cell in cells if cell.value is not None]
    return sum(known) if known else None


def _total_rates(rows: list[SheetRow]) -> dict[str, Decimal | None]:
    paid = ratios(_PAID_RATES, _sums([row for row in rows if row.is_paid]))
    return paid | ratios(tuple(code for code in SHEET_RATES if code not in _PAID_RATES), _sums(rows))
