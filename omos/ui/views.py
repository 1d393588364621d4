"""The page that shows every component once, so that a look at it answers what there is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from omos.ui import showcase


def components(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/components.html", showcase.samples())
