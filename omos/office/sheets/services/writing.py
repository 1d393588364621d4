"""The last step of an import: everything or nothing, in one transaction; and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from omos.office.sheets.checking import Checker
from omos.office.sheets.declare import CheckedRow, Importer, ImportRefused, Key, Written
from omos.office.sheets.models import ImportFile, ImportRow, ImportRun
from omos.office.sheets.services.import_runs import BATCH, ImportStopped
from omos.people.trail import record_action
from omos.people.viewer import Viewer

UNDO_FOR = timedelta(hours=24)
Decision = ImportRun.Decision
State = ImportRow.State
Progress = Callable[[int], None]


@dataclass(frozen=True)
class _Ready:
    """A whole row with its parsed values and what the room knows of its key."""

    row: ImportRow
    values: Mapping[str, Any]
    existing: Any
    decision: str


@dataclass(frozen=True)
class Duplicates:
    """What happens to rows that exist already: for all, and otherwise for single rows by id."""

    decision: str = Decision.SKIP
    by_row: Mapping[int, str] = field(default_factory=dict)

    def of(self, row: ImportRow) -> str:
        """The decision for one row."""
        return self.by_row.get(row.pk) or self.decision


def write_import(
    *, run: ImportRun, importer: Importer, duplicates: Duplicates, actor: Viewer, now: datetime, progress: Progress
) -> Written:
    """Write every row that is ready, by one call of the importer, all or none; a second press finds it written.

    :raises ImportStopped: if rows are still wrong, if it is written already, or if the room refuses
    """
    try:
        with transaction.atomic():
            _claim(run, now)
            ready = _ready_rows(run, importer, duplicates, actor)
            written = importer.write(rows=_rows_to_write(ready, progress), actor=actor, now=now)
            _keep_outcome(run, ready, duplicates, written)
            after = {"created": written.created, "updated": written.updated, "file": run.file_name}
            record_action(importer.verb, actor=actor, subject=("sheets.importrun", run.pk), now=now, after=after)
    except ImportRefused as refusal:
        raise ImportStopped(str(refusal)) from refusal
    return written


def _keep_outcome(run: ImportRun, ready: list[_Ready], duplicates: Duplicates, written: Written) -> None:
    outcome: dict[str, list[int]] = {}
    for one in ready:
        is_known = one.existing is not None
        state = State.CREATED if not is_known else State.KNOWN if one.decision == Decision.SKIP else State.UPDATED
        outcome.setdefault(state, []).append(one.row.pk)
    for name, ids in outcome.items():
        _set_state(ids, name)
    ImportRun.objects.filter(pk=run.pk).update(decision=duplicates.decision, undo=dict(written.undo))
    # The file has served: what it said stands in the rows, for the result sheet.
    ImportFile.objects.filter(run=run).delete()


def _claim(run: ImportRun, now: datetime) -> None:
    held = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.CHECKING).update(
        state=ImportRun.State.DONE, written_at=now
    )
    if not held:
        raise ImportStopped(_("This import is written already, or was dropped."))
    if ImportRow.objects.filter(run=run, state=State.FAULTY).exists():
        raise ImportStopped(_("Some rows still have to be mended or left out."))


def _ready_rows(run: ImportRun, importer: Importer, duplicates: Duplicates, actor: Viewer) -> list[_Ready]:
    """Parse the rows once more: names may have gone from the lists since they were checked."""
    checker = Checker(importer, actor, tuple(run.mapping))
    parsed: list[tuple[ImportRow, Mapping[str, Any], Key | None]] = []
    for row in ImportRow.objects.filter(run=run, state=State.READY).order_by("number"):
        checked = checker.check(row.texts(run.mapping))
        if checked.is_faulty:
            raise ImportStopped(_("Something changed meanwhile: line %(n)s is no longer right.") % {"n": row.number})
        parsed.append((row, checked.values, checker.key(checked.values)))
    if not parsed:
        raise ImportStopped(_("No row is left to write."))
    known = existing_by_key(importer, actor, [key for _row, _values, key in parsed if key is not None])
    return [_Ready(row, values, known.get(key) if key else None, duplicates.of(row)) for row, values, key in parsed]


def existing_by_key(importer: Importer, viewer: Viewer, keys: list[Key]) -> Mapping[Key, Any]:
    """What the room holds under these keys."""
    return importer.existing(viewer=viewer, keys=keys) if keys else {}


def _rows_to_write(ready: list[_Ready], progress: Progress) -> Iterator[CheckedRow]:
    for done, one in enumerate(ready):
        progress(done)
        if one.existing is None or one.decision != Decision.SKIP:
            yield CheckedRow(
                number=one.row.number,
                values=one.values,
                existing=one.existing,
                is_merge=one.decision == Decision.MERGE,
            )
    progress(len(ready))


def _set_state(ids: list[int], state: str) -> None:
    for start in range(0, len(ids), BATCH):
        ImportRow.objects.filter(pk__in=ids[start : start + BATCH]).update(state=state)


def undo_import(*, run: ImportRun, importer: Importer, actor: Viewer, now: datetime) -> int:
    """Take an import back within a day; gives how many rows were.

    :raises ImportStopped: if it is too late, taken back already, or the room refuses
    """
    if importer.undo is None:
        raise ImportStopped(_("This import cannot be taken back."))
    try:
        with transaction.atomic():
            held = ImportRun.objects.filter(
                pk=run.pk, state=ImportRun.State.DONE, written_at__gt=now - UNDO_FOR
            ).update(state=ImportRun.State.UNDONE, undone_at=now)
            if not held:
                raise ImportStopped(_("It is taken back already, or more than 24 hours old."))
            kept = ImportRun.objects.values_list("undo", flat=True).get(pk=run.pk)
            rows = importer.undo(undo=kept or {}, actor=actor, now=now)
            subject = ("sheets.importrun", run.pk)
            record_action(importer.verb, actor=actor, subject=subject, now=now, before={"undone": rows})
    except ImportRefused as refusal:
        raise ImportStopped(str(refusal)) from refusal
    return rows
