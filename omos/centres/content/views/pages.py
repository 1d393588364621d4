"""Found articles: the day, one article, and what people say of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from omos.centres.content import queries, services
from omos.centres.content.forms import GiveForm
from omos.people import clock
from omos.people.access import ViewerRequest, needs, own_page

_REFUSALS = (services.PageSettled, services.PersonRefused)


@require_safe
@needs("content.view")
def day(request: ViewerRequest) -> HttpResponse:
    """What was found on a day (today unless named), and what waits for somebody."""
    asked = _day(request.GET.get("day", ""))
    found = queries.found_on(asked, request.viewer)
    context = {
        "found": found,
        "day": asked,
        "before": asked - timedelta(days=1),
        "after": asked + timedelta(days=1) if asked < clock.today() else None,
        "lines": queries.counted_on(asked, request.viewer),
    }
    return render(request, "content/day.html", context)


def _day(text: str) -> date:
    try:
        return parse_date(text) or clock.today()
    except ValueError:
        return clock.today()


@require_safe
@needs("content.view")
def page(request: ViewerRequest, page_id: int) -> HttpResponse:
    """One found article: how its author was told, and the buttons to say otherwise."""
    return _page(request, page_id, None)


def _page(request: ViewerRequest, page_id: int, form: GiveForm | None, *, status: int = 200) -> HttpResponse:
    view = queries.found_page(viewer=request.viewer, page_id=page_id, today=clock.today())
    if view is None:
        raise Http404
    if form is None and view.may_give:
        form = GiveForm(
            viewer=request.viewer, today=clock.today(), initial={"staff": next(iter(view.page.candidates), None)}
        )
    return render(request, "content/page.html", {"view": view, "form": form}, status=status)


@require_POST
@needs("content.claim")
def claim(request: ViewerRequest, page_id: int) -> HttpResponse:
    """It is mine."""
    return _pressed(
        request,
        page_id,
        lambda: services.claim_page(page_id=page_id, actor=request.viewer, now=clock.now()),
        _("Counted for you."),
    )


@require_POST
@needs("content.assign")
def give(request: ViewerRequest, page_id: int) -> HttpResponse:
    """It is somebody's."""
    form = GiveForm(request.POST, viewer=request.viewer, today=clock.today())
    if not form.is_valid():
        return _page(request, page_id, form, status=422)
    typed = form.cleaned_data
    try:
        counted = services.give_page(
            page_id=page_id,
            staff_id=typed["staff"],
            has_pen_name=typed["has_pen_name"],
            actor=request.viewer,
            now=clock.now(),
        )
    except _REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return _page(request, page_id, form, status=422)
    name = counted.staff.name if counted.staff else ""
    messages.success(request, _("Counted for %(name)s.") % {"name": name})
    return _back(request, page_id)


@require_POST
@needs("content.claim")
def take_back(request: ViewerRequest, page_id: int) -> HttpResponse:
    """It is not mine after all."""
    return _pressed(
        request,
        page_id,
        lambda: services.take_back_page(page_id=page_id, actor=request.viewer, now=clock.now()),
        _("Taken back; it waits for somebody to say whose it is."),
    )


@require_POST
@needs("content.claim")
def ignore(request: ViewerRequest, page_id: int) -> HttpResponse:
    """It is none to count."""
    return _pressed(
        request,
        page_id,
        lambda: services.ignore_page(page_id=page_id, actor=request.viewer, now=clock.now()),
        _("It is not counted."),
    )


def _pressed(request: ViewerRequest, page_id: int, act: Callable[[], object], words: str) -> HttpResponse:
    if queries.found_page(viewer=request.viewer, page_id=page_id, today=clock.today()) is None:
        raise Http404
    try:
        act()
    except _REFUSALS as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, words)
    return _back(request, page_id)


def _back(request: ViewerRequest, page_id: int) -> HttpResponse:
    """Where the button stood, if that is a page of ours."""
    return redirect(own_page(request.POST.get("next", "")) or reverse("content:page", args=[page_id]))
