"""One piece with its proof, what came back to a person, two pieces side by side."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from omos.loop.verification import queries, services
from omos.loop.verification.forms import QuestionForm
from omos.loop.verification.views.presenting import piece_context
from omos.loop.work import services as work_services
from omos.people.access import ViewerRequest, needs
from omos.people.clock import now, today


@require_safe
@needs("verification.view")
def evidence(request: ViewerRequest, evidence_id: int) -> HttpResponse:
    """One piece as its person sees it: verdicts, proof, history, what can be done."""
    return _evidence(request, evidence_id, QuestionForm())


@require_POST
@needs("verification.ask")
def recheck(request: ViewerRequest, evidence_id: int) -> HttpResponse:
    """Have the machine look again at a piece of one's own."""
    try:
        services.recheck(evidence_id=evidence_id, actor=request.viewer, now=now())
    except services.DecisionRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The machine looks again, usually within a minute."))
    return redirect("verification:evidence", evidence_id)


@require_POST
@needs("verification.ask")
def request_look(request: ViewerRequest, evidence_id: int) -> HttpResponse:
    """Ask the supervisor to look at a piece of one's own."""
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _evidence(request, evidence_id, form, status=422)
    try:
        services.request_look(
            evidence_id=evidence_id, question=form.cleaned_data["question"], actor=request.viewer, now=now()
        )
    except services.DecisionRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Your supervisor sees it in the list now."))
    return redirect("verification:evidence", evidence_id)


@require_POST
@needs("verification.ask")
def withdraw(request: ViewerRequest, evidence_id: int) -> HttpResponse:
    """Take a piece of one's own back."""
    try:
        work_services.withdraw_evidence(evidence_id=evidence_id, actor=request.viewer, now=now())
    except work_services.AssignmentClosed as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Taken back. You may hand the page in again."))
    return redirect("verification:mine")


@require_safe
@needs("verification.ask")
def mine(request: ViewerRequest) -> HttpResponse:
    """What came back to the person, or was not passed."""
    staff_id = request.viewer.own_staff_id
    page = {
        "pieces": queries.returned_for(staff_id=staff_id),
        "engines": queries.engine_counts(staff_id=staff_id),
        "staff_id": staff_id,
    }
    return render(request, "verification/mine.html", page)


@require_safe
@needs("verification.view")
def beside(request: ViewerRequest, evidence_id: int, other_id: int) -> HttpResponse:
    """Two pieces side by side, what they share marked in both."""
    pair = queries.side_by_side(viewer=request.viewer, evidence_id=evidence_id, other_id=other_id)
    if pair is None:
        raise Http404
    return render(request, "verification/beside.html", {"pair": pair})


def _evidence(request: ViewerRequest, evidence_id: int, form: QuestionForm, *, status: int = 200) -> HttpResponse:
    piece = queries.detail(viewer=request.viewer, evidence_id=evidence_id, verb="verification.view")
    if piece is None:
        raise Http404
    show = request.GET.get("show", "")
    address = reverse("verification:evidence", args=[evidence_id])
    page = {
        "piece": piece,
        "context": piece_context(piece, show=show, address=address, today=today()),
        "engines": queries.engines_of_piece(evidence_id=evidence_id),
        "form": form,
        "is_own": piece.card.staff_id == request.viewer.staff_id,
    }
    return render(request, "verification/evidence.html", page, status=status)
