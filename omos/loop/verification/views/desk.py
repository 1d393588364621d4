"""The verify desk: the queue at the left, the piece at the right, one key per decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from omos.loop.verification import queries, services
from omos.loop.verification.forms import DecisionForm
from omos.loop.verification.views.desk_page import DeskPage, Done, desk_page
from omos.office.files import services as files
from omos.people.access import ViewerRequest, needs
from omos.people.clock import now, today

IMAGES = files.Limits(kinds=frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"}))


@require_safe
@needs("verification.decide")
def desk(request: ViewerRequest) -> HttpResponse:
    """The queue at the left, the piece at the right; htmx asks for the desk alone."""
    page = _desk(request, at=_number(request.GET.get("at")), tab=request.GET.get("tab", ""))
    return _draw(request, page)


@require_POST
@needs("verification.decide")
def decide(request: ViewerRequest, evidence_id: int) -> HttpResponse:
    """Pass, return or doubt, then on to the next piece."""
    form = DecisionForm(request.POST, request.FILES)
    tab, following = request.POST.get("tab", ""), _number(request.POST.get("next"))
    if not form.is_valid():
        return _draw(request, _desk(request, at=evidence_id, tab=tab, form=form), status=422)
    try:
        decision_id = _decide(request, evidence_id, form)
    except (services.DecisionRefused, files.FileRefused) as refusal:
        form.add_error(None, str(refusal))
        return _draw(request, _desk(request, at=evidence_id, tab=tab, form=form), status=422)
    done = Done(decision_id, form.cleaned_data["answer"])
    if not request.htmx:
        messages.success(request, _("Decided."))
        return redirect(f"{reverse('verification:desk')}?tab={tab}")
    return _draw(request, _desk(request, at=following, tab=tab, done=done, is_opened=following is not None))


@require_POST
@needs("verification.decide")
def undo(request: ViewerRequest, decision_id: int) -> HttpResponse:
    """Take one's own decision back."""
    try:
        evidence_id = services.undo(decision_id=decision_id, actor=request.viewer, now=now())
    except services.DecisionRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("verification:desk")
    return redirect(f"{reverse('verification:desk')}?at={evidence_id}")


def _decide(request: ViewerRequest, evidence_id: int, form: DecisionForm) -> int:
    data = form.cleaned_data
    decision = services.decide(
        evidence_id=evidence_id,
        answer=data["answer"],
        version=data["version"],
        reasons=data["reasons"],
        note=data["note"],
        screenshot_id=_stored(request, evidence_id, data["screenshot"]),
        actor=request.viewer,
        now=now(),
    )
    return decision.pk


def _stored(request: ViewerRequest, evidence_id: int, upload: UploadedFile | None) -> int | None:
    piece = queries.detail(viewer=request.viewer, evidence_id=evidence_id, verb="verification.decide")
    if not upload or piece is None:
        return None
    stored = files.store(
        name=upload.name or "screenshot",
        content=upload.read(),
        verb="verification.view",
        staff_id=piece.card.staff_id,
        actor=request.viewer,
        now=now(),
        limits=IMAGES,
    )
    return stored.pk


def _desk(request: ViewerRequest, *, at: int | None, tab: str, **more: Any) -> DeskPage:
    show = request.GET.get("show", "")
    return desk_page(viewer=request.viewer, today=today(), at=at, tab=tab, show=show, **more)


def _draw(request: ViewerRequest, page: DeskPage, *, status: int = 200) -> HttpResponse:
    template = "verification/_desk.html" if request.htmx else "verification/desk.html"
    response = render(request, template, {"page": page}, status=status)
    if request.htmx and status == 200:
        response["HX-Push-Url"] = page.address
    return response


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None
