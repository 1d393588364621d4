"""The promotion room as a Django application."""

from django.apps import AppConfig


class PromotionConfig(AppConfig):
    name = "omos.centres.promotion"
    label = "promotion"
