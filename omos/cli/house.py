"""The installation as commands meet it: its settings, its data folder, Django made ready, its lock."""

from __future__ import annotations

import fcntl
import gc
import os
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from omos.cli import exchange
from omos.cli.speech import Refused, complain
from omos.environment import Reading, read_environment

LOCK = "omos.lock"


def readings() -> dict[str, Reading]:
    """All settings.

    :raises SettingRefused: naming the first senseless one
    """
    return read_environment()


def data_folder() -> Path:
    """The folder of everything."""
    folder: Path = readings()["OMOS_DATA"].value
    return folder


def make_django_ready() -> None:
    """Load settings and applications.

    :raises SettingRefused: naming the first senseless setting
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "omos.settings")
    if uses_sqlite():
        # django-tables2 looks for PostgreSQL's fields and would load its whole driver: 10 MB and a fifth of a second.
        sys.modules.setdefault("django.contrib.postgres.fields", None)  # type: ignore[arg-type]  # means: not there
    import django

    # What is loaded now stays to the end: looking for garbage in it meanwhile is a tenth of the time.
    gc.disable()
    django.setup()
    gc.enable()


def uses_sqlite() -> bool:
    """Whether the records are an SQLite file rather than PostgreSQL."""
    return not re.match("postgres(ql)?:", readings()["OMOS_DATABASE_URL"].value)


def records_file() -> Path:
    """The SQLite file of the records."""
    url = readings()["OMOS_DATABASE_URL"].value
    return Path(url.removeprefix("sqlite://")) if url else data_folder() / "omos.sqlite3"


def refuse_unprepared() -> None:
    """Cheap look before anything starts.

    :raises Refused: if `omos init` has not been run for this folder, or others can read its key
    """
    mend()
    folder, key = data_folder(), data_folder() / "secret_key"
    if readings()["OMOS_MODE"].value == "production" and _is_open_to_others(key):
        raise Refused(f"{key} can be read by others; run `chmod 600 {key}`, or `omos init` again.")
    has_key = bool(readings()["OMOS_SECRET_KEY"].value) or key.is_file()
    has_records = records_file().is_file() if uses_sqlite() else True
    if not (folder.is_dir() and has_key and has_records):
        raise Refused(f"{folder} is not prepared yet. Run `omos init` first.")


def _is_open_to_others(key: Path) -> bool:
    return key.is_file() and bool(key.stat().st_mode & 0o077)


def mend() -> None:
    """Take back what a killed restore or upgrade left half done; what was there before is whole again.

    :raises Refused: if one is running at this moment
    """
    if not exchange.is_broken_off(data_folder()):
        return
    with house_lock(is_exclusive=True, purpose="a restore is running, or one broke off and must be taken back"):
        take_back_here()


def take_back_here() -> None:
    """The same, for whoever holds the folder already."""
    if exchange.is_broken_off(data_folder()) and exchange.take_back(data_folder(), is_settled=_is_settled):
        complain("a restore broke off; everything is as it was before.")


def _is_settled() -> bool:
    """Whether the records of a server had been replaced before the restore broke off."""
    if uses_sqlite():
        return True
    make_django_ready()
    from omos.cli import postgres

    return postgres.is_marked()


def refuse_pending_migrations() -> None:
    """Look whether the records have the present shape; Django must be ready.

    :raises Refused: if they are of an older or a later version, or the database does not answer
    """
    pending = pending_migrations()
    if pending:
        raise Refused(
            f"the records are {pending} migrations behind this version. Run `omos upgrade` to bring them up to date."
        )


def pending_migrations() -> int:
    """How many migrations the records lack; Django must be ready.

    :raises Refused: if the records are of a later version, or the database does not answer
    """
    from django.db import DatabaseError, connection
    from django.db.migrations.recorder import MigrationRecorder

    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError as error:
        raise Refused(f"the records cannot be reached: {str(error).strip().splitlines()[0]}") from error
    known = known_migrations()
    if unknown_migrations(applied, known):
        raise Refused("the records come from a later version of OMOS; install that version again.")
    return len(known - applied)


def known_migrations() -> set[tuple[str, str]]:
    """The migrations this version has, by their files: to load them all would double the time of a start."""
    from django.apps import apps

    found: set[tuple[str, str]] = set()
    for app in apps.get_app_configs():
        folder = Path(app.path, "migrations")
        names = (file.stem for file in folder.glob("*.py") if file.stem[0] not in "_~")
        found.update((app.label, name) for name in names)
    return found


def unknown_migrations(applied: Iterable[tuple[str, str]], known: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
    """Migrations that shaped the records and that this version does not have."""
    rooms = {label for label, _name in known}
    return sorted(one for one in applied if one[0] in rooms and one not in known)


@contextmanager
def house_lock(*, is_exclusive: bool, purpose: str) -> Iterator[IO[str]]:
    """Hold the data folder: many servers may share it, a restore needs it alone.

    :raises Refused: if somebody else holds it in a way that clashes
    """
    with (data_folder() / LOCK).open("a", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, (fcntl.LOCK_EX if is_exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError as error:
            raise Refused(f"OMOS is in use on {data_folder()}; stop it first ({purpose}).") from error
        yield lock
