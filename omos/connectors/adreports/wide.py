"""The company's own sheet with channels side by side, turned into one line per day and channel. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from omos.connectors.adreports.fields import OWN_FIELDS, plain_name
from omos.connectors.adreports.layout import LOOKED_AT, Line

_MEASURES: Final = {
    plain_name(name): field.names[0]
    for field in OWN_FIELDS
    if field.name not in {"day", "channel"}
    for name in field.names
}
_DAYS: Final = frozenset(plain_name(name) for name in OWN_FIELDS[0].names)
_SUMS: Final = frozenset({"合计", "总计", "小计", "汇总", "全部", "total"})
_Block = tuple[str, dict[str, int]]


def unfolded(lines: Sequence[Line]) -> list[Line]:
    """The lines as they are, or one per day and channel where measures stand again for each channel above them.

    A line keeps the number it has in the file, so that people find it; blocks of sums are left out.
    """
    for index, line in enumerate(lines[:LOOKED_AT]):
        blocks = _blocks(lines[index - 1].cells if index else (), line.cells)
        if blocks:
            return _long(lines, index, blocks)
    return list(lines)


def _blocks(above: Sequence[str], cells: Sequence[str]) -> list[_Block]:
    """Channel → columns of its measures; empty where no measure stands twice."""
    measures = [(at, _MEASURES[plain_name(cell)]) for at, cell in enumerate(cells) if plain_name(cell) in _MEASURES]
    if len({name for _at, name in measures}) == len(measures):
        return []
    blocks: dict[str, dict[str, int]] = {}
    for at, name in measures:
        blocks.setdefault(_last_text(above[: at + 1]), {}).setdefault(name, at)
    named = [(channel, columns) for channel, columns in blocks.items() if plain_name(channel) not in {"", *_SUMS}]
    return named if len(named) > 1 else []


def _last_text(cells: Sequence[str]) -> str:
    """A head over several columns stands in the first of them."""
    return next((text for text in reversed(cells) if text), "")


def _long(lines: Sequence[Line], index: int, blocks: Sequence[_Block]) -> list[Line]:
    """Day, channel, measures; lines above the header stay as they are."""
    names = list(dict.fromkeys(name for _channel, columns in blocks for name in columns))
    day_at = _day_column(lines[index - 1 : index + 1])
    found = [*lines[: index - 1], Line(lines[index].number, ["日期", "渠道", *names])]
    for line in lines[index + 1 :]:
        found += _of_day(line, day_at, names, blocks)
    return found


def _day_column(heads: Sequence[Line]) -> int:
    return next((at for line in heads for at, cell in enumerate(line.cells) if plain_name(cell) in _DAYS), 0)


def _of_day(line: Line, day_at: int, names: Sequence[str], blocks: Sequence[_Block]) -> list[Line]:
    rows = []
    for channel, columns in blocks:
        values = [_cell(line, columns.get(name, -1)) for name in names]
        if any(values):
            rows.append(Line(line.number, [_cell(line, day_at), channel, *values]))
    return rows


def _cell(line: Line, at: int) -> str:
    return line.cells[at] if 0 <= at < len(line.cells) else ""
