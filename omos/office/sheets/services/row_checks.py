"""Checking stored rows: sets their state and key, and gives what is wrong as rows to keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from omos.office.sheets.checking import Checker, Problem, key_digest, repeated_problem
from omos.office.sheets.models import ImportProblem, ImportRow, ImportRun

# One wrong column of a large file has a problem in every row; beyond this they are counted, not listed.
PROBLEMS_LISTED = 20_000


@dataclass(frozen=True)
class RowCheck:
    """One row and what is wrong with it."""

    row: ImportRow
    problems: tuple[Problem, ...]


def check_row(row: ImportRow, mapping: Mapping[str, int], checker: Checker) -> RowCheck:
    """Check one row by itself; sets its key, and its state but for repetition."""
    checked = checker.check(row.texts(dict(mapping)))
    row.state = ImportRow.State.FAULTY if checked.is_faulty else ImportRow.State.READY
    row.key = key_digest(checker.key(checked.values))
    return RowCheck(row, checked.problems)


def check_in_order(rows: Iterable[ImportRow], mapping: Mapping[str, int], checker: Checker) -> list[RowCheck]:
    """Check rows in the order of the file; of rows with one key the first whole one counts."""
    first_numbers: dict[str, int] = {}
    checks = []
    for row in rows:
        check = check_row(row, mapping, checker)
        if row.state == ImportRow.State.READY and row.key:
            first = first_numbers.setdefault(row.key, row.number)
            if first != row.number:
                check = _repeated(check, mapping, checker, first)
        checks.append(check)
    return checks


def _repeated(check: RowCheck, mapping: Mapping[str, int], checker: Checker, first: int) -> RowCheck:
    check.row.state = ImportRow.State.REPEATED
    text = check.row.texts(dict(mapping)).get(checker.importer.key[0], "")
    return RowCheck(check.row, (*check.problems, repeated_problem(checker.importer, text, first)))


def problem_row(run: ImportRun, row: ImportRow, problem: Problem) -> ImportProblem:
    """A problem as it is kept."""
    return ImportProblem(
        run=run,
        row=row,
        field=problem.field,
        code=problem.code,
        text=problem.text,
        message=problem.message,
        title=problem.title,
        is_warning=problem.is_warning,
    )


def problems_to_keep(run: ImportRun, checks: Iterable[RowCheck]) -> tuple[list[ImportProblem], int]:
    """The problems to list, and how many there are beyond them."""
    found = [problem_row(run, check.row, problem) for check in checks for problem in check.problems]
    return found[:PROBLEMS_LISTED], max(len(found) - PROBLEMS_LISTED, 0)
