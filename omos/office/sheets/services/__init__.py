"""Verbs of the sheets room: lists, and imports from the upload to the last step and back."""

from __future__ import annotations

from omos.office.sheets.progress import clear as clear_progress
from omos.office.sheets.progress import reporter as progress_reporter
from omos.office.sheets.services.import_runs import (
    ImportStopped,
    choose_sheet,
    drop_import,
    forget_old_imports,
    match_columns,
    recheck_import,
    start_import,
)
from omos.office.sheets.services.lists import ViewRefused, choose_columns, drop_view, note_export, save_view
from omos.office.sheets.services.mending import mend_row, replace_everywhere, skip_faulty_rows
from omos.office.sheets.services.writing import Duplicates, undo_import, write_import

__all__ = [
    "Duplicates",
    "ImportStopped",
    "ViewRefused",
    "choose_columns",
    "choose_sheet",
    "clear_progress",
    "drop_import",
    "drop_view",
    "forget_old_imports",
    "match_columns",
    "mend_row",
    "note_export",
    "progress_reporter",
    "recheck_import",
    "replace_everywhere",
    "save_view",
    "skip_faulty_rows",
    "start_import",
    "undo_import",
    "write_import",
]
