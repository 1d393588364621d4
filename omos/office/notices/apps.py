"""The notices room as a Django application."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "omos.office.notices"
    label = "notices"
