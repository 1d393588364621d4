"""The first screen of each role."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from omos.loop.work import queries as work
from omos.people.access import ViewerRequest, may, needs
from omos.people.clock import today


@require_GET
@needs("desk.home")
def home(request: ViewerRequest) -> HttpResponse:
    """The home of the viewer's role; who hands in begins with the day."""
    if may(request.viewer, "work.plan"):
        return redirect("work:week")
    return redirect("desk:my_day" if may(request.viewer, "desk.my_day") else "goals:month")


@require_GET
@needs("desk.my_day")
def my_day(request: ViewerRequest) -> HttpResponse:
    """What one has to do today."""
    day = work.my_day(staff_id=request.viewer.staff_id or 0, day=today())
    return render(request, "desk/my_day.html", {"my_day": day})
