"""The keywords room as a Django application."""

from django.apps import AppConfig


class KeywordsConfig(AppConfig):
    name = "omos.loop.keywords"
    label = "keywords"
