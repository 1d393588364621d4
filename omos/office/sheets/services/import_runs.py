"""An import up to the checked rows: upload, sheet, columns, check, check again, give up."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from time import perf_counter

from django.db import transaction
from django.utils.translation import gettext as _

from omos.office.sheets.checking import Checker
from omos.office.sheets.declare import Importer
from omos.office.sheets.headers import Head, find_head, head_at, is_exact, matched, rows_below
from omos.office.sheets.models import ColumnMemory, ImportFile, ImportProblem, ImportRow, ImportRun
from omos.office.sheets.reading import LARGEST_FILE, Line, Table, UnreadableFile, read_table
from omos.office.sheets.services.row_checks import RowCheck, check_in_order, problems_to_keep
from omos.people.trail import record_action
from omos.people.viewer import Viewer

KEPT = timedelta(days=7)
PREVIEW_LINES = 6
BATCH = 1000
MOST_ROWS = 50_000


class ImportStopped(Exception):
    """Raised with a message fit for the person who imports."""


def _owner(actor: Viewer) -> int:
    """Imports belong to people: a job has nobody to show faulty rows to."""
    if actor.user_id is None:
        raise ImportStopped(_("Only somebody signed in can import."))
    return actor.user_id


def start_import(*, importer: Importer, file_name: str, content: bytes, actor: Viewer, now: datetime) -> ImportRun:
    """Read an uploaded file and match its columns; rows are checked at once when no column is in doubt.

    :raises UnreadableFile: with the reason in words
    """
    if len(content) > LARGEST_FILE:
        raise UnreadableFile("file_too_large")
    table = read_table(content)
    head = find_head(table.lines, importer.fields)
    with transaction.atomic():
        run = ImportRun(
            importer=importer.code,
            owner_id=_owner(actor),
            file_name=file_name[-200:],
            file_digest=hashlib.sha256(content).hexdigest(),
            created_at=now,
            expires_at=now + KEPT,
        )
        _take_table(run, importer, table, head)
        ImportFile.objects.create(run=run, content=content)
        after = {"importer": importer.code, "file": file_name}
        record_action("sheets.import", actor=actor, subject=("sheets.importrun", run.pk), now=now, after=after)
    if _is_clear(table, head, importer, run.mapping):
        _store_rows(run, importer, table, actor)
    return run


def choose_sheet(*, run: ImportRun, importer: Importer, sheet: int, header_line: int | None) -> None:
    """Take another sheet of the file, or another line as its header (0: none); rows read before are dropped.

    :raises ImportStopped: if the import is past that, or was dropped
    :raises UnreadableFile: if that sheet cannot be read
    """
    table = read_table(_content(run), sheet=sheet)
    head = find_head(table.lines, importer.fields) if header_line is None else head_at(table.lines, header_line)
    with transaction.atomic():
        _claim(run)
        _take_table(run, importer, table, head)
        ImportRow.objects.filter(run=run).delete()


def match_columns(
    *, run: ImportRun, importer: Importer, mapping: Mapping[str, int], actor: Viewer, now: datetime
) -> None:
    """Take this field → column mapping, remember it for the same header, read all rows and check every one.

    :raises ImportStopped: if a required field has no column, two fields share one, or no row stands below the header
    """
    _refuse_mapping(run, importer, mapping)
    table = read_table(_content(run), sheet=run.sheet)
    run.mapping = dict(mapping)
    _store_rows(run, importer, table, actor)
    ColumnMemory.objects.update_or_create(
        importer=importer.code,
        header_digest=run.header_digest,
        defaults={"mapping": run.mapping, "used_at": now},
    )


@transaction.atomic
def recheck_import(*, run: ImportRun, importer: Importer, actor: Viewer) -> None:
    """Check every row again, those left out included: people or settings may have changed meanwhile.

    :raises ImportStopped: if the import is written already
    """
    _claim(run)
    started = perf_counter()
    ImportProblem.objects.filter(run=run).delete()
    rows = list(ImportRow.objects.filter(run=run).order_by("number"))
    before = {row.pk: (row.state, row.key) for row in rows}
    checks = _check(rows, run, importer, actor)
    ImportRow.objects.bulk_update(
        [row for row in rows if before[row.pk] != (row.state, row.key)], ["state", "key"], batch_size=BATCH
    )
    _keep_problems(run, checks, started)


@transaction.atomic
def drop_import(*, run: ImportRun, actor: Viewer, now: datetime) -> None:
    """Forget an import that was not written; nothing of it stood in the records.

    :raises ImportStopped: if it is written already
    """
    _claim(run)
    record_action("sheets.import", actor=actor, subject=("sheets.importrun", run.pk), now=now, before={"dropped": True})
    ImportRun.objects.filter(pk=run.pk).delete()


def forget_old_imports(*, now: datetime) -> int:
    """Delete imports whose time is over, with everything that was read for them."""
    old = list(ImportRun.objects.filter(expires_at__lte=now).values_list("pk", flat=True)[:BATCH])
    ImportRun.objects.filter(pk__in=old).delete()
    return len(old)


# --- parts -----------------------------------------------------------------------------------


def _claim(run: ImportRun) -> None:
    """Hold the run while it changes; once written it stays as it is."""
    open_states = (ImportRun.State.MATCHING, ImportRun.State.CHECKING)
    if not ImportRun.objects.filter(pk=run.pk, state__in=open_states).update(importer=run.importer):
        raise ImportStopped(_("This import is written already, or was dropped."))


def _take_table(run: ImportRun, importer: Importer, table: Table, head: Head) -> None:
    memory = ColumnMemory.objects.filter(importer=importer.code, header_digest=head.digest).first()
    rows, left_out = rows_below(table.lines, head)
    run.sheets = [{"name": sheet.name, "is_hidden": sheet.is_hidden, "rows": sheet.rows} for sheet in table.sheets]
    run.sheet, run.header_line, run.headers, run.header_digest = table.sheet, head.line, list(head.texts), head.digest
    run.mapping = matched(head, importer.fields, memory.mapping if memory else None)
    run.left_out_lines = left_out
    run.preview = [[line.number, list(line.cells)] for line in (rows or list(table.lines))[:PREVIEW_LINES]]
    run.state = ImportRun.State.MATCHING
    run.save()


def _is_clear(table: Table, head: Head, importer: Importer, mapping: Mapping[str, int]) -> bool:
    """Whether nobody need look at the columns: one sheet with rows, every column called as it should be."""
    sheets = [sheet for sheet in table.sheets if sheet.rows and not sheet.is_hidden]
    rows, _left_out = rows_below(table.lines, head)
    return bool(len(sheets) == 1 and head.line and rows and mapping and is_exact(head, importer.fields, mapping))


def _content(run: ImportRun) -> bytes:
    content = ImportFile.objects.filter(run=run.pk).values_list("content", flat=True).first()
    if content is None:
        raise ImportStopped(_("This import is written already, or was dropped."))
    return bytes(content)


def _refuse_mapping(run: ImportRun, importer: Importer, mapping: Mapping[str, int]) -> None:
    missing = [str(field.label) for field in importer.fields if field.is_required and field.name not in mapping]
    if missing:
        raise ImportStopped(_("Choose a column for: %(fields)s") % {"fields": ", ".join(missing)})
    if len(set(mapping.values())) < len(mapping):
        raise ImportStopped(_("One column cannot stand for two fields."))
    if not all(0 <= at < len(run.headers) for at in mapping.values()):
        raise ImportStopped(_("The file has no such column."))


def _store_rows(run: ImportRun, importer: Importer, table: Table, actor: Viewer) -> None:
    """Check all rows in memory, then store them with what was found, in one go."""
    started = perf_counter()
    rows = _rows(run, table)
    checks = _check(rows, run, importer, actor)
    with transaction.atomic():
        _claim(run)
        ImportRow.objects.filter(run=run).delete()
        ImportRow.objects.bulk_create(rows, batch_size=BATCH)
        run.state = ImportRun.State.CHECKING
        run.save(update_fields=["state", "mapping"])
        _keep_problems(run, checks, started)


def _rows(run: ImportRun, table: Table) -> list[ImportRow]:
    lines: Iterable[Line] = rows_below(table.lines, Head(run.header_line, tuple(run.headers)))[0]
    rows = [ImportRow(run=run, number=line.number, raw=list(line.cells)) for line in lines]
    if not rows:
        raise ImportStopped(_("No row stands below the header."))
    if len(rows) > MOST_ROWS:
        raise UnreadableFile("too_many_rows")
    return rows


def _check(rows: list[ImportRow], run: ImportRun, importer: Importer, actor: Viewer) -> list[RowCheck]:
    return check_in_order(rows, run.mapping, Checker(importer, actor, tuple(run.mapping)))


def _keep_problems(run: ImportRun, checks: list[RowCheck], started: float) -> None:
    problems, unlisted = problems_to_keep(run, checks)
    ImportProblem.objects.bulk_create(problems, batch_size=BATCH)
    run.unlisted_problems = unlisted
    run.check_milliseconds = round((perf_counter() - started) * 1000)
    run.save(update_fields=["unlisted_problems", "check_milliseconds"])
