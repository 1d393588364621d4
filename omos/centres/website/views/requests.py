"""Asking for something, and the makers' queue."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from omos.centres.website import queries, services
from omos.centres.website.forms import FOLDED, RequestForm
from omos.centres.website.views import drawing
from omos.centres.website.views.keeping import NotKept, kept_file
from omos.loop.catalogue import queries as catalogue
from omos.loop.work import queries as work
from omos.people import queries as people
from omos.people.access import ViewerRequest, may, needs
from omos.people.clock import now, today

USUAL_WAIT = timedelta(days=3)


@require_safe
@needs("website.make")
def queue(request: ViewerRequest) -> HttpResponse:
    """What one has to make by due day; who leads makers sees how requests fare and how full everybody is."""
    viewer, day = request.viewer, today()
    found = queries.queue(viewer=viewer, today=day)
    context = {
        "rows": [drawing.queue_line(row, today=day) for row in found.rows],
        "loads": [drawing.load_line(load) for load in queries.loads(viewer=viewer, today=day)],
        "today": day,
        "may_ask": may(viewer, "website.ask"),
    }
    if may(viewer, "website.lead"):
        context["kpis"] = drawing.kpis(queries.figures(viewer=viewer, now=now()))
        context["waiting"] = [drawing.waiting_line(one, today=day) for one in queries.longest_waiting(viewer=viewer)]
    return render(request, "website/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("website.ask")
def ask(request: ViewerRequest) -> HttpResponse:
    """Ask for something in under a minute."""
    choices = _choices(request)
    if request.method != "POST":
        form = RequestForm(choices=choices, initial=_initial(request, choices))
        return _page(request, form)
    form = RequestForm(request.POST, request.FILES, choices=choices)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        wanted = form.wanted(attachment_id=kept_file(request, form, "attachment"))
        request_id = services.ask(wanted=wanted, actor=request.viewer, now=now())
    except NotKept:
        return _page(request, form, status=422)
    except services.RequestRefused as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return _page(request, form, status=422)
    messages.success(request, _("Asked. You hear of it as soon as somebody takes it."))
    return redirect("website:request", request_id)


def _initial(request: ViewerRequest, choices: dict[str, Any]) -> dict[str, Any]:
    to = choices["to"][0][0] if choices["to"] else ""
    return {"to": to, "needed_by": today() + USUAL_WAIT, "quantity": 1, "serves": request.GET.get("serves")}


def _choices(request: ViewerRequest) -> dict[str, Any]:
    mine = work.my_day(staff_id=request.viewer.own_staff_id, day=today()).assignments
    return {
        "to": [(one.value, one.label) for one in queries.addressees(viewer=request.viewer, today=today())],
        "website": [(site.pk, site.domain) for site in people.websites()],
        "campaign": [(row.pk, row.name) for row in catalogue.campaigns()],
        "serves": [(row.id, f"{row.code} {row.category}") for row in mine],
    }


def _page(request: ViewerRequest, form: RequestForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "folded": FOLDED, "has_makers": bool(form.fields["to"].choices)}  # type: ignore[attr-defined]
    return render(request, "website/ask.html", context, status=status)
