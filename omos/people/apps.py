"""The people room as a Django application."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class PeopleConfig(AppConfig):
    name = "omos.people"
    label = "people"

    def ready(self) -> None:
        from omos.people import sessions

        user_logged_in.connect(sessions.begin, dispatch_uid="omos.people.sessions")
