"""Addresses of the talent room."""

from __future__ import annotations

from django.urls import path

from omos.centres.talent.tables import STAFF
from omos.office.sheets.lists import list_view

app_name = "talent"
urlpatterns = [path("people/", list_view(STAFF), name="staff")]
