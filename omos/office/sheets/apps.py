"""The sheets room as a Django application."""

from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "omos.office.sheets"
    label = "sheets"
