"""Hand-in: paste links, see line by line what they serve, submit; work without links by quantity and note."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from omos.loop.work import queries, services
from omos.loop.work.forms import LinksForm, NoteForm
from omos.loop.work.models import WorkCategory
from omos.office.files import services as files
from omos.people import queries as people
from omos.people.access import ViewerRequest, needs
from omos.people.clock import now, today


@needs("work.hand_in")
def hand_in(request: ViewerRequest) -> HttpResponse:
    """The paste box; POST keeps what fits and shows what does not, with the reason in its line."""
    if request.method != "POST":
        initial = {"assignment": request.GET.get("assignment"), "replaces": request.GET.get("replaces")}
        return render(request, "work/hand_in.html", _page(request, LinksForm(initial=initial)))
    form = LinksForm(request.POST)
    if not form.is_valid():
        return render(request, "work/hand_in.html", _page(request, form), status=422)
    try:
        result = services.hand_in(
            actor=request.viewer,
            text=form.cleaned_data["links"],
            now=now(),
            assignment_id=form.cleaned_data["assignment"],
            replaces_id=form.cleaned_data["replaces"],
        )
    except services.AssignmentClosed as refusal:
        form.add_error(None, str(refusal))
        return render(request, "work/hand_in.html", _page(request, form), status=422)
    return _answer(request, form, result)


@require_POST
@needs("work.hand_in")
def preview(request: ViewerRequest) -> HttpResponse:
    """What the paste would become, while it is being typed; nothing is kept."""
    form = LinksForm(request.POST)
    result = services.HandIn((), ())
    if form.is_valid():
        result = services.preview_hand_in(
            actor=request.viewer,
            text=form.cleaned_data["links"],
            now=now(),
            assignment_id=form.cleaned_data["assignment"],
        )
    return render(request, "work/_lines.html", {"result": result, "is_preview": True})


@needs("work.hand_in")
def hand_in_note(request: ViewerRequest, assignment_id: int) -> HttpResponse:
    """Work that leaves no link: how many, one line, maybe a screenshot."""
    assignment = queries.assignment_brief(viewer=request.viewer, assignment_id=assignment_id, today=today())
    if assignment is None:
        raise Http404
    if request.method != "POST":
        form = NoteForm(initial={"quantity": assignment.missing or assignment.quantity})
        return render(request, "work/hand_in_note.html", {"form": form, "assignment": assignment})
    form = NoteForm(request.POST, request.FILES)
    if form.is_valid() and _keep_note(request, form, assignment_id):
        messages.success(request, _("Handed in."))
        return redirect("work:hand_in")
    return render(request, "work/hand_in_note.html", {"form": form, "assignment": assignment}, status=422)


@require_POST
@needs("work.hand_in")
def withdraw(request: ViewerRequest, evidence_id: int) -> HttpResponse:
    """Take a piece of one's own back."""
    try:
        services.withdraw_evidence(evidence_id=evidence_id, actor=request.viewer, now=now())
    except services.AssignmentClosed as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Taken back. You may hand the page in again."))
    return redirect("work:hand_in")


@needs("work.view")
def brief(request: ViewerRequest, assignment_id: int) -> HttpResponse:
    """One assignment: what to do, for which words, what counts."""
    assignment = queries.assignment_brief(viewer=request.viewer, assignment_id=assignment_id, today=today())
    if assignment is None:
        raise Http404
    return render(request, "work/brief.html", {"assignment": assignment})


def _keep_note(request: ViewerRequest, form: NoteForm, assignment_id: int) -> bool:
    data = form.cleaned_data
    try:
        stored = None
        if data["file"]:
            stored = files.store(
                name=data["file"].name,
                content=data["file"].read(),
                verb="work.view",
                staff_id=request.viewer.staff_id,
                actor=request.viewer,
                now=now(),
            )
        services.hand_in_note(
            actor=request.viewer,
            assignment_id=assignment_id,
            quantity=data["quantity"],
            note=data["note"],
            file_id=stored.pk if stored else None,
            now=now(),
        )
    except (services.AssignmentClosed, services.AssignmentRefused, files.FileRefused) as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _answer(request: ViewerRequest, form: LinksForm, result: services.HandIn) -> HttpResponse:
    kept = len(result.accepted)
    if kept:
        words = ngettext("%(n)s link handed in.", "%(n)s links handed in.", kept) % {"n": kept}
        messages.success(request, f"{words} {_('The machine checks them now, usually within a minute.')}")
    if not result.refused:
        return redirect("work:hand_in")
    # What was refused stays in the box, so that nothing typed is lost.
    left = "\n".join(dict.fromkeys(line.text for line in result.refused))
    page = _page(request, LinksForm(initial={**form.cleaned_data, "links": left})) | {"result": result}
    return render(request, "work/hand_in.html", page, status=200 if kept else 422)


def _page(request: ViewerRequest, form: LinksForm) -> dict[str, Any]:
    staff_id = request.viewer.own_staff_id
    my_day = queries.my_day(staff_id=staff_id, day=people.working_day(staff_id=staff_id, moment=now()))
    links = (WorkCategory.EvidenceKind.OWN_URL, WorkCategory.EvidenceKind.OUTSIDE_URL)
    return {
        "form": form,
        "my_day": my_day,
        "by_link": [row for row in my_day.assignments if row.evidence_kind in links],
        "by_note": [row for row in my_day.assignments if row.evidence_kind not in links],
        "result": None,
    }
