"""Tables as files: xlsx and csv without a single formula, the same text back when they are imported again.

A spreadsheet runs a cell that begins with one of `TRIGGERS`. In xlsx every text is stored as text; in csv a leading
apostrophe disarms it, and `original_text` takes exactly that apostrophe away again.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

TRIGGERS = "=+-@\t\r\n＝＋－＠"
_ARMED = re.compile(rf"'*[{re.escape(TRIGGERS)}]")
_DISARMED = re.compile(rf"'+[{re.escape(TRIGGERS)}]")
_FORBIDDEN_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
# What a cell of a spreadsheet holds at most, and the largest whole number it keeps exactly.
CELL_LENGTH = 32_767
EXACT_NUMBER = 10**15
ROWS_IN_SHEET = 1_048_575
# Widths of columns, in signs.
NARROWEST, WIDEST = 8, 48

Value = str | int | float | Decimal | date | datetime | None


def plain_value(value: Any) -> Value:
    """A cell as number, day, moment or text: no markup, no lazy words, moments in the company's zone."""
    match value:
        case bool():
            return _("Yes") if value else _("No")
        case int() | float() | Decimal():
            # Not-a-number and infinity have no cell.
            return value if isfinite(value) else None
        case datetime() if timezone.is_aware(value):
            return timezone.localtime(value).replace(tzinfo=None)
        case date() | None:
            return value
        case time():
            return f"{value:%H:%M}"
    return _plain_text(value)


def _plain_text(value: Any) -> str:
    text = str(value) if isinstance(value, Promise) else value
    if isinstance(text, SafeString):
        text = " ".join(html.unescape(strip_tags(text)).split())
    return str(text)[:CELL_LENGTH]


def safe_text(text: str) -> str:
    """A text that no spreadsheet runs when it opens the csv."""
    return f"'{text}" if _ARMED.match(text) else text


def original_text(text: str) -> str:
    """The text before `safe_text`."""
    return text[1:] if text.startswith("'") and _DISARMED.match(text) else text


def file_name(title: str, day: date, kind: str) -> str:
    """关键词库_2026-11-20.xlsx."""
    return f"{_FORBIDDEN_IN_NAMES.sub(' ', title).strip() or 'omos'}_{day:%Y-%m-%d}.{kind}"


def write_csv(*, heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> IO[bytes]:
    """The rows as UTF-8 csv with byte order mark, so that Excel reads Chinese; a file open at its start."""
    file = TemporaryFile()  # noqa: SIM115  # the answer streams it and closes it
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe_text(head) for head in heads])
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    text.flush()
    text.detach()
    file.seek(0)
    return file


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    # Numbers may begin with a minus: they are numbers, not texts.
    return safe_text(value) if isinstance(value, str) else str(value)


def write_xlsx(*, title: str, heads: Sequence[str], rows: Iterable[Sequence[Value]], author: str = "") -> IO[bytes]:
    """The rows as xlsx, written line by line without holding them; a file open at its start."""
    file = TemporaryFile()  # noqa: SIM115  # the answer streams it and closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    import xlsxwriter  # heavy, and only needed once somebody asks for a sheet

    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": title, "author": author})
        sheet = book.add_worksheet(sheet_name(title))
        sheet.freeze_panes(1, 0)
        formats = _Formats(book)
        rest = iter(rows)
        first = next(rest, None)
        for column, head in enumerate(heads):
            widest = max(_width(head), _width(first[column]) if first else 0)
            sheet.set_column(column, column, min(max(widest + 2, NARROWEST), WIDEST))
            sheet.write_string(0, column, head, formats.head)
        for number, row in enumerate(_all(first, rest), start=1):
            _write_row(sheet, number, row, formats)
            if number == ROWS_IN_SHEET:
                break
    file.seek(0)
    return file


class _Formats:
    """The looks of cells; made once per book."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "bg_color": "#F1F3F6", "bottom": 1, "quote_prefix": True})
        self.quoted = book.add_format({"quote_prefix": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})


def _write_row(sheet: Any, number: int, row: Sequence[Value], formats: _Formats) -> None:
    for column, value in enumerate(row):
        match value:
            case None | "":
                continue
            case datetime():
                sheet.write_datetime(number, column, value, formats.moment)
            case date():
                sheet.write_datetime(number, column, datetime.combine(value, time()), formats.day)
            case str():
                sheet.write_string(number, column, value, formats.quoted if _ARMED.match(value) else None)
            case _:
                _write_number(sheet, number, column, value)


def _write_number(sheet: Any, number: int, column: int, value: int | float | Decimal) -> None:
    """As a number, or as text where a spreadsheet would lose its last digits."""
    if abs(float(value)) >= EXACT_NUMBER:
        sheet.write_string(number, column, str(value))
    else:
        sheet.write_number(number, column, value)


def _all(first: Sequence[Value] | None, rest: Iterator[Sequence[Value]]) -> Iterator[Sequence[Value]]:
    if first is not None:
        yield first
        yield from rest


def _width(value: Value) -> int:
    """Chinese signs are two wide."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in str(value if value is not None else ""))


def sheet_name(title: str) -> str:
    """A title as Excel allows it for a sheet."""
    return re.sub(r"[\[\]:*?/\\']+", " ", title).strip()[:31] or "Sheet1"
