"""`omos user`: invite, reset, lock, for the moment when nobody can sign in to do it on a page."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime

from omos.cli import house
from omos.cli.links import full_address
from omos.cli.speech import Refused, say


def user(arguments: argparse.Namespace) -> int:
    """One of the three.

    :raises Refused: if there is no such user or the rules of the house forbid it
    """
    house.refuse_unprepared()
    house.make_django_ready()
    house.refuse_pending_migrations()
    from django.utils import translation

    from omos.people import clock, services

    ways: dict[str, Callable[[argparse.Namespace, datetime], None]] = {
        "invite": _invite,
        "reset": _reset,
        "lock": _lock,
    }
    try:
        with translation.override("en"):
            ways[arguments.what](arguments, clock.now())
    except (services.InvitationRefused, services.AccountRefused) as refusal:
        raise Refused(str(refusal)) from refusal
    return 0


def _invite(arguments: argparse.Namespace, now: datetime) -> None:
    from omos.people import services
    from omos.people.viewer import Viewer

    invitation = services.invite(
        login=arguments.name,
        staff_id=None,
        role=_role(arguments.role),
        phone=None,
        actor=Viewer.system("omos user"),
        now=now,
    )
    say(f"{arguments.name} chooses a password here, once, within 72 hours:")
    say(f"  {full_address(invitation.path)}")


def _role(name: str | None):  # type: ignore[no-untyped-def]  # the role's class needs Django, which is loaded late
    from omos.people.roles import Role

    if name is None:
        return None
    if name.upper() not in Role.values:
        raise Refused(f"{name} is not a role; use one of {', '.join(Role.values)}.")
    return Role(name.upper())


def _reset(arguments: argparse.Namespace, now: datetime) -> None:
    from omos.people import services
    from omos.people.viewer import Viewer

    invitation = services.start_reset(user_id=_user_id(arguments.name), actor=Viewer.system("omos user"), now=now)
    say(f"{arguments.name} is signed out everywhere and chooses a new password here, once, within 72 hours:")
    say(f"  {full_address(invitation.path)}")


def _lock(arguments: argparse.Namespace, now: datetime) -> None:
    from omos.people import services
    from omos.people.viewer import Viewer

    services.lock_user(user_id=_user_id(arguments.name), actor=Viewer.system("omos user"), now=now)
    say(f"{arguments.name} is locked and signed out everywhere.")


def _user_id(login: str) -> int:
    from omos.people.models import User

    found = User.objects.filter(login__iexact=login.strip()).values_list("pk", flat=True).first()
    if found is None:
        raise Refused(f"nobody signs in as {login}.")
    return int(found)
