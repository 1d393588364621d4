"""The budget room as a Django application."""

from django.apps import AppConfig


class BudgetConfig(AppConfig):
    name = "omos.loop.budget"
    label = "budget"
