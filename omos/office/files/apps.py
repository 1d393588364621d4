"""The files room as a Django application."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "omos.office.files"
    label = "files"
