"""What a phone needs without a network: the service worker and the one page it keeps."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from omos.people.access import public


@require_safe
@public
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script itself; it stands at the root because a worker only reaches pages below its own address."""
    path = finders.find("desk/sw.js")
    if path is None:
        raise Http404
    return HttpResponse(Path(str(path)).read_bytes(), content_type="text/javascript; charset=utf-8")


@require_safe
@public
def offline(request: HttpRequest) -> HttpResponse:
    """An empty daily report that is kept on the device; it names nobody, so that it may be stored there."""
    return render(request, "desk/offline.html")
