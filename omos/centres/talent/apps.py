"""The talent room as a Django application."""

from django.apps import AppConfig


class TalentConfig(AppConfig):
    name = "omos.centres.talent"
    label = "talent"
