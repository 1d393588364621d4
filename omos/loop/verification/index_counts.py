"""Tables of an engine's tool that say how many pages of a website it holds each day. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from omos.connectors.adreports import cells as of_cell
from omos.connectors.adreports.cells import UnreadableCell
from omos.connectors.adreports.fields import plain_name

LOOKED_AT: Final = 40
_DAYS: Final = frozenset(map(plain_name, ("日期", "时间", "统计日期", "date", "day")))
_COUNTS: Final = frozenset(
    map(
        plain_name,
        ("索引量", "索引数", "索引数量", "索引总数", "总索引量", "收录量", "收录数", "indexed", "index count"),
    )
)
Lines = Sequence[tuple[int, Sequence[str]]]


class NoIndexTable(ValueError):
    """No line names a day and a count."""


@dataclass
class CountsRead:
    """What a table says; every line below the header is a day, a fault (line, text, reason) or says nothing."""

    days: dict[date, int] = field(default_factory=dict)
    faults: list[tuple[int, str, str]] = field(default_factory=list)
    lines: int = 0
    empty: int = 0


def read_counts(lines: Lines, *, today: date) -> CountsRead:
    """The counts by day; a day that stands twice keeps its last count.

    :raises NoIndexTable: if it is no table of the kind
    """
    head, columns = _head(lines)
    found = CountsRead()
    for number, cells in lines[head + 1 :]:
        found.lines += 1
        _take(found, number, cells, columns, today)
    return found


def _head(lines: Lines) -> tuple[int, Mapping[str, int]]:
    for place, (_number, cells) in enumerate(lines[:LOOKED_AT]):
        names = [plain_name(cell) for cell in cells]
        day = next((at for at, name in enumerate(names) if name in _DAYS), -1)
        count = next((at for at, name in enumerate(names) if name in _COUNTS), -1)
        if min(day, count) >= 0:
            return place, {"day": day, "count": count}
    raise NoIndexTable


def _take(found: CountsRead, number: int, cells: Sequence[str], columns: Mapping[str, int], today: date) -> None:
    day_text, count_text = (_cell(cells, columns[name]) for name in ("day", "count"))
    text = day_text
    try:
        day = of_cell.day(day_text, today=today)
        text = count_text
        count = of_cell.count(count_text)
    except UnreadableCell as fault:
        found.faults.append((number, text, str(fault)))
        return
    if day is None or count is None:
        # The engine did not count on that day: not known, not nought.
        found.empty += 1
    else:
        found.days[day] = count


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""
