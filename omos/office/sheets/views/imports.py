"""The import wizard: upload, columns, check and mend, duplicates, write; and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from omos.office.sheets import declare, export, progress, queries, result_sheet, services
from omos.office.sheets.declare import Importer
from omos.office.sheets.forms import DecisionForm, ReplaceForm, SheetForm, UploadForm
from omos.office.sheets.models import ImportRun
from omos.office.sheets.reading import UnreadableFile
from omos.office.sheets.views import import_context
from omos.people import clock
from omos.people.access import ViewerRequest, may, needs

RunView = Callable[[ViewerRequest, Importer, ImportRun], HttpResponseBase]
FIELD_PREFIX = "f-"


def _importer(request: ViewerRequest, code: str) -> Importer:
    importer = declare.find_importer(code)
    if importer is None:
        raise Http404
    if not may(request.viewer, importer.verb):
        raise PermissionDenied(importer.verb)
    return importer


def _for_run(view: RunView) -> Callable[[ViewerRequest, str, int], HttpResponseBase]:
    """Find the importer and the viewer's own import; those of others are absent."""

    @wraps(view)
    def found(request: ViewerRequest, code: str, run_id: int) -> HttpResponseBase:
        importer = _importer(request, code)
        run = queries.run_of(viewer=request.viewer, importer=code, run_id=run_id)
        if run is None:
            raise Http404
        return view(request, importer, run)

    return found


def _to(name: str, run: ImportRun, **query: Any) -> HttpResponse:
    address = reverse(f"sheets:{name}", args=[run.importer, run.pk])
    return HttpResponseRedirect(f"{address}?{urlencode(query)}" if query else address)


def _to_step(run: ImportRun) -> HttpResponse:
    """Where this import stands."""
    steps = {ImportRun.State.MATCHING: "import_columns", ImportRun.State.CHECKING: "import_check"}
    return _to(steps.get(ImportRun.State(run.state), "import_result"), run)


# --- upload ----------------------------------------------------------------------------------


@require_safe
@needs("sheets.import")
def runs(request: ViewerRequest) -> HttpResponse:
    """The viewer's imports of the last week, and what one may import."""
    return render(request, "sheets/import_runs.html", import_context.runs_page(request.viewer))


@needs("sheets.import")
def start_import(request: ViewerRequest, code: str) -> HttpResponse:
    """Step 1: choose a file."""
    importer = _importer(request, code)
    if request.method != "POST":
        return render(
            request, "sheets/import_start.html", import_context.start_page(importer, UploadForm(), request.viewer)
        )
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            run = services.start_import(
                importer=importer,
                file_name=upload.name,
                content=upload.read(),
                actor=request.viewer,
                now=clock.now(),
            )
            return _to_step(run)
        except (UnreadableFile, services.ImportStopped) as refusal:
            form.add_error("file", str(refusal))
    context = import_context.start_page(importer, form, request.viewer)
    return render(request, "sheets/import_start.html", context, status=422)


@require_safe
@needs("sheets.import")
def import_template(request: ViewerRequest, code: str) -> HttpResponseBase:
    """An empty workbook with the right header."""
    importer = _importer(request, code)
    file = result_sheet.write_template(importer)
    return FileResponse(file, as_attachment=True, filename=f"{importer.label}.xlsx")


# --- columns ---------------------------------------------------------------------------------


@needs("sheets.import")
@_for_run
def import_columns(request: ViewerRequest, importer: Importer, run: ImportRun) -> HttpResponse:
    """Step 2: which column is which field."""
    if run.state not in {ImportRun.State.MATCHING, ImportRun.State.CHECKING}:
        return _to_step(run)
    if request.method != "POST":
        return render(request, "sheets/import_columns.html", import_context.columns_page(importer, run))
    sent = {field.name: request.POST.get(f"{FIELD_PREFIX}{field.name}", "") for field in importer.fields}
    mapping = {name: int(at) for name, at in sent.items() if at.isascii() and at.isdigit() and len(at) < 4}
    try:
        services.match_columns(run=run, importer=importer, mapping=mapping, actor=request.viewer, now=clock.now())
    except (services.ImportStopped, UnreadableFile) as refusal:
        context = import_context.columns_page(importer, run, mapping=mapping, fault=str(refusal))
        return render(request, "sheets/import_columns.html", context, status=422)
    return _to("import_check", run)


@require_POST
@needs("sheets.import")
@_for_run
def choose_sheet(request: ViewerRequest, importer: Importer, run: ImportRun) -> HttpResponse:
    """Another sheet, or another line as header."""
    form = SheetForm(request.POST)
    fault = _("There is no such sheet.")
    if form.is_valid() and form.cleaned_data["sheet"] < len(run.sheets):
        try:
            services.choose_sheet(
                run=run,
                importer=importer,
                sheet=form.cleaned_data["sheet"],
                header_line=form.cleaned_data["header_line"],
            )
            return _to("import_columns", run)
        except (services.ImportStopped, UnreadableFile) as refusal:
            fault = str(refusal)
    context = import_context.columns_page(importer, run, fault=fault)
    return render(request, "sheets/import_columns.html", context, status=422)


# --- check and mend --------------------------------------------------------------------------


@require_safe
@needs("sheets.import")
@_for_run
def import_check(request: ViewerRequest, importer: Importer, run: ImportRun) -> HttpResponse:
    """Step 3: what is wrong, mended in place."""
    if run.state != ImportRun.State.CHECKING:
        return _to_step(run)
    return _check_page(request, importer, run)


def _check_page(
    request: ViewerRequest, importer: Importer, run: ImportRun, *, fault: str = "", status: int = 200
) -> HttpResponse:
    asked = import_context.Asked.read(request.GET)
    context = import_context.check_page(importer, run, request.viewer, asked, fault=fault)
    return render(request, "sheets/import_check.html", context, status=status)


@require_POST
@needs("sheets.import")
@_for_run
def mend_row(request: ViewerRequest, importer: Importer, run: ImportRun) -> HttpResponse:
    """Change cells of one row; htmx gets the row and the figures back."""
    row_id = request.POST.get("row", "")
    texts = {
        name.removeprefix(FIELD_PREFIX): request.POST.getlist(name)[-1]
        for name in request.POST
        if name.startswith(FIELD_PREFIX)
    }
    asked = import_context.Asked.read(request.GET)
    try:
        row = services.mend_row(
            run=run,
            importer=importer,
            row_id=int(row_id) if row_id.isascii() and row_id.isdigit() and len(row_id) < 19 else 0,
            texts=texts,
            actor=request.viewer,
        )
    except services.ImportStopped as refusal:
        return _check_page(request, importer, run, fault=str(refusal), status=422)
    if not request.htmx:
        return _to("import_check", run, **asked.query())
    context = import_context.check_page(importer, run, request.viewer, asked, only_row=row)
    return render(request, "sheets/_mended.html", context)


@require_POST
@needs("sheets.import")
@_for_run
def replace_text(request: ViewerRequest, importer: Importer, run: ImportRun) -> HttpResponse:
    """One word for another, in every cell where it is wrong."""
    asked = import_context.Asked.read(request.GET)
    form = ReplaceForm(request.POST)
    if not form.is_valid():
        return _check_page(request, importer, run, fault=_("Say what to write instead."), status=422)
    try:
        replaced = services.replace_everywhere(run=run, importer=importer, actor=request.viewer, **form.cleaned_data)
    except services.ImportStopped as refusal:
        return _check_page(request, importer, run, fault=str(refusal), status=422)
    messages.success(
        request, ngettext("Replaced in %(n)s cell.", "Replaced in %(n)s cells.", replaced) % {"n": replaced}
    )
    return _to("import_check", run, **asked.query())


@require_POST
@needs("sheets.import")
@_for_run
def recheck_import(request: ViewerRequest, importer: Importer, run: ImportRun) -> HttpResponse:
    """Check everything again; rows left out come back."""
    try:
        services.recheck_import(run=run, importer=importer, actor=request.viewer)
    except services.ImportStopped as refusal:
        messages.error(request, str(refusal))
    return _to_step(run)


@require_POST
@needs("sheets.import")
@_for_run
def skip_rows(request: ViewerRequest, importer: Importer, run: ImportRun) -> HttpResponse:
    """Leave out what is still wrong, and go on."""
    try:
        services.skip_faulty_rows(run=run)
    except services.ImportStopped as refusal:
        messages.error(request, str(refusal))
        return _to_step(run)
    return _to("import_duplicates", run)


# --- duplicates and writing ------------------------------------------------------------------


@require_safe
@needs("sheets.import")
@_for_run
def import_duplicates(request: ViewerRequest, importer: Importer, run: ImportRun) -> HttpResponse:
    """Step 4: rows that are in the records already."""
    if run.state != ImportRun.State.CHECKING or queries.counts_of(run).faulty:
        return _to_step(run)
    return render(
        request, "sheets/import_duplicates.html", import_context.duplicates_page(importer, run, request.viewer)
    )


@require_POST
@needs("sheets.import")
@_for_run
def write_import(request: ViewerRequest, importer: Importer, run: ImportRun) -> HttpResponse:
    """Step 5: write it all, or nothing."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _refused(request, importer, run, _("Choose what happens to rows that exist already."))
    report = progress.reporter(run.pk, queries.counts_of(run).ready)
    try:
        services.write_import(
            run=run,
            importer=importer,
            duplicates=services.Duplicates(form.cleaned_data["decision"], _decisions_by_row(request)),
            actor=request.viewer,
            now=clock.now(),
            progress=report,
        )
    except services.ImportStopped as refusal:
        return _refused(request, importer, run, str(refusal))
    finally:
        progress.clear(run.pk)
    return _to("import_result", run)


def _refused(request: ViewerRequest, importer: Importer, run: ImportRun, reason: str) -> HttpResponse:
    fresh = queries.run_of(viewer=request.viewer, importer=importer.code, run_id=run.pk)
    if fresh is None or fresh.state != ImportRun.State.CHECKING:
        messages.info(request, reason)
        return _to_step(fresh) if fresh else redirect("sheets:runs")
    context = import_context.duplicates_page(importer, fresh, request.viewer, fault=reason)
    return render(request, "sheets/import_duplicates.html", context, status=422)


def _decisions_by_row(request: ViewerRequest) -> dict[int, str]:
    sent = {name.removeprefix("d-"): value for name, value in request.POST.items() if name.startswith("d-")}
    known = set(ImportRun.Decision.values)
    return {int(row): value for row, value in sent.items() if value in known and row.isascii() and row.isdigit()}


@require_safe
@needs("sheets.import")
@_for_run
def write_progress(request: ViewerRequest, importer: Importer, run: ImportRun) -> HttpResponse:
    """How far the write is."""
    return JsonResponse(progress.read(run.pk))


# --- result ----------------------------------------------------------------------------------


@require_safe
@needs("sheets.import")
@_for_run
def import_result(request: ViewerRequest, importer: Importer, run: ImportRun) -> HttpResponse:
    """What was written, and the way back."""
    if run.state in {ImportRun.State.MATCHING, ImportRun.State.CHECKING}:
        return _to_step(run)
    return render(request, "sheets/import_result.html", import_context.result_page(importer, run, clock.now()))


@require_safe
@needs("sheets.import")
@_for_run
def download_result(request: ViewerRequest, importer: Importer, run: ImportRun) -> HttpResponseBase:
    """The table as it was, with a last column that says what became of each row."""
    is_problems = request.GET.get("only") == "problems"
    file = result_sheet.write_result(run, only_problems=is_problems, author=request.viewer.name)
    title = f"{run.file_name.rpartition('.')[0] or run.file_name} {_('checked')}"
    return FileResponse(file, as_attachment=True, filename=export.file_name(title, clock.today(), "xlsx"))


@require_POST
@needs("sheets.import")
@_for_run
def undo_import(request: ViewerRequest, importer: Importer, run: ImportRun) -> HttpResponse:
    """Take the import back."""
    try:
        rows = services.undo_import(run=run, importer=importer, actor=request.viewer, now=clock.now())
    except services.ImportStopped as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, ngettext("%(n)s row taken back.", "%(n)s rows taken back.", rows) % {"n": rows})
    return _to("import_result", run)


@require_POST
@needs("sheets.import")
@_for_run
def drop_import(request: ViewerRequest, importer: Importer, run: ImportRun) -> HttpResponse:
    """Give up an import that is not written."""
    try:
        services.drop_import(run=run, actor=request.viewer, now=clock.now())
    except services.ImportStopped as refusal:
        messages.error(request, str(refusal))
        return _to_step(run)
    messages.success(request, _("Given up; nothing was written."))
    return redirect("sheets:start_import", importer.code)
