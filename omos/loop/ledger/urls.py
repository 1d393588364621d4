"""Addresses of the ledger."""

from __future__ import annotations

from django.urls import path

from omos.loop.ledger import views

app_name = "ledger"
urlpatterns = [
    path("daily-sheet/", views.sheet, name="sheet"),
    path("daily-sheet/totals/", views.sheet_totals, name="sheet_totals"),
    path("facts/", views.facts, name="facts"),
]
