"""Working processes: everybody reads them, whoever leads writes them."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omos.centres.talent import queries, services
from omos.centres.talent.forms import (
    DocumentForm,
    ProcessForm,
    StepForm,
    StepForms,
    initial_steps,
    written_steps,
)
from omos.centres.talent.queries import Process, ProcessDraft
from omos.people import clock
from omos.people import queries as people
from omos.people.access import ViewerRequest, may, needs

VIEW, WRITE = "talent.view_process", "talent.write_process"


@require_safe
@needs(VIEW)
def processes(request: ViewerRequest) -> HttpResponse:
    """Every position with what stands of its process."""
    context = {
        "rows": queries.processes(today=clock.today()),
        "mine": people.position_of(request.viewer),
    }
    return render(request, "talent/processes.html", context)


@require_safe
@needs(VIEW)
def my_process(request: ViewerRequest) -> HttpResponse:
    """The viewer's own position and how its work goes; asked by a home with `?card`, today's steps alone."""
    if request.headers.get("HX-Request") == "true" and "card" in request.GET:
        steps = queries.steps_due(viewer=request.viewer, day=clock.today())
        return render(request, "talent/_due_today.html", {"steps": steps, "url": request.path})
    found = queries.my_process(viewer=request.viewer)
    if found is None:
        return render(request, "talent/no_position.html")
    return _page(request, found)


@require_safe
@needs(VIEW)
def process(request: ViewerRequest, position_id: int) -> HttpResponse:
    """One position and how its work goes."""
    return _page(request, _found(request, position_id))


@require_safe
@needs(VIEW)
def versions(request: ViewerRequest, position_id: int) -> HttpResponse:
    """Who wrote what when."""
    context = {
        "process": _found(request, position_id),
        "versions": queries.versions(position_id=position_id),
        "may_write": may(request.viewer, WRITE),
    }
    return render(request, "talent/versions.html", context)


@require_safe
@needs(VIEW)
def version(request: ViewerRequest, position_id: int, number: int) -> HttpResponse:
    """The process as it stood at one version."""
    return _page(request, _found(request, position_id, number))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(WRITE)
def write(request: ViewerRequest, position_id: int) -> HttpResponse:
    """Write the process anew; what was written before stays as a version."""
    found = _found(request, position_id)
    standing, draft = queries.standing_draft(position_id)
    form = ProcessForm(request.POST or None, initial=_initial(standing, draft))
    steps = StepForms(request.POST or None, initial=initial_steps(draft.steps), prefix="steps")
    if request.method == "POST" and all([form.is_valid(), steps.is_valid()]):
        try:
            number = _written(request, position_id, form, steps)
        except services.ProcessRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Version %(number)s stands now.") % {"number": number})
            return redirect("talent:process", position_id)
    context = {"process": found, "form": form, "steps": steps}
    return render(request, "talent/write.html", context, status=422 if form.is_bound else 200)


def _written(request: ViewerRequest, position_id: int, form: ProcessForm, steps: forms.BaseFormSet[StepForm]) -> int:
    return services.write_process(
        position_id=position_id,
        draft=form.draft(written_steps(steps)),
        base_number=form.cleaned_data["base_number"],
        note=form.cleaned_data["note"],
        actor=request.viewer,
        now=clock.now(),
    )


def _initial(number: int, draft: ProcessDraft) -> dict[str, object]:
    return {
        "description": draft.description,
        "duties": draft.duties,
        "standard": draft.standard,
        "base_number": number,
    }


@require_POST
@needs(WRITE)
def restore(request: ViewerRequest, position_id: int, number: int) -> HttpResponse:
    """Let an earlier version stand again."""
    try:
        newest = services.restore_version(position_id=position_id, number=number, actor=request.viewer, now=clock.now())
    except services.ProcessRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("talent:versions", position_id)
    messages.success(request, _("Version %(number)s stands now.") % {"number": newest})
    return redirect("talent:process", position_id)


@require_POST
@needs(WRITE)
def add_document(request: ViewerRequest, position_id: int) -> HttpResponse:
    """Keep a file with the position."""
    found, form = _found(request, position_id), DocumentForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            services.add_document(
                position_id=position_id,
                title=form.cleaned_data["title"],
                name=file.name or "",
                content=file,
                actor=request.viewer,
                now=clock.now(),
            )
        except services.DocumentRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("The file is kept with the position."))
            return redirect("talent:process", position_id)
    return _page(request, found, document_form=form, status=422)


@require_POST
@needs(WRITE)
def drop_document(request: ViewerRequest, document_id: int) -> HttpResponse:
    """Take a file out."""
    try:
        position_id = services.drop_document(document_id=document_id, actor=request.viewer, now=clock.now())
    except services.DocumentRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("talent:processes")
    messages.success(request, _("The file was taken out."))
    return redirect("talent:process", position_id)


def _found(request: ViewerRequest, position_id: int, number: int | None = None) -> Process:
    found = queries.process(viewer=request.viewer, position_id=position_id, number=number)
    if found is None:
        raise Http404
    return found


def _page(
    request: ViewerRequest, process: Process, *, document_form: DocumentForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "process": process,
        "may_write": may(request.viewer, WRITE),
        "document_form": document_form or DocumentForm(),
    }
    return render(request, "talent/process.html", context, status=status)
