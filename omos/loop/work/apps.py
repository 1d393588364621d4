"""The work room as a Django application."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "omos.loop.work"
    label = "work"
