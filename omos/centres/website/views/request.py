"""One request: where it stands, and the next step of whoever looks at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from omos.centres.website import queries, services
from omos.centres.website.forms import HandOverForm, ReasonForm, TakeForm
from omos.centres.website.models import SiteRequest
from omos.centres.website.views import drawing
from omos.centres.website.views.keeping import NotKept, kept_file
from omos.people.access import ViewerRequest, needs, own_page
from omos.people.clock import now, today


@require_safe
@needs("website.ask")
def request_page(request: ViewerRequest, request_id: int) -> HttpResponse:
    """Where a request stands, with the next step of the viewer."""
    return _page(request, _seen(request, request_id))


@require_POST
@needs("website.make")
def take(request: ViewerRequest, request_id: int) -> HttpResponse:
    """Take it and promise a day; from the queue one press with the day proposed."""
    return _step(
        request,
        request_id,
        TakeForm(request.POST),
        lambda form: services.take(
            request_id=request_id, ready_on=form.cleaned_data["ready_on"], actor=request.viewer, now=now()
        ),
        _("Taken. It is among your work now."),
    )


@require_POST
@needs("website.make")
def hand_over(request: ViewerRequest, request_id: int) -> HttpResponse:
    """Hand over a link, words or a file."""
    return _step(
        request,
        request_id,
        HandOverForm(request.POST, request.FILES),
        lambda form: services.hand_over(
            request_id=request_id,
            handed=form.handed(file_id=kept_file(request, form, "file")),
            actor=request.viewer,
            now=now(),
        ),
        _("Handed over. Whoever asked has a look at it."),
    )


@require_POST
@needs("website.make")
def put_back(request: ViewerRequest, request_id: int) -> HttpResponse:
    """Put it back into the queue."""
    return _step(
        request,
        request_id,
        forms.Form(request.POST),
        lambda _form: services.put_back(request_id=request_id, actor=request.viewer, now=now()),
        _("Back in the queue."),
    )


@require_POST
@needs("website.make")
def refuse(request: ViewerRequest, request_id: int) -> HttpResponse:
    """Refuse it with a reason."""
    return _step(
        request,
        request_id,
        ReasonForm(request.POST),
        lambda form: services.refuse(
            request_id=request_id, reason=form.cleaned_data["reason"], actor=request.viewer, now=now()
        ),
        _("Refused. Whoever asked knows why."),
    )


@require_POST
@needs("website.ask")
def accept(request: ViewerRequest, request_id: int) -> HttpResponse:
    """Accept what was made."""
    return _step(
        request,
        request_id,
        forms.Form(request.POST),
        lambda _form: services.accept(request_id=request_id, actor=request.viewer, now=now()),
        _("Accepted. It counts for its maker."),
    )


@require_POST
@needs("website.ask")
def send_back(request: ViewerRequest, request_id: int) -> HttpResponse:
    """Send it back with a reason."""
    return _step(
        request,
        request_id,
        ReasonForm(request.POST),
        lambda form: services.send_back(
            request_id=request_id, reason=form.cleaned_data["reason"], actor=request.viewer, now=now()
        ),
        _("Sent back with your reason."),
    )


@require_POST
@needs("website.ask")
def call_off(request: ViewerRequest, request_id: int) -> HttpResponse:
    """Call it off while nobody has taken it."""
    return _step(
        request,
        request_id,
        forms.Form(request.POST),
        lambda _form: services.call_off(request_id=request_id, actor=request.viewer, now=now()),
        _("Called off."),
    )


def _step(request: ViewerRequest, request_id: int, form: Any, step: Callable[[Any], None], words: str) -> HttpResponse:
    """Take a step; bad input and refusals show the page again, with what was typed."""
    seen = _seen(request, request_id)
    if not form.is_valid():
        return _page(request, seen, form=form, status=422)
    try:
        step(form)
    except NotKept:
        return _page(request, seen, form=form, status=422)
    except services.RequestRefused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, _seen(request, request_id), form=form, status=422)
    messages.success(request, words)
    return redirect(_back(request, request_id))


def _back(request: ViewerRequest, request_id: int) -> str:
    return own_page(request.POST.get("back", "")) or drawing.address(request_id)


def _seen(request: ViewerRequest, request_id: int) -> SiteRequest:
    found = queries.request_seen(viewer=request.viewer, request_id=request_id)
    if found is None:
        raise Http404
    return found


def _page(request: ViewerRequest, seen: SiteRequest, *, form: Any = None, status: int = 200) -> HttpResponse:
    steps = queries.next_steps(viewer=request.viewer, request=seen)
    context = {
        "seen": seen,
        "state": drawing.state_of(seen),
        "stages": drawing.stages(seen),
        "steps": drawing.story(queries.steps_of(request_id=seen.pk)),
        "is_late": seen.is_late(today=today()),
        "form": form,
        "next": {name: True for name in steps},
        "take_form": _take_form(request, seen, form) if "take" in steps else None,
        "hand_over_form": _form(HandOverForm, form),
        "reason_form": _form(ReasonForm, form),
    }
    return render(request, "website/request.html", context, status=status)


def _form(kind: type[Any], form: Any) -> Any:
    return form if isinstance(form, kind) else kind()


def _take_form(request: ViewerRequest, seen: SiteRequest, form: Any) -> Any:
    if isinstance(form, TakeForm):
        return form
    proposed = queries.proposed_day(viewer=request.viewer, request=seen, today=today())
    return TakeForm(initial={"ready_on": proposed or seen.needed_by})
