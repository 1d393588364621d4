"""The goals room as a Django application."""

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "omos.loop.goals"
    label = "goals"
