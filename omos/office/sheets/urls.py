"""Addresses of sheets: the import wizard. List pages are mounted by their rooms."""

from __future__ import annotations

from django.urls import path

from omos.office.sheets.views import imports

app_name = "sheets"
urlpatterns = [
    path("imports/", imports.runs, name="runs"),
    path("imports/<slug:code>/", imports.start_import, name="start_import"),
]
