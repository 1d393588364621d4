"""The palette, what waits, settings and the map of the loop."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from omos.desk import loop_map, navigation, palette
from omos.desk.waiting import waiting_for
from omos.people.access import ViewerRequest, needs
from omos.people.clock import today


@require_GET
@needs("desk.home")
def search(request: ViewerRequest) -> HttpResponse:
    """What the palette found, as JSON."""
    return JsonResponse({"results": palette.entries(request.viewer, request.GET.get("q", "")[:100])})


@require_GET
@needs("desk.home")
def waiting(request: ViewerRequest) -> HttpResponse:
    """Everything that waits for the viewer."""
    return render(request, "desk/waiting.html", {"waiting": waiting_for(request.viewer)})


@require_GET
@needs("desk.settings")
def settings(request: ViewerRequest) -> HttpResponse:
    """All settings the viewer may open."""
    pages = [navigation.item(page) for page in navigation.visible(navigation.SETTINGS, request.viewer)]
    return render(request, "desk/settings.html", {"pages": pages})


@require_GET
@needs("desk.home")
def loop(request: ViewerRequest) -> HttpResponse:
    """The loop as a map with live counts."""
    return render(request, "desk/loop.html", {"stages": loop_map.stages(request.viewer, today())})
