"""The jobs room as a Django application."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "omos.office.jobs"
    label = "jobs"
