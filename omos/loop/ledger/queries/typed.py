"""What stands in the cells of the daily data sheet over several days, and whether it was typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from omos.loop.ledger.measures import HAND, SHEET_MEASURES
from omos.loop.ledger.models import DayTotal

CellPlace = tuple[date, int, str]


@dataclass(frozen=True)
class FilledCell:
    """What is typed into one cell of the sheet and what machines post there; None where nothing stands."""

    typed: int | None = None
    posted: int | None = None


def filled_cells(*, first: date, last: date) -> dict[CellPlace, FilledCell]:
    """Every cell (day, channel id, measure) with figures. One query."""
    rows = DayTotal.objects.filter(measure__in=SHEET_MEASURES, day__range=(first, last), channel_id__gt=0).order_by()
    sums = rows.values_list("day", "channel_id", "measure", "source").annotate(v=Sum("value"), s=Sum("standing"))
    found: dict[CellPlace, FilledCell] = {}
    for day, channel_id, measure, source, value, steps in sums:
        if steps > 0:
            known = found.get((day, channel_id, measure), FilledCell())
            found[day, channel_id, measure] = _with(known, value, is_typed=source == HAND)
    return found


def _with(known: FilledCell, value: int, *, is_typed: bool) -> FilledCell:
    if is_typed:
        return FilledCell(value, known.posted)
    return FilledCell(known.typed, (known.posted or 0) + value)
