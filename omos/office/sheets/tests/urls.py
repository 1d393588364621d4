"""The site with the demo list mounted on it."""

from __future__ import annotations

from django.urls import path

from omos.office.sheets.lists import list_view
from omos.office.sheets.tests.demo import PAGE
from omos.urls import urlpatterns as site

urlpatterns = [path("demo-staff/", list_view(PAGE), name="demo_staff"), *site]
