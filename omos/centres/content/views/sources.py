"""Watched sources: look for them, watch, pause; and the names people sign with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omos.centres.content import queries, services
from omos.centres.content.forms import PenNameForm, SearchForm, SourceForm
from omos.centres.content.models import WatchedSource
from omos.centres.content.words import trouble_sentence
from omos.connectors.outbound import rules_from
from omos.loop.verification.services import Runner
from omos.people import clock
from omos.people import queries as people
from omos.people.access import ViewerRequest, needs


@require_safe
@needs("content.manage_sources")
def sources(request: ViewerRequest) -> HttpResponse:
    """What is watched, and where to look for more."""
    return _page(request)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("content.manage_sources")
def search(request: ViewerRequest) -> HttpResponse:
    """Look what a website offers to be watched; a page that was left is begun anew."""
    if request.method != "POST":
        return redirect("content:sources")
    form = SearchForm(request.POST)
    if not form.is_valid():
        return _page(request, status=422, search_form=form)
    try:
        found = services.propose_sources(address=form.cleaned_data["address"], runner=_runner())
    except services.SourceRefused as refusal:
        form.add_error("address", str(refusal))
        return _page(request, status=422, search_form=form)
    if found.trouble:
        form.add_error("address", trouble_sentence(found.trouble))
        return _page(request, status=422, search_form=form)
    return _page(request, search_form=form, found=found)


@require_POST
@needs("content.manage_sources")
def watch(request: ViewerRequest) -> HttpResponse:
    """Watch the ticked proposals, or one address typed by hand."""
    ticked = [
        (kind, address) for line in request.POST.getlist("chosen") for kind, _space, address in [line.partition(" ")]
    ]
    if not ticked:
        return _watch_typed(request)
    kinds = set(WatchedSource.Kind.values)
    try:
        added = services.add_sources(
            chosen=[one for one in ticked if one[0] in kinds], actor=request.viewer, now=clock.now()
        )
    except services.SourceRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("content:sources")
    text = ngettext("%(count)s source is watched.", "%(count)s sources are watched.", added)
    messages.success(request, text % {"count": added})
    return redirect("content:sources")


def _watch_typed(request: ViewerRequest) -> HttpResponse:
    form = SourceForm(request.POST)
    if not form.is_valid():
        return _page(request, status=422, source_form=form)
    try:
        services.add_source(**form.cleaned_data, actor=request.viewer, now=clock.now())
    except services.SourceRefused as refusal:
        form.add_error("address", str(refusal))
        return _page(request, status=422, source_form=form)
    messages.success(request, _("The source is watched; the first look only learns what is there."))
    return redirect("content:sources")


@require_POST
@needs("content.manage_sources")
def pause(request: ViewerRequest, source_id: int) -> HttpResponse:
    """Leave a source alone."""
    return _changed(request, services.pause_source, source_id, _("Paused."))


@require_POST
@needs("content.manage_sources")
def resume(request: ViewerRequest, source_id: int) -> HttpResponse:
    """Watch a paused source again."""
    return _changed(request, services.resume_source, source_id, _("Watched again."))


@require_POST
@needs("content.manage_sources")
def look(request: ViewerRequest, source_id: int) -> HttpResponse:
    """Make a source due now."""
    return _changed(request, services.look_soon, source_id, _("The machine looks within a minute."))


@require_POST
@needs("content.manage_sources")
def pen_name(request: ViewerRequest) -> HttpResponse:
    """Remember what somebody signs with."""
    form = PenNameForm(request.POST, viewer=request.viewer, today=clock.today())
    if not form.is_valid():
        return _page(request, status=422, pen_form=form)
    typed = form.cleaned_data
    try:
        services.save_pen_name(staff_id=typed["staff"], name=typed["name"], actor=request.viewer, now=clock.now())
    except services.PenNameRefused as refusal:
        form.add_error("name", str(refusal))
        return _page(request, status=422, pen_form=form)
    messages.success(request, _("Pen name kept."))
    return redirect("content:sources")


@require_POST
@needs("content.manage_sources")
def drop_pen_name(request: ViewerRequest, pen_name_id: int) -> HttpResponse:
    """Forget a pen name."""
    services.drop_pen_name(pen_name_id=pen_name_id, actor=request.viewer, now=clock.now())
    messages.success(request, _("Pen name dropped."))
    return redirect("content:sources")


def _changed(request: ViewerRequest, change: Callable[..., None], source_id: int, words: str) -> HttpResponse:
    try:
        change(source_id=source_id, actor=request.viewer, now=clock.now())
    except services.SourceRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("content:sources")


def _page(request: ViewerRequest, *, status: int = 200, **given: Any) -> HttpResponse:
    forms: Mapping[str, Any] = {
        "search_form": given.get("search_form") or SearchForm(initial={"address": _first_domain()}),
        "source_form": given.get("source_form") or SourceForm(),
        "pen_form": given.get("pen_form") or PenNameForm(viewer=request.viewer, today=clock.today()),
    }
    context = {
        **forms,
        "found": given.get("found"),
        "sources": queries.source_lines(),
        "pen_names": list(queries.pen_names()),
    }
    return render(request, "content/sources.html", context, status=status)


def _first_domain() -> str:
    website = people.websites().first()
    return website.domain if website else ""


def _runner() -> Runner:
    return Runner(rules=rules_from(settings), true_clock=clock.real_now, lasts=timedelta(seconds=30))
