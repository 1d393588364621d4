"""The reports room as a Django application."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "omos.loop.reports"
    label = "reports"
