"""The verification room as a Django application."""

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "omos.loop.verification"
    label = "verification"
