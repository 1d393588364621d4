"""The company's own daily sheet: typed by people, so it goes where typed figures go, cell by cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from omos.centres.promotion.models import Upload
from omos.centres.promotion.naming import channel_names, channel_of
from omos.centres.promotion.services.progress import COMPARED, UNWATCHED, Way
from omos.connectors.adreports.reading import Reading, Row
from omos.formulas.rounding import to_cents
from omos.loop.catalogue import queries as catalogue
from omos.loop.ledger import services as ledger
from omos.loop.ledger.queries import FilledCell, filled_cells
from omos.people.viewer import Viewer

MONEY = frozenset({"spend", "revenue"})
MEASURES = (
    "impressions",
    "clicks",
    "spend",
    "visits",
    "conversations",
    "inquiries",
    "valid_inquiries",
    "lost_deals",
    "won_deals",
    "revenue",
)
Cell = tuple[date, int, str]


def book_own(
    *, upload: Upload, reading: Reading, actor: Viewer, now: datetime, way: Way = UNWATCHED
) -> Mapping[int, str]:
    """Type the sheet's figures in; cells a machine fills stay as they are. Returns what became of each row."""
    names = channel_names(catalogue.all_channels())
    filled = _filled(reading)
    wanted: dict[Cell, int] = defaultdict(int)
    by_row: dict[int, dict[Cell, int] | None] = {}
    for row in reading.rows:
        channel_id = _channel(upload, row, names)
        free = _free(_cells(row, channel_id), filled) if channel_id else None
        by_row[row.number] = (by_row.get(row.number) or {}) | free if free is not None else by_row.get(row.number)
        for cell, value in (free or {}).items():
            wanted[cell] += value
    way.reached(COMPARED)
    _record(wanted, actor, now)
    return {number: _outcome(cells, wanted, filled) for number, cells in by_row.items()}


def _channel(upload: Upload, row: Row, names: Mapping[str, int]) -> int | None:
    """The channel a row names, else the one chosen for the whole table."""
    text = row.text("channel")
    return channel_of(text, names) if text else upload.channel_id


def _filled(reading: Reading) -> Mapping[Cell, FilledCell]:
    days = [row.values["day"] for row in reading.rows if row.values.get("day")]
    return filled_cells(first=min(days), last=max(days)) if days else {}


def _free(cells: Mapping[Cell, int], filled: Mapping[Cell, FilledCell]) -> dict[Cell, int]:
    """Cells that no machine fills."""
    return {cell: value for cell, value in cells.items() if filled.get(cell, FilledCell()).posted is None}


def _cells(row: Row, channel_id: int) -> dict[Cell, int]:
    found: dict[Cell, int] = {}
    for measure in MEASURES:
        value = row.values.get(measure)
        if value is not None:
            found[row.values["day"], channel_id, measure] = to_cents(value) if measure in MONEY else int(value)
    return found


def _outcome(cells: Mapping[Cell, int] | None, wanted: Mapping[Cell, int], filled: Mapping[Cell, FilledCell]) -> str:
    """Several rows may make up one cell, so their sum is compared with what was typed."""
    if cells is None:
        return "no_channel"
    if not cells:
        return "machine"
    known = {cell: filled.get(cell, FilledCell()).typed for cell in cells}
    if all(value is None for value in known.values()):
        return "added"
    return "unchanged" if all(known[cell] == wanted[cell] for cell in cells) else "updated"


def _record(wanted: Mapping[Cell, int], actor: Viewer, now: datetime) -> None:
    by_day: dict[date, dict[tuple[int, str], int | None]] = defaultdict(dict)
    for (day, channel_id, measure), value in wanted.items():
        by_day[day][channel_id, measure] = value
    for day in sorted(by_day):
        ledger.record_by_hand(day=day, cells=by_day[day], actor=actor, now=now)
