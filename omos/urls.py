"""The site map: one list per room."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

urlpatterns = [path("", include(f"{room}.urls")) for room in settings.ROOMS if find_spec(f"{room}.urls")]
