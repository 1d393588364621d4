"""The workbooks of the wizard: the empty template, and the table with what became of each row."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO

from django.utils.translation import gettext as _

from omos.office.sheets import export, queries
from omos.office.sheets.declare import Importer
from omos.office.sheets.models import ImportRow, ImportRun


def write_result(run: ImportRun, *, only_problems: bool, author: str) -> IO[bytes]:
    """The original columns, then what was done and what is wrong; opens as text, never as formula."""
    heads = [*run.headers, _("Line"), _("Outcome"), _("Problems")]
    return export.write_xlsx(title=_("Result"), heads=heads, rows=_rows(run, only_problems), author=author)


def _rows(run: ImportRun, only_problems: bool) -> Iterator[list[export.Value]]:
    width = len(run.headers)
    for row, problems in queries.result_rows(run, only_problems=only_problems):
        yield [*_cells(row, run, width), row.number, str(ImportRow.State(row.state).label), problems]


def _cells(row: ImportRow, run: ImportRun, width: int) -> list[export.Value]:
    """The row as it stands now: what was mended by hand is in."""
    cells = [*row.raw, *[""] * (width - len(row.raw))][:width]
    for name, at in run.mapping.items():
        cells[at] = row.mended.get(name, cells[at])
    return cells


def write_template(importer: Importer) -> IO[bytes]:
    """A header to fill in below, and a second sheet that explains every column."""
    labels = [f"{field.label}{'*' if field.is_required else ''}" for field in importer.fields]
    notes = [
        [str(field.label), _("required") if field.is_required else "", str(field.help), field.example]
        for field in importer.fields
    ]
    file = TemporaryFile()  # noqa: SIM115  # the answer streams it and closes it
    import xlsxwriter  # heavy, and only needed once somebody asks for a sheet

    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#F1F3F6", "bottom": 1})
        # Text, so that Excel shortens neither phones nor long numbers.
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(export.sheet_name(str(importer.label)))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(labels) - 1, 18, text)
        explained = book.add_worksheet(_("Explained"))
        explained.set_column(0, 3, 28)
        for column, label in enumerate(labels):
            sheet.write_string(0, column, label, bold)
        for line, note in enumerate(notes):
            for column, words in enumerate(note):
                explained.write_string(line, column, words)
    file.seek(0)
    return file
