"""The desk room as a Django application."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "omos.desk"
    label = "desk"
