"""`omos init`: prepare the data folder without asking; run again, it brings the folder up to date and no more."""

from __future__ import annotations

import argparse
import os
import secrets
from pathlib import Path

from omos.cli import house
from omos.cli.links import full_address
from omos.cli.speech import Refused, say

FOLDERS = ("files", "backups", "events", "static")


def init(arguments: argparse.Namespace) -> int:
    """Folders, key, records, defaults, and the first administrator's link where nobody can sign in yet.

    :raises Refused: if the folder or the database cannot be used
    """
    os.umask(0o077)
    folder = house.data_folder()
    _make_folders(folder)
    if not house.readings()["OMOS_SECRET_KEY"].value:
        _make_key(folder / "secret_key")
    house.mend()
    with house.house_lock(is_exclusive=False, purpose="a restore is running"):
        house.make_django_ready()
        _migrate()
        set_up()
        say(f"{folder} is ready.")
        if house.readings()["OMOS_MODE"].value != "demo":
            _invite_first_administrator(arguments.admin)
    return 0


def _make_folders(folder: Path) -> None:
    try:
        for path in (folder, *(folder / name for name in FOLDERS)):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.chmod(0o700)
    except OSError as error:
        raise Refused(
            f"{folder} cannot be prepared: {error.strerror}. Set OMOS_DATA to a folder of your own."
        ) from error


def _make_key(path: Path) -> None:
    """Write the key once; two who start at the same moment end with one key."""
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        path.chmod(0o600)
        return
    with os.fdopen(number, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50) + "\n")


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import DatabaseError

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        raise Refused(f"the records cannot be prepared: {str(error).strip().splitlines()[0]}") from error
    if house.uses_sqlite():
        house.records_file().chmod(0o600)


def set_up() -> None:
    """Let every room put its defaults down, in the order of the river; what is there stays as it is."""
    from omos import registry
    from omos.people import clock
    from omos.people.viewer import Viewer

    for prepare in registry.declared("SETUP"):
        prepare(actor=Viewer.system("omos init"), now=clock.now())


def _invite_first_administrator(login: str) -> None:
    from django.utils import translation

    from omos.people import clock, services
    from omos.people.models import User
    from omos.people.roles import Role
    from omos.people.viewer import Viewer

    if User.objects.exists():
        return
    with translation.override("en"):
        invitation = services.invite(
            login=login,
            staff_id=None,
            role=Role.ADMIN,
            phone=None,
            actor=Viewer.system("omos init"),
            now=clock.now(),
        )
    say(f"The first administrator ({login}) chooses a password here, once, within 72 hours of now:")
    say(f"  {full_address(invitation.path)}")
    say("Start OMOS with `omos up`, then open the link.")
