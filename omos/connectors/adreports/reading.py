"""Every line below the header becomes a row, a fault or something passed over, each with its number. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from omos.connectors.adreports import cells as of_cell
from omos.connectors.adreports.cells import UnreadableCell
from omos.connectors.adreports.fields import (
    FIELDS,
    FIGURES,
    NAMES,
    Field,
    Kind,
    Value,
    currency_of,
    plain_name,
    unit_of,
)
from omos.connectors.adreports.layout import Layout, Line
from omos.connectors.adreports.sums import (
    SUMMED,
    Stated,
    Sums,
    best_of,
    difference,
    is_mean,
    is_nameless,
    is_part_sum,
    is_sum,
    stated,
)

LONGEST_TEXT: Final = 200
# Merged or written once per block: an empty cell means the one above. Only whole blocks do that, never a keyword.
_CARRIED: Final = ("day", "account", "channel")


@dataclass(frozen=True)
class Row:
    """One row as parsed: values by field, None where a cell says nothing."""

    number: int
    values: Mapping[str, Any]

    def text(self, name: str) -> str:
        """A text of the row; empty where it has none."""
        return self.values.get(name) or ""


@dataclass(frozen=True)
class Fault:
    """Why a row cannot be taken: the first cell that is wrong."""

    number: int
    field: str
    text: str
    reason: str


@dataclass(frozen=True)
class Skipped:
    """A line that is no row."""

    number: int
    reason: str


@dataclass(frozen=True)
class Reading:
    """A table read to the end; rows + faults + skipped are all lines below the header."""

    layout: Layout
    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    totals: Sums = field(default_factory=Sums)
    file_totals: Sums | None = None
    days: tuple[date, ...] = ()
    needs_day: bool = False
    # Rows that stand again word for word: counted, because platforms do that, but worth a look.
    repeated: int = 0
    carried: int = 0
    currency: str = ""
    # Headers that stand over several columns of ours which do not say the same; the first is read.
    twice: tuple[str, ...] = ()

    @property
    def lines(self) -> int:
        """How many lines stand below the header."""
        return len(self.rows) + len(self.faults) + len(self.skipped)

    @property
    def difference(self) -> dict[str, Decimal]:
        """By how much the rows miss the file's own sums; empty where they agree or none is stated."""
        return difference(self.totals, self.file_totals) if self.file_totals else {}


@dataclass(frozen=True)
class _Column:
    """A field with the column it stands in and how its cells are understood."""

    name: str
    at: int
    parse: Callable[[str], Any]
    is_carried: bool
    is_day: bool


@dataclass
class _Work:
    """What is found while going through the lines."""

    layout: Layout
    today: date
    day: date | None
    day_first: bool = True
    header: Sequence[str] = ()
    columns: Sequence[_Column] = ()
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)
    nameless: list[Line] = field(default_factory=list)
    above: dict[str, str] = field(default_factory=dict)
    carried: int = 0


def read(lines: Sequence[Line], layout: Layout, *, today: date, day: date | None = None) -> Reading:
    """Read all lines below the header; `day` stands for the day a table does not name."""
    below = [line for line in lines if line.number > layout.head]
    work = _Work(layout, today, day, header=layout.headers)
    at = layout.mapping.get("day")
    if at is not None:
        work.day_first = of_cell.is_day_first(line.cells[at] for line in below if at < len(line.cells))
    work.columns = _columns(work)
    for line in below:
        _sort(work, line)
    _settle_nameless(work)
    return _result(work, below)


def _columns(work: _Work) -> tuple[_Column, ...]:
    """The columns that say something, in the order their faults are looked for."""
    mapping = work.layout.mapping
    return tuple(
        _Column(one.name, mapping[one.name], _parser(work, one), one.name in _CARRIED, one.value is Value.DAY)
        for one in FIELDS[work.layout.kind]
        if one.name in mapping
    )


def _parser(work: _Work, one: Field) -> Callable[[str], Any]:
    """How cells of a field are understood in this table."""
    scale, today, day_first = _scale(work.layout, one.name), work.today, work.day_first
    parsers: dict[Value, Callable[[str], Any]] = {
        Value.DAY: lambda text: of_cell.day(text, today=today, day_first=day_first),
        Value.AMOUNT: lambda text: _scaled(of_cell.number(text), scale),
        Value.COUNT: of_cell.count,
        Value.NUMBER: of_cell.number,
        Value.CHOICE: of_cell.choice,
    }
    return parsers.get(one.value, _plain)


def _scaled(value: Decimal | None, scale: Decimal) -> Decimal | None:
    return None if value is None else value * scale


def _sort(work: _Work, line: Line) -> None:
    mapping = work.layout.mapping
    if _is_header(line.cells, work.header):
        work.skipped.append(Skipped(line.number, "header_again"))
    elif is_sum(line.cells, mapping):
        work.skipped.append(Skipped(line.number, "sum"))
        sums = stated(line.cells, mapping, _scale(work.layout, "spend"))
        work.stated.append(Stated(line.number, is_part_sum(line.cells), sums))
    elif is_mean(line.cells, mapping):
        work.skipped.append(Skipped(line.number, "mean"))
    elif _is_note(line, mapping):
        work.skipped.append(Skipped(line.number, "note"))
    elif is_nameless(line.cells, mapping) and work.layout.kind is Kind.AD:
        work.nameless.append(line)
    else:
        _take(work, line)


def _is_header(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a line says what the header says, as far as it goes."""
    pairs = zip(cells, header, strict=False)
    return any(cells) and len(cells) <= len(header) and all(" ".join(cell.split()) == head for cell, head in pairs)


def _is_note(line: Line, mapping: Mapping[str, int]) -> bool:
    """A single text in a table of several columns, and not in one of ours that holds figures."""
    filled = [at for at, cell in enumerate(line.cells) if cell]
    if len(filled) != 1 or len(mapping) <= 2:
        return False
    return filled[0] not in {mapping[name] for name in SUMMED if name in mapping}


def _take(work: _Work, line: Line) -> None:
    """Parse one row; its first wrong cell makes it a fault."""
    values: dict[str, Any] = {}
    cells, width = line.cells, len(line.cells)
    for one in work.columns:
        text = cells[one.at] if one.at < width else ""
        if one.is_carried:
            text = _carried(work, one.name, text)
        try:
            values[one.name] = one.parse(text)
        except UnreadableCell as fault:
            work.faults.append(Fault(line.number, one.name, text, str(fault)))
            return
        if one.is_day:
            # With its time of day, which tells conversations of a day apart.
            values[f"{one.name}_text"] = text
    _keep(work, line, values)


def _carried(work: _Work, name: str, text: str) -> str:
    """The cell's text, or the one above where the table writes it once for a block."""
    if text:
        work.above[name] = text
        return text
    above = work.above.get(name, "")
    work.carried += bool(above)
    return above


def _keep(work: _Work, line: Line, values: dict[str, Any]) -> None:
    has_day = "day" in work.layout.mapping
    if not has_day and work.day is not None:
        values["day"] = work.day
    reason = _fault_of_day(values, has_day=has_day)
    if _has_no_figures(work.layout.kind, values):
        work.skipped.append(Skipped(line.number, "no_figures"))
    elif reason:
        work.faults.append(Fault(line.number, "day", str(values.get("last_day") or ""), reason))
    else:
        work.rows.append(Row(line.number, values))


def _fault_of_day(values: Mapping[str, Any], *, has_day: bool) -> str:
    if _is_several_days(values):
        return "several_days"
    return "no_day" if has_day and values["day"] is None else ""


def _has_no_figures(kind: Kind, values: Mapping[str, Any]) -> bool:
    """Whether a row that should carry figures carries none: "--" all along."""
    if kind not in {Kind.AD, Kind.OWN}:
        return False
    return all(values.get(one.name) is None for one in FIELDS[kind] if one.value in FIGURES)


def _is_several_days(values: Mapping[str, Any]) -> bool:
    """A platform that sums several days into one row says so by its last day."""
    return values.get("last_day") is not None and values["last_day"] != values.get("day")


@lru_cache(maxsize=65_536)
def _plain(text: str) -> str:
    if of_cell.is_nothing(text):
        return ""
    return " ".join(text.split())[:LONGEST_TEXT]


def _scale(layout: Layout, name: str) -> Decimal:
    at = layout.mapping.get(name)
    if at is None:
        return Decimal(1)
    times, parts = unit_of(layout.headers[at])
    return Decimal(times) / parts


def _settle_nameless(work: _Work) -> None:
    """A line without any name is the table's sum if it says what the rows say; else it is a fault to look at."""
    ours = summed(work.rows) if work.nameless else Sums()
    for line in work.nameless:
        _settle(work, line, ours)


def _settle(work: _Work, line: Line, ours: Sums) -> None:
    theirs = stated(line.cells, work.layout.mapping, _scale(work.layout, "spend"))
    if theirs == Sums():
        work.skipped.append(Skipped(line.number, "no_figures"))
    elif work.rows and not difference(ours, theirs):
        work.skipped.append(Skipped(line.number, "sum"))
        work.stated.append(Stated(line.number, False, theirs))
    elif any(name in work.layout.mapping for name in ("day", *NAMES)) and work.rows:
        work.faults.append(Fault(line.number, "campaign", "", "nameless"))
    else:
        _take(work, line)


def _result(work: _Work, below: Sequence[Line]) -> Reading:
    work.faults.sort(key=lambda one: one.number)
    work.skipped.sort(key=lambda one: one.number)
    days = sorted({row.values["day"] for row in work.rows if row.values.get("day")})
    taken = {row.number for row in work.rows}
    bodies = [tuple(line.cells) for line in below if line.number in taken]
    totals = summed(work.rows)
    is_asked = "day" not in work.layout.mapping and work.day is None
    return Reading(
        layout=work.layout,
        rows=tuple(work.rows),
        faults=tuple(work.faults),
        skipped=tuple(work.skipped),
        totals=totals,
        file_totals=best_of(work.stated, totals),
        twice=_twice(work.layout, below),
        days=tuple(days),
        needs_day=is_asked and work.layout.kind in {Kind.AD, Kind.OWN},
        repeated=len(bodies) - len(set(bodies)),
        carried=work.carried,
        currency=_currency(work),
    )


def _twice(layout: Layout, below: Sequence[Line]) -> tuple[str, ...]:
    return tuple(
        layout.headers[at]
        for at in layout.mapping.values()
        for other in _namesakes(layout.headers, at)
        if any(_cell(line, at) != _cell(line, other) for line in below)
    )


def _namesakes(headers: Sequence[str], at: int) -> list[int]:
    name = plain_name(headers[at]) if headers[at] else ""
    return [other for other, header in enumerate(headers) if name and other != at and plain_name(header) == name]


def _cell(line: Line, at: int) -> str:
    return line.cells[at] if at < len(line.cells) else ""


def summed(rows: Iterable[Row]) -> Sums:
    """Sums over rows."""
    listed = list(rows)
    return Sums(
        impressions=_whole(_sum(row.values.get("impressions") for row in listed)),
        clicks=_whole(_sum(row.values.get("clicks") for row in listed)),
        spend=_sum(row.values.get("spend") for row in listed),
        conversions=_sum(conversions(row) for row in listed),
    )


def conversions(row: Row) -> Decimal | None:
    """What a platform counts as conversions: the one column, or its three kinds together."""
    return _sum(row.values.get(name) for name in ("conversions", "conversions_chat", "conversions_phone"))


def _sum(values: Iterable[int | Decimal | None]) -> Decimal | None:
    known = [Decimal(value) for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


def _currency(work: _Work) -> str:
    """What the amounts are in: the header says it, else the rows' own column, else ""."""
    named = {currency_of(row.text("currency")) for row in work.rows if row.text("currency")}
    return work.layout.currency or next(iter(sorted(named)), "")
