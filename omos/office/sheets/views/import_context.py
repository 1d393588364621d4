"""What the pages of the import wizard get: plain values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from omos.office.sheets import declare, queries, similar
from omos.office.sheets.checking import Checker
from omos.office.sheets.declare import Field, Importer
from omos.office.sheets.models import ImportProblem, ImportRow, ImportRun
from omos.office.sheets.queries import ImportCounts, ProblemGroup
from omos.office.sheets.services.writing import UNDO_FOR
from omos.people.access import may
from omos.people.viewer import Viewer
from omos.ui.parts import initial_of

ROWS_ON_PAGE = 12
SUGGESTIONS = 3
CHOICES_IN_SELECT = 400


@dataclass(frozen=True)
class Asked:
    """Which kind of problem the check page is asked for, and which of its pages."""

    group: str = ""
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict) -> Asked:
        """From the address; nonsense is the first page."""
        page = query.get("page", "1")
        return cls(
            query.get("group", "")[:120], int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
        )

    def query(self) -> dict[str, str]:
        """For the address."""
        return {
            name: str(value) for name, value in (("group", self.group), ("page", self.page)) if value not in ("", 1)
        }


@dataclass(frozen=True)
class Suggestion:
    """Something a cell may have meant."""

    name: str
    note: str
    initial: str


@dataclass(frozen=True)
class MendCell:
    """One cell of a row to mend."""

    field: str
    label: str
    text: str
    is_wrong: bool
    is_warned: bool
    suggestions: tuple[Suggestion, ...] = ()
    choices_id: str = ""


@dataclass(frozen=True)
class MendRow:
    """One row to mend, with what is still wrong in words."""

    id: int
    number: int
    cells: tuple[MendCell, ...]
    faults: tuple[str, ...]
    warnings: tuple[str, ...]


# --- first and last pages --------------------------------------------------------------------


def runs_page(viewer: Viewer) -> dict[str, Any]:
    """What one may import, and one's imports."""
    allowed = [importer for importer in declare.importers() if may(viewer, importer.verb)]
    by_code = {importer.code: importer for importer in declare.importers()}
    runs = [
        {
            "run": run,
            "label": by_code[run.importer].label if run.importer in by_code else run.importer,
            "url": reverse("sheets:import_result", args=[run.importer, run.pk]),
            "tone": {"DONE": "yes", "UNDONE": "plain"}.get(run.state, "accent"),
        }
        for run in queries.runs_of(viewer=viewer)
        if run.importer in by_code
    ]
    return {"importers": allowed, "runs": runs, "crumbs": ((_("Imports"), ""),)}


def start_page(importer: Importer, form: Form, viewer: Viewer) -> dict[str, Any]:
    """The upload form, the fields, and drafts one may go on with."""
    drafts = [
        run
        for run in queries.runs_of(viewer=viewer)
        if run.importer == importer.code and run.state in {ImportRun.State.MATCHING, ImportRun.State.CHECKING}
    ]
    return {"importer": importer, "form": form, "drafts": drafts, "steps": steps(0), "crumbs": _crumbs(importer)}


def columns_page(
    importer: Importer, run: ImportRun, *, mapping: Mapping[str, int] | None = None, fault: str = ""
) -> dict[str, Any]:
    """Every field with the column that was found for it, and the first lines to compare with."""
    matched = run.mapping if mapping is None else mapping
    columns = [
        {
            "at": at,
            "label": text,
            "samples": [cells[at] for _line, cells in run.preview if at < len(cells) and cells[at]][:3],
        }
        for at, text in enumerate(run.headers)
    ]
    lines = [
        {"field": field, "at": matched.get(field.name), "is_missing": field.is_required and field.name not in matched}
        for field in importer.fields
    ]
    unused = [column["label"] for column in columns if column["at"] not in matched.values()]
    return {
        "importer": importer,
        "run": run,
        "fault": fault,
        "lines": lines,
        "columns": columns,
        "unused": unused,
        "matched": len(matched),
        "steps": steps(1, run),
        "crumbs": _crumbs(importer),
    }


def duplicates_page(importer: Importer, run: ImportRun, viewer: Viewer, *, fault: str = "") -> dict[str, Any]:
    """How many rows are new and how many known, and what each decision would do."""
    counts = queries.counts_of(run)
    new, known, met = queries.existing_counts(run, importer, viewer)
    choices = [
        {"code": "SKIP", "label": _("Leave them as they are"), "writes": new, "note": _("Only new rows are written.")},
        {
            "code": "UPDATE",
            "label": _("Overwrite them"),
            "writes": new + known,
            "note": _("What the table says takes the place of what is there."),
        },
        {
            "code": "MERGE",
            "label": _("Fill their gaps"),
            "writes": new + known,
            "note": _("Only fields that are empty so far are filled."),
        },
    ]
    return {
        "importer": importer,
        "run": run,
        "fault": fault,
        "counts": counts,
        "new": new,
        "known": known,
        "met": met,
        "choices": choices,
        "decision": run.decision,
        "steps": steps(3, run, counts, known=known),
        "crumbs": _crumbs(importer),
    }


def result_page(importer: Importer, run: ImportRun, now: datetime) -> dict[str, Any]:
    """What became of every row."""
    counts = queries.counts_of(run)
    can_undo = (
        importer.undo is not None
        and run.state == ImportRun.State.DONE
        and run.written_at is not None
        and now - run.written_at < UNDO_FOR
    )
    return {
        "importer": importer,
        "run": run,
        "counts": counts,
        "can_undo": can_undo,
        "undo_until": run.written_at + UNDO_FOR if can_undo and run.written_at else None,
        "route_url": _route_url(importer),
        "steps": steps(5, run, counts),
        "crumbs": _crumbs(importer),
    }


def _route_url(importer: Importer) -> str:
    try:
        return reverse(importer.route) if importer.route else ""
    except NoReverseMatch:
        return ""


def _crumbs(importer: Importer) -> tuple[tuple[str, str], ...]:
    return ((_("Imports"), reverse("sheets:runs")), (str(importer.label), ""))


# --- check -----------------------------------------------------------------------------------


def check_page(
    importer: Importer,
    run: ImportRun,
    viewer: Viewer,
    asked: Asked,
    *,
    fault: str = "",
    only_row: ImportRow | None = None,
) -> dict[str, Any]:
    """Figures, kinds of problems, and the rows of the kind asked for (or just the one that was mended)."""
    counts = queries.counts_of(run)
    groups = queries.problem_groups(run)
    group = next((one for one in groups if one.name == asked.group), groups[0] if groups else None)
    context: dict[str, Any] = {
        "importer": importer,
        "run": run,
        "fault": fault,
        "counts": counts,
        "groups": groups,
        "group": group,
        "bar": _bar(counts),
        "writable": counts.ready,
        "seconds": f"{run.check_milliseconds / 1000:.1f}",
        "steps": steps(2, run, counts),
        "crumbs": _crumbs(importer),
    }
    if group is None:
        return context
    checker = Checker(importer, viewer, tuple(run.mapping))
    here = {"group": group.name, **({"page": str(asked.page)} if asked.page > 1 else {})}
    context |= {"here": _encoded(here), "fields": checker.fields}
    if only_row is not None:
        context["rows"] = _mend_rows([only_row], run, checker)
        return context
    page = Paginator(queries.problem_rows(run, group), ROWS_ON_PAGE).get_page(asked.page)
    context |= {"page": page, "rows": _mend_rows(list(page), run, checker)}
    return context | _replacing(run, group, checker)


def _encoded(values: Mapping[str, str]) -> str:
    query = QueryDict(mutable=True)
    query.update(values)
    return query.urlencode(safe=":")


def _replacing(run: ImportRun, group: ProblemGroup, checker: Checker) -> dict[str, Any]:
    """The bar that replaces a word everywhere, and a name that sounds the same."""
    texts = queries.wrong_texts(run, group)
    field = next((field for field in checker.fields if field.name == group.field), None)
    if not texts or field is None:
        return {"texts": []}
    names = checker.names(group.field)
    likely = similar.suggestions(texts[0][0], names, limit=1)
    alike = ((text, similar.homophone(text, names), number) for text, number in texts)
    return {
        "texts": texts,
        "replace_field": field,
        "names": names if len(names) <= CHOICES_IN_SELECT else (),
        "likely": likely[0] if likely else "",
        "homophone": next((found for found in alike if found[1]), None),
    }


def _mend_rows(rows: list[ImportRow], run: ImportRun, checker: Checker) -> tuple[MendRow, ...]:
    problems = queries.problems_of_rows(rows)
    return tuple(_mend_row(row, run, checker, problems[row.pk]) for row in rows)


def _mend_row(row: ImportRow, run: ImportRun, checker: Checker, problems: list[ImportProblem]) -> MendRow:
    still = [problem for problem in problems if not problem.is_mended]
    texts = row.texts(run.mapping)
    return MendRow(
        id=row.pk,
        number=row.number,
        cells=tuple(_mend_cell(field, texts[field.name], checker, still) for field in checker.fields),
        faults=tuple(problem.message for problem in still if not problem.is_warning),
        warnings=tuple(problem.message for problem in still if problem.is_warning),
    )


def _mend_cell(field: Field, text: str, checker: Checker, still: list[ImportProblem]) -> MendCell:
    own = [problem for problem in still if problem.field == field.name]
    is_wrong = any(not problem.is_warning for problem in own)
    return MendCell(
        field=field.name,
        label=str(field.label),
        text=text,
        is_wrong=is_wrong,
        is_warned=bool(own) and not is_wrong,
        suggestions=_suggestions(field, text, checker) if own else (),
        choices_id=f"choices-{field.name}" if field.choices is not None else "",
    )


def _suggestions(field: Field, text: str, checker: Checker) -> tuple[Suggestion, ...]:
    choices = {choice.label: choice for choice in checker.choices.get(field.name, ())}
    names = similar.suggestions(text, choices, limit=SUGGESTIONS)
    return tuple(Suggestion(name, choices[name].note, initial_of(name)) for name in names)


def _bar(counts: ImportCounts) -> list[dict[str, str]]:
    """Shares of one bar: right, wrong, to look at, left out."""
    parts = (("yes", counts.clean), ("no", counts.faulty), ("warning", counts.warned), ("unknown", counts.skipped))
    start, shares = 0.0, []
    for tone, number in parts:
        width = 100 * number / counts.rows if counts.rows else 0
        if number:
            shares.append({"tone": tone, "x": f"{start:.2f}%", "width": f"{max(width - 0.3, 0.3):.2f}%"})
        start += width
    return shares


# --- steps -----------------------------------------------------------------------------------


def steps(
    now: int, run: ImportRun | None = None, counts: ImportCounts | None = None, *, known: int | None = None
) -> list[dict[str, str]]:
    """The five steps with what is known of each."""
    labels = (_("Upload a file"), _("Match columns"), _("Check and mend"), _("Duplicates"), _("Write"))
    notes = ["", "", "", "", ""]
    if run is not None:
        notes[0] = run.file_name
        notes[1] = _columns_note(run)
    if counts is not None:
        notes[2] = _check_note(counts)
        notes[4] = _write_note(run, counts)
    if known is not None:
        notes[3] = ngettext("%(n)s row exists", "%(n)s rows exist", known) % {"n": f"{known:,}"}
    states = ["done" if index < now else "now" if index == now else "coming" for index in range(5)]
    urls = _step_urls(run, now)
    return [
        {"label": label, "note": note, "state": state, "url": url}
        for label, note, state, url in zip(labels, notes, states, urls, strict=True)
    ]


def _step_urls(run: ImportRun | None, now: int) -> tuple[str, ...]:
    """Done steps one may go back to, until the rows are written."""
    if run is None or now > 3:
        return ("",) * 5
    names = ("", "import_columns", "import_check", "", "")
    return tuple(
        reverse(f"sheets:{name}", args=[run.importer, run.pk]) if name and index < now else ""
        for index, name in enumerate(names)
    )


def _columns_note(run: ImportRun) -> str:
    matched, columns = len(run.mapping), len(run.headers)
    if matched == columns:
        return ngettext("%(n)s column matched", "all %(n)s columns matched", matched) % {"n": matched}
    return _("%(matched)s of %(columns)s columns") % {"matched": matched, "columns": columns}


def _check_note(counts: ImportCounts) -> str:
    if not counts.open_problems:
        return _("all right")
    return ngettext("%(n)s left", "%(n)s left", counts.open_problems) % {"n": f"{counts.open_problems:,}"}


def _write_note(run: ImportRun | None, counts: ImportCounts) -> str:
    if run is None or run.state not in {ImportRun.State.DONE, ImportRun.State.UNDONE}:
        return ""
    written = counts.created + counts.updated
    return ngettext("%(n)s row", "%(n)s rows", written) % {"n": f"{written:,}"}
