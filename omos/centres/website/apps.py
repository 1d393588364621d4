"""The website room as a Django application."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "omos.centres.website"
    label = "website"
