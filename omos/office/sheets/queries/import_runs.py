"""Imports of a viewer: figures, groups of problems, rows with them, what is in the records already."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from omos.office.sheets.checking import REPEATED, Checker
from omos.office.sheets.declare import Importer
from omos.office.sheets.models import ImportProblem, ImportRow, ImportRun
from omos.people.viewer import Viewer

State = ImportRow.State
EXAMPLES = 3
RUNS_SHOWN = 20


@dataclass(frozen=True)
class ImportCounts:
    """Figures of one import, in rows; `faults` in cells."""

    rows: int
    ready: int
    faulty: int
    faults: int
    warned: int
    warnings: int
    repeated: int
    skipped: int
    mended: int
    created: int
    updated: int
    known: int

    @property
    def clean(self) -> int:
        """Rows that can be written and have nothing to look at."""
        return max(self.rows - self.faulty - self.skipped - self.warned, 0)

    @property
    def open_problems(self) -> int:
        """Cells still to mend or to look at."""
        return self.faults + self.warnings


@dataclass(frozen=True)
class ProblemGroup:
    """Problems of one kind in one field: how many there were, how many are left, what stands in the cells."""

    field: str
    code: str
    title: str
    is_warning: bool
    total: int
    left: int
    examples: tuple[str, ...]
    message: str

    @property
    def name(self) -> str:
        """As it stands in addresses."""
        return f"{self.field}:{self.code}"


def run_of(*, viewer: Viewer, importer: str, run_id: int) -> ImportRun | None:
    """One's own import; those of others are as good as absent."""
    return ImportRun.objects.filter(pk=run_id, importer=importer, owner=viewer.user_id).first()


def runs_of(*, viewer: Viewer) -> list[ImportRun]:
    """One's own imports that are still kept, the latest first."""
    return list(ImportRun.objects.filter(owner=viewer.user_id).order_by("-created_at", "-id")[:RUNS_SHOWN])


def counts_of(run: ImportRun) -> ImportCounts:
    """All figures of an import, by two queries."""
    by_state = dict(ImportRow.objects.filter(run=run).order_by().values_list("state").annotate(how_many=Count("pk")))
    is_open = Q(is_mended=False) & ~Q(row__state=State.SKIPPED)
    is_warning = is_open & Q(is_warning=True)
    found = ImportProblem.objects.filter(run=run).aggregate(
        faults=Count("pk", filter=is_open & Q(is_warning=False)),
        warnings=Count("pk", filter=is_warning),
        warned=Count("row", filter=is_warning & ~Q(row__state=State.FAULTY), distinct=True),
        mended=Count("row", filter=Q(is_mended=True), distinct=True),
    )
    return ImportCounts(
        rows=sum(by_state.values()),
        ready=by_state.get(State.READY, 0),
        faulty=by_state.get(State.FAULTY, 0),
        repeated=by_state.get(State.REPEATED, 0),
        skipped=by_state.get(State.SKIPPED, 0),
        created=by_state.get(State.CREATED, 0),
        updated=by_state.get(State.UPDATED, 0),
        known=by_state.get(State.KNOWN, 0),
        **found,
    )


def problem_groups(run: ImportRun) -> tuple[ProblemGroup, ...]:
    """Kinds of problems, what must be mended first, the most frequent before the others."""
    is_open = Q(is_mended=False) & ~Q(row__state=State.SKIPPED)
    kinds = (
        ImportProblem.objects.filter(run=run)
        .order_by()
        .values("field", "code", "title", "is_warning")
        .annotate(total=Count("pk"), left=Count("pk", filter=is_open))
    )
    examples = _examples(run)
    groups = [
        ProblemGroup(**kind, examples=tuple(texts), message=message)
        for kind in kinds
        for texts, message in [examples.get((kind["field"], kind["code"]), ([], ""))]
    ]
    return tuple(sorted(groups, key=lambda group: (group.is_warning, -group.total, group.title)))


def _examples(run: ImportRun) -> dict[tuple[str, str], tuple[list[str], str]]:
    texts = (
        ImportProblem.objects.filter(run=run)
        .order_by()
        .values_list("field", "code", "text", "message")
        .annotate(how_many=Count("pk"))
        .order_by("-how_many", "text")[:500]
    )
    found: dict[tuple[str, str], tuple[list[str], str]] = {}
    for field, code, text, message, _how_many in texts:
        shown, _first_message = found.setdefault((field, code), ([], message))
        if text and text not in shown and len(shown) < EXAMPLES:
            shown.append(text)
    return found


def problem_rows(run: ImportRun, group: ProblemGroup) -> QuerySet[ImportRow]:
    """Rows with a problem of this kind, mended ones too, in the order of the file."""
    places = ImportProblem.objects.filter(run=run, field=group.field, code=group.code).values("row_id")
    return ImportRow.objects.filter(pk__in=places).exclude(state=State.SKIPPED).order_by("number")


def problems_of_rows(rows: Collection[ImportRow]) -> dict[int, list[ImportProblem]]:
    """Problems by row, mended ones included, those that must be mended first."""
    found: dict[int, list[ImportProblem]] = {row.pk: [] for row in rows}
    problems = ImportProblem.objects.filter(row__in=[row.pk for row in rows])
    for problem in problems.order_by("is_warning", "field", "id"):
        found[problem.row_id].append(problem)
    return found


def wrong_texts(run: ImportRun, group: ProblemGroup) -> list[tuple[str, int]]:
    """What stands in the wrong cells of this kind, and in how many of them."""
    if group.code == REPEATED:
        return []
    texts = ImportProblem.objects.filter(run=run, field=group.field, code=group.code, is_mended=False)
    counted = texts.exclude(row__state=State.SKIPPED).order_by().values_list("text").annotate(how_many=Count("pk"))
    return list(counted.order_by("-how_many", "text")[:50])


def existing_counts(run: ImportRun, importer: Importer, viewer: Viewer) -> tuple[int, int, list[tuple[ImportRow, str]]]:
    """How many rows are new, how many the room has already, and the first of those with what their key says."""
    checker = Checker(importer, viewer, importer.key)
    keyed = []
    for row in ImportRow.objects.filter(run=run, state=State.READY).order_by("number").iterator():
        values = checker.check(row.texts(run.mapping)).values
        keyed.append((row, checker.key(values)))
    known = importer.existing(viewer=viewer, keys=[key for _row, key in keyed if key is not None])
    met = [(row, " · ".join(str(part) for part in key)) for row, key in keyed if key is not None and key in known]
    return len(keyed) - len(met), len(met), met[:RUNS_SHOWN]


def result_rows(run: ImportRun, *, only_problems: bool) -> Iterator[tuple[ImportRow, str]]:
    """Every row, or those with something wrong, with the words for its last column."""
    rows = ImportRow.objects.filter(run=run).order_by("number")
    if only_problems:
        rows = rows.filter(state__in=(State.FAULTY, State.SKIPPED, State.REPEATED))
    words: dict[int, list[str]] = {}
    problems = ImportProblem.objects.filter(run=run, is_mended=False).order_by("row_id", "is_warning", "id")
    for row_id, title, message in problems.values_list("row_id", "title", "message").iterator():
        words.setdefault(row_id, []).append(f"{title}: {message}")
    for row in rows.iterator():
        yield row, "; ".join(words.get(row.pk, []))
