"""Mending rows of an import in the page: one cell, one word everywhere, or leaving rows out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from omos.office.sheets.checking import REPEATED, Checker, repeated_problem
from omos.office.sheets.declare import Importer
from omos.office.sheets.models import ImportProblem, ImportRow, ImportRun
from omos.office.sheets.services.import_runs import BATCH, ImportStopped
from omos.office.sheets.services.row_checks import RowCheck, check_row, problem_row
from omos.people.viewer import Viewer

State = ImportRow.State
LONGEST_CELL = 2000


@transaction.atomic
def mend_row(*, run: ImportRun, importer: Importer, row_id: int, texts: Mapping[str, str], actor: Viewer) -> ImportRow:
    """Replace cells of one row and check it again.

    :raises ImportStopped: if the import is written already, or has no such row
    """
    _hold(run)
    row = ImportRow.objects.filter(run=run, pk=row_id).first()
    if row is None:
        raise ImportStopped(_("This row is gone."))
    _mend([row], {row.pk: texts}, run, importer, actor)
    return row


@transaction.atomic
def replace_everywhere(*, run: ImportRun, importer: Importer, field: str, old: str, new: str, actor: Viewer) -> int:
    """Write `new` into every cell of a field that holds `old` and is not right; gives how many cells those were.

    :raises ImportStopped: if the import is written already, or no such cell is left
    """
    _hold(run)
    wrong = ImportProblem.objects.filter(run=run, field=field, text=old[:200], is_mended=False).exclude(code=REPEATED)
    rows = list(ImportRow.objects.filter(pk__in=wrong.values("row_id")).order_by("number"))
    if not rows or field not in run.mapping:
        raise ImportStopped(_("No cell holds “%(text)s” any more.") % {"text": old})
    _mend(rows, {row.pk: {field: new} for row in rows}, run, importer, actor)
    return len(rows)


@transaction.atomic
def skip_faulty_rows(*, run: ImportRun) -> int:
    """Leave out every row that is still wrong; checking again brings them back. Gives how many.

    :raises ImportStopped: if the import is written already
    """
    _hold(run)
    return ImportRow.objects.filter(run=run, state=State.FAULTY).update(state=State.SKIPPED)


def _hold(run: ImportRun) -> None:
    if not ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.CHECKING).update(importer=run.importer):
        raise ImportStopped(_("This import is written already, or was dropped."))


def _mend(
    rows: Sequence[ImportRow],
    texts: Mapping[int, Mapping[str, str]],
    run: ImportRun,
    importer: Importer,
    actor: Viewer,
) -> None:
    checker = Checker(importer, actor, tuple(run.mapping))
    keys = {row.key for row in rows}
    checks = []
    for row in rows:
        changed = {name: _clean(text) for name, text in texts[row.pk].items() if name in run.mapping}
        before = row.texts(run.mapping)
        row.mended = {**row.mended, **{name: text for name, text in changed.items() if text != before[name]}}
        checks.append(check_row(row, run.mapping, checker))
    ImportRow.objects.bulk_update(rows, ["mended", "state", "key"], batch_size=BATCH)
    _settle_problems(run, checks)
    _settle_repeats(run, checker, keys | {row.key for row in rows})


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip()[:LONGEST_CELL]


def _settle_problems(run: ImportRun, checks: Sequence[RowCheck]) -> None:
    """Mark what is mended, keep what is not, add what is new."""
    old = ImportProblem.objects.filter(row__in=[check.row.pk for check in checks]).exclude(code=REPEATED)
    known = {(problem.row_id, problem.field, problem.code): problem for problem in old}
    now = {(check.row.pk, one.field, one.code): (check.row, one) for check in checks for one in check.problems}
    for place, problem in known.items():
        problem.is_mended = place not in now
        if place in now:
            problem.text, problem.message = now[place][1].text, now[place][1].message
    ImportProblem.objects.bulk_update(known.values(), ["is_mended", "text", "message"], batch_size=BATCH)
    fresh = [problem_row(run, row, one) for place, (row, one) in now.items() if place not in known]
    ImportProblem.objects.bulk_create(fresh, batch_size=BATCH)


def _settle_repeats(run: ImportRun, checker: Checker, keys: Collection[str]) -> None:
    """Among whole rows of one key the first counts; the others are marked, and unmarked when it moved away."""
    whole = (State.READY, State.REPEATED)
    rows = ImportRow.objects.filter(run=run, key__in=[key for key in keys if key], state__in=whole)
    firsts: dict[str, ImportRow] = {}
    changed, repeated = [], []
    for row in rows.order_by("number"):
        first = firsts.setdefault(row.key, row)
        wanted = State.READY if first is row else State.REPEATED
        if row.state != wanted:
            row.state = wanted
            changed.append(row)
        if first is not row:
            repeated.append((row, first.number))
    ImportRow.objects.bulk_update(changed, ["state"], batch_size=BATCH)
    marks = ImportProblem.objects.filter(run=run, code=REPEATED, row__key__in=list(keys))
    marks.filter(row__state=State.READY).update(is_mended=True)
    marked = set(marks.values_list("row_id", flat=True))
    key_field = checker.importer.key[0]
    fresh = [
        problem_row(run, row, repeated_problem(checker.importer, row.texts(run.mapping).get(key_field, ""), number))
        for row, number in repeated
        if row.pk not in marked
    ]
    ImportProblem.objects.bulk_create(fresh, batch_size=BATCH)
    marks.filter(row__in=[row.pk for row, _number in repeated]).update(is_mended=False)
