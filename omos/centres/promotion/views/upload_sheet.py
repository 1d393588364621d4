"""An upload as a workbook: every line of the file, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import IO

from django.utils.translation import gettext as _

from omos.centres.promotion import queries
from omos.centres.promotion.models import Upload
from omos.centres.promotion.words import FIELDS, reason_of
from omos.connectors.adreports.layout import Line
from omos.connectors.adreports.reading import Reading
from omos.office.sheets import export


def outcome_sheet(upload: Upload, *, today: date, author: str) -> IO[bytes]:
    """The lines below the header as text, with the line's number and its outcome; opens without any formula.

    :raises FileGone: if the file is kept no longer
    """
    reading = queries.reading_of(upload, today=today)
    headers = [header or str(at + 1) for at, header in enumerate(reading.layout.headers)]
    lines = [line for line in queries.lines_of(upload) if line.number > reading.layout.head]
    heads = [*headers, _("Line"), _("Outcome"), _("Reason")]
    return export.write_xlsx(
        title=_("Result"), heads=heads, rows=_rows(upload, reading, lines, len(headers)), author=author
    )


def _rows(upload: Upload, reading: Reading, lines: list[Line], width: int) -> Iterator[list[export.Value]]:
    ends = ends_of(upload, reading)
    for line in lines:
        word, reason = ends.get(line.number, ("", ""))
        cells = [*line.cells, *[""] * width][:width]
        yield [*cells, line.number, word, reason]


def ends_of(upload: Upload, reading: Reading) -> dict[int, tuple[str, str]]:
    """Line → outcome and reason, in words."""
    booked = {int(number): word for number, word in upload.outcome.get("rows", {}).items()}
    words = {"added": _("added"), "updated": _("updated"), "unchanged": _("already booked so")}
    ends = {one.number: (_("skipped"), reason_of(one.reason)) for one in reading.skipped}
    ends |= {
        one.number: (_("wrong"), f"{FIELDS[one.field]} “{one.text}”: {reason_of(one.reason)}") for one in reading.faults
    }
    for row in reading.rows:
        word = booked.get(row.number, upload.outcome.get("usual", ""))
        left = _("wrong") if word == "no_channel" else _("skipped")
        ends[row.number] = (words[word], "") if word in words else (left, reason_of(word)) if word else ("", "")
    return ends
