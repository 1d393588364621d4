"""The demo room as a Django application."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "omos.demo"
    label = "demo"
