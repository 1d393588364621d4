"""The site map: one list per room."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from omos.people.access import needs
from omos.ui.views import components

# The house style knows no permission, so its one page gets its verb here.
COMPONENTS = [path("ui/", needs("desk.settings")(components), name="components")]
ROOMS = [room for room in settings.ROOMS if room != "omos.ui" and find_spec(f"{room}.urls")]

urlpatterns = [
    path("", include((COMPONENTS, "ui"))),
    *(path("", include(f"{room}.urls")) for room in ROOMS),
]
