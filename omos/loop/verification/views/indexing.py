"""One page at the engines: what stands, every look, and what a person enters."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from omos.loop.verification import queries, services
from omos.loop.verification.forms import IndexEntryForm
from omos.loop.verification.models import IndexState
from omos.loop.verification.search_pages import search_address
from omos.loop.verification.views.desk import IMAGES
from omos.office.files import services as files
from omos.people.access import ViewerRequest, needs
from omos.people.clock import now


@require_safe
@needs("verification.view_index")
def index_page(request: ViewerRequest, state_id: int) -> HttpResponse:
    """What stands of one page at one engine, and on which looks it rests."""
    return _draw(request, _state(request, state_id), IndexEntryForm())


@require_POST
@needs("verification.send_index")
def enter(request: ViewerRequest, state_id: int) -> HttpResponse:
    """Write down what the person saw on the engine's result page."""
    state = _state(request, state_id)
    form = IndexEntryForm(request.POST, request.FILES)
    if not form.is_valid():
        return _draw(request, state, form, status=422)
    try:
        services.enter_by_hand(
            state_id=state.pk,
            verdict=form.cleaned_data["verdict"],
            screenshot_id=_stored(request, form),
            actor=request.viewer,
            now=now(),
        )
    except (services.IndexRefused, files.FileRefused) as refusal:
        form.add_error(None, str(refusal))
        return _draw(request, state, form, status=422)
    messages.success(request, _("Written down."))
    return redirect("verification:index_page", state.pk)


def _stored(request: ViewerRequest, form: IndexEntryForm) -> int | None:
    upload = form.cleaned_data["screenshot"]
    if not upload:
        return None
    stored = files.store(
        name=upload.name or "screenshot",
        content=upload,
        verb="verification.view_index",
        staff_id=request.viewer.staff_id,
        actor=request.viewer,
        now=now(),
        limits=IMAGES,
    )
    return stored.pk


def _state(request: ViewerRequest, state_id: int) -> IndexState:
    state = queries.index_state(viewer=request.viewer, state_id=state_id)
    if state is None:
        raise Http404
    return state


def _draw(request: ViewerRequest, state: IndexState, form: IndexEntryForm, *, status: int = 200) -> HttpResponse:
    page = {
        "state": state,
        "lines": queries.engines_of_page(page_key=state.page_key),
        "looks": queries.looks_at(state_id=state.pk),
        "search_url": search_address(state.engine, state.url),
        "form": form,
        "may_enter": queries.may_enter(viewer=request.viewer, state_id=state.pk),
    }
    return render(request, "verification/index_page.html", page, status=status)
