"""A table of a platform from its lines to what it says, and the same as JSON for the shell. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from omos.connectors.adreports import cells
from omos.connectors.adreports.layout import Layout, Line, find_layout
from omos.connectors.adreports.platforms import BY_CODE
from omos.connectors.adreports.reading import Reading, Row, read, summed
from omos.connectors.adreports.sums import Sums, cents
from omos.connectors.adreports.wide import unfolded

_DAY: Final = r"(?:20\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|20\d{6})"
_STRETCH: Final = re.compile(rf"(?<!\d)({_DAY})(?:\s*(?:至|到|~|～|—|-|to|_)\s*({_DAY}))?(?!\d)")


def understand(lines: Sequence[tuple[int, Sequence[str]]], *, file_name: str = "") -> tuple[list[Line], Layout]:
    """The lines ready to be read, and how they are to be read."""
    plain = unfolded([Line(number, texts) for number, texts in lines])
    return plain, find_layout(plain, file_name=file_name)


def stretch_of(layout: Layout, *, file_name: str, today: date) -> tuple[date, date] | None:
    """The days a table without a column of days is about, as its title or file name says."""
    for text in (*layout.preamble, file_name):
        is_moment = re.search(r"生成|下载|导出|created|generated", text, re.IGNORECASE)
        found = None if is_moment else _STRETCH.search(text)
        if found:
            return _ends(found[1], found[2] or found[1], today)
    return None


def _ends(first: str, last: str, today: date) -> tuple[date, date] | None:
    try:
        ends = [cells.day(text, today=today) for text in (first, last)]
    except cells.UnreadableCell:
        return None
    return (ends[0], ends[1]) if ends[0] and ends[1] and ends[0] <= ends[1] else None


def only_day(layout: Layout, *, file_name: str, today: date) -> date | None:
    """The one day a table is about, where its title or file name says so."""
    stretch = stretch_of(layout, file_name=file_name, today=today)
    return stretch[0] if stretch and stretch[0] == stretch[1] else None


def read_table(
    lines: Sequence[tuple[int, Sequence[str]]],
    *,
    today: date,
    file_name: str = "",
    platform: str = "",
    day: date | None = None,
) -> Reading:
    """Read a table without asking anybody; the day a title names stands for a missing column of days."""
    plain, layout = understand(lines, file_name=file_name)
    if platform:
        layout = layout.as_platform(platform)
    return read(plain, layout, today=today, day=day or only_day(layout, file_name=file_name, today=today))


def as_json(reading: Reading, *, reasons: dict[str, str]) -> dict[str, Any]:
    """What was read, for machines: rows = imported + skipped + errors, one error a row; unknown figures are null."""
    return {
        "platform": reading.layout.platform,
        "kind": BY_CODE[reading.layout.platform].kind.value,
        "is_sure": reading.layout.is_sure,
        "header_line": reading.layout.head,
        "columns": {name: reading.layout.headers[at] for name, at in reading.layout.mapping.items()},
        "rows": reading.lines,
        "imported": len(reading.rows),
        "skipped": len(reading.skipped),
        "errors": [
            {"row": one.number, "field": one.field, "text": one.text, "reason": reasons.get(one.reason, one.reason)}
            for one in reading.faults
        ],
        "totals": _sums(reading.totals),
        "file_totals": _sums(reading.file_totals) if reading.file_totals else None,
        "difference": {name: _number(value) for name, value in reading.difference.items()},
        "days": [day.isoformat() for day in reading.days],
        "needs_day": reading.needs_day,
        "currency": reading.currency,
        "repeated": reading.repeated,
        "columns_twice": list(reading.twice),
        "without_clicks": sum(1 for row in reading.rows if row.values.get("clicks") == 0),
        "campaigns": _campaigns(reading.rows),
    }


def _sums(sums: Sums) -> dict[str, Any]:
    return {
        "impressions": sums.impressions,
        "clicks": sums.clicks,
        "spend": None if sums.spend is None else cents(sums.spend) / 100,
        "conversions": _number(sums.conversions),
        "ctr": _ratio(sums.of("clicks"), sums.of("impressions"), 8),
        "cpc": _ratio(sums.spend, sums.of("clicks"), 4),
    }


def _campaigns(rows: Sequence[Row]) -> list[dict[str, Any]]:
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        by_name.setdefault(row.text("campaign"), []).append(row)
    named = [(name, own) for name, own in by_name.items() if name or len(by_name) > 1]
    return [{"campaign": name, "rows": len(own), **_sums(summed(own))} for name, own in named]


def _ratio(above: Decimal | None, below: Decimal | None, places: int) -> float | None:
    """Unknown where nothing stands below the line: a click that never came has no price."""
    return round(float(above / below), places) if above is not None and below else None


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
