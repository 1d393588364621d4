"""The daily data sheet as plain values for its template."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from omos.loop.ledger.forms import Cell, SheetForm, cell_name
from omos.loop.ledger.measures import MEASURES_BY_CODE, SHEET_MEASURES, Measure
from omos.loop.ledger.queries import SHEET_RATES, DayMarks, Sheet, SheetCell, SheetRow, ratios, rows_url, text_of


@dataclass(frozen=True)
class DrawnCell:
    """One cell: an input, or a machine's figure that leads to its rows."""

    name: str
    label: str
    column: str
    text: str
    source: str
    is_machine: bool
    is_open: bool
    fault: str
    url: str


@dataclass(frozen=True)
class DrawnRow:
    """One channel of the grid."""

    channel_id: int
    name: str
    is_paid: bool
    cells: tuple[DrawnCell, ...]
    rates: tuple[str, ...]


@dataclass(frozen=True)
class DrawnDay:
    """One day of the month's strip."""

    day: date
    kind: str
    by_hand: int
    by_machine: int
    is_now: bool


def sheet_context(
    form: SheetForm,
    *,
    today: date,
    coverage: Mapping[date, DayMarks] | None = None,
    expected: Collection[Cell] | None = None,
) -> dict[str, Any]:
    """All values of the page; `expected` narrows the grid to the cells filled last time."""
    sheet, totals, allowed = form.sheet, _totals(form), frozenset(form.open_cells())
    previous, following = sheet.day - timedelta(days=1), sheet.day + timedelta(days=1)
    return {
        "sheet": sheet,
        "form": form,
        "today": today,
        "seen": form.seen_json(),
        "columns": [MEASURES_BY_CODE[code] for code in SHEET_MEASURES],
        "rates": [MEASURES_BY_CODE[code] for code in SHEET_RATES],
        "rows": [_row(form, row, _narrowed(form, allowed, expected)) for row in sheet.rows],
        "totals": [text_of(code, totals[code]) for code in SHEET_MEASURES],
        "total_labels": [MEASURES_BY_CODE[code].label for code in SHEET_MEASURES],
        "total_rates": _total_rates(sheet),
        "previous": previous,
        "following": following if following <= today else None,
        "is_narrowed": expected is not None,
        "missing": _missing(form, expected),
    } | _strip([] if coverage is None else _days(sheet.day, today, coverage))


def _strip(days: list[DrawnDay]) -> dict[str, Any]:
    """The month's strip of days, and how many of them are filled."""
    kinds = [day.kind for day in days if day.kind != "coming"]
    return {"days": days, "past_days": len(kinds), "filled_days": len(kinds) - kinds.count("empty")}


def _narrowed(form: SheetForm, allowed: frozenset[Cell], expected: Collection[Cell] | None) -> frozenset[Cell]:
    """Cells drawn as inputs: those of last time where only they are wanted, and whatever holds text or a fault."""
    if expected is None:
        return allowed
    return allowed & (frozenset(expected) | {cell for cell, text in form.texts.items() if text} | form.faults.keys())


def _row(form: SheetForm, row: SheetRow, inputs: frozenset[Cell]) -> DrawnRow:
    return DrawnRow(
        channel_id=row.channel_id,
        name=row.name,
        is_paid=row.is_paid,
        cells=tuple(_cell(form, row, cell, inputs) for cell in row.cells),
        rates=tuple(text_of(code, row.rates[code]) for code in SHEET_RATES),
    )


def _cell(form: SheetForm, row: SheetRow, cell: SheetCell, inputs: frozenset[Cell]) -> DrawnCell:
    key = (row.channel_id, cell.measure)
    measure: Measure = MEASURES_BY_CODE[cell.measure]
    text = text_of(cell.measure, cell.value) if cell.is_machine else form.text_of(key, cell.value)
    return DrawnCell(
        name=cell_name(*key),
        label=f"{row.name} {measure.label}",
        column=str(measure.label),
        text=text,
        source=cell.source_label,
        is_machine=cell.is_machine,
        is_open=not cell.is_machine and (key in inputs or cell.value is not None),
        fault=form.faults.get(key, ""),
        url=rows_url(cell.measure, form.sheet.day, form.sheet.day, channel_id=row.channel_id) if cell.source else "",
    )


def _totals(form: SheetForm) -> dict[str, int | None]:
    """Sums over what stands in the grid now, typed or by machine."""
    typed = form.values()
    sums: dict[str, int | None] = dict.fromkeys(SHEET_MEASURES)
    for row in form.sheet.rows:
        for cell in row.cells:
            value = typed.get((row.channel_id, cell.measure), cell.value)
            if value is not None:
                sums[cell.measure] = (sums[cell.measure] or 0) + value
    return sums


def _total_rates(sheet: Sheet) -> list[str]:
    rates: Mapping[str, Decimal | None] = sheet.rates or ratios(SHEET_RATES, {})
    return [text_of(code, rates[code]) for code in SHEET_RATES]


def _missing(form: SheetForm, expected: Collection[Cell] | None) -> int:
    known = {(row.channel_id, cell.measure) for row in form.sheet.rows for cell in row.cells if cell.value is not None}
    return len(set(expected or ()) - known)


def _days(day: date, today: date, coverage: Mapping[date, DayMarks]) -> list[DrawnDay]:
    count = monthrange(day.year, day.month)[1]
    return [_day(day.replace(day=number), day, today, coverage) for number in range(1, count + 1)]


def _day(one: date, shown: date, today: date, coverage: Mapping[date, DayMarks]) -> DrawnDay:
    marks = coverage.get(one)
    hand, machine = (marks.by_hand, marks.by_machine) if marks else (0, 0)
    kind = "both" if hand and machine else "hand" if hand else "machine" if machine else "empty"
    return DrawnDay(one, "coming" if one > today else kind, hand, machine, one == shown)
