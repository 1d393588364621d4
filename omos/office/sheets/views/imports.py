"""The import wizard's pages."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from omos.people.access import ViewerRequest, needs


@require_safe
@needs("sheets.import")
def runs(request: ViewerRequest) -> HttpResponse:
    """The viewer's imports."""
    raise Http404


@require_safe
@needs("sheets.import")
def start_import(request: ViewerRequest, code: str) -> HttpResponse:
    """The first step: choose a file."""
    raise Http404
