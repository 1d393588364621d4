"""Reading the sheets room: views and columns of lists, imports and their rows."""

from __future__ import annotations

from omos.office.sheets.progress import read as progress_of
from omos.office.sheets.queries.import_runs import (
    ImportCounts,
    ProblemGroup,
    counts_of,
    existing_counts,
    problem_groups,
    problem_rows,
    problems_of_rows,
    result_rows,
    run_of,
    runs_of,
    wrong_texts,
)
from omos.office.sheets.queries.lists import layout_of, views_of
from omos.office.sheets.reading import Table, UnreadableFile, read_table

__all__ = [
    "ImportCounts",
    "ProblemGroup",
    "Table",
    "UnreadableFile",
    "counts_of",
    "existing_counts",
    "layout_of",
    "problem_groups",
    "problem_rows",
    "problems_of_rows",
    "progress_of",
    "read_table",
    "result_rows",
    "run_of",
    "runs_of",
    "views_of",
    "wrong_texts",
]
