"""The content room as a Django application."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "omos.centres.content"
    label = "content"
