"""Table files as lines of text: xlsx, xls, xlsm, ods, csv in whatever encoding; hostile files get a clear refusal."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from omos.office.sheets.export import original_text

LARGEST_FILE = 10 << 20
LONGEST_WAIT = 30
_CHILD = Path(__file__).with_name("reading_child.py")

_FAULTS: dict[str, Promise] = {
    "empty": _("There is nothing in this file."),
    "file_too_large": _("The file is larger than 10 MB. Split it, or delete pictures and unused sheets."),
    "too_large": _("Unpacked, the file is too large to be a list. Copy the rows into a new workbook and try again."),
    "too_many_rows": _("More than 50,000 rows. Split the file and import the parts one after the other."),
    "too_many_columns": _("More than 100 columns. Delete those that are not needed."),
    "cell_too_long": _("A cell holds more text than Excel allows. Is a quotation mark missing somewhere?"),
    "quotes": _("The quotation marks of this CSV do not match. Save it as xlsx and try again."),
    "encrypted": _("The file has a password. Take it off in Excel (Save as, Tools, General options) and try again."),
    "damaged": _("The file is damaged or was cut off. Open it in Excel, save it as xlsx and try again."),
    "markup": _("This is a web page with the ending of a table. Open it in Excel, save it as xlsx and try again."),
    "no_table": _("This is not a table. Excel files (xlsx, xls) and CSV can be read."),
    "encoding": _("The text of this CSV cannot be made out. Save it as xlsx, or as CSV UTF-8."),
    "too_slow": _("Reading the file took too long. Copy the rows into a new workbook and try again."),
}


class UnreadableFile(Exception):
    """Raised with a message fit for the person who uploaded the file; `code` names the fault."""

    def __init__(self, code: str) -> None:
        super().__init__(_FAULTS[code])
        self.code = code


@dataclass(frozen=True)
class SheetInfo:
    """One sheet of a workbook."""

    name: str
    is_hidden: bool
    rows: int


@dataclass(frozen=True)
class Line:
    """One line with something in it: its number in the file, from 1, and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The sheets of a file, and the lines of one of them."""

    sheets: tuple[SheetInfo, ...]
    sheet: int
    lines: tuple[Line, ...]


def read_table(content: bytes, *, sheet: int | None = None) -> Table:
    """The lines of a file's wanted sheet, or of the first one that is neither empty nor hidden.

    :raises UnreadableFile: with the reason in words
    """
    if len(content) > LARGEST_FILE:
        raise UnreadableFile("file_too_large")
    answer = _ask_child(content, sheet)
    if "fault" in answer:
        raise UnreadableFile(answer["fault"])
    plain = original_text if answer["kind"] == "csv" else str
    lines = tuple(Line(number, tuple(plain(cell) for cell in cells)) for number, cells in answer["lines"])
    if not lines:
        raise UnreadableFile("empty")
    return Table(tuple(SheetInfo(**one) for one in answer["sheets"]), answer["sheet"], lines)


def _ask_child(content: bytes, sheet: int | None) -> dict[str, Any]:
    command = [sys.executable, "-I", str(_CHILD), *([] if sheet is None else [str(sheet)])]
    try:
        # A bare environment: the child parses what strangers wrote and has no business with our secrets.
        done = subprocess.run(command, input=content, capture_output=True, timeout=LONGEST_WAIT, env={}, check=False)
    except subprocess.TimeoutExpired:
        raise UnreadableFile("too_slow") from None
    if done.returncode:
        return {"fault": _fault_of_death(done.returncode)}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _fault_of_death(code: int) -> str:
    """Killed by the clock: too slow; by anything else (a failed allocation aborts): too large."""
    signal_of_clock = {-24, -9}
    return "too_slow" if code in signal_of_clock else "too_large" if code < 0 else "damaged"
