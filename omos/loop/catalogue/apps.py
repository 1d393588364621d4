"""The catalogue room as a Django application."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "omos.loop.catalogue"
    label = "catalogue"
