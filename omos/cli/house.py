"""The installation as commands meet it: its settings, its data folder, Django made ready, its lock."""

from __future__ import annotations

import fcntl
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from omos.cli.speech import Refused
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

    django.setup()


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
    folder, key = data_folder(), data_folder() / "secret_key"
    has_key = bool(readings()["OMOS_SECRET_KEY"].value) or key.is_file()
    if readings()["OMOS_MODE"].value == "production" and key.is_file() and key.stat().st_mode & 0o077:
        raise Refused(f"{key} can be read by others; run `chmod 600 {key}`, or `omos init` again.")
    if not folder.is_dir() or not has_key or (uses_sqlite() and not records_file().is_file()):
        raise Refused(f"{folder} is not prepared yet. Run `omos init` first.")


def refuse_pending_migrations() -> None:
    """Look whether the records have the present shape; Django must be ready.

    :raises Refused: if migrations are pending or the database does not answer
    """
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise Refused(f"the records cannot be reached: {str(error).strip().splitlines()[0]}") from error
    if pending:
        raise Refused(
            f"the records are {len(pending)} migrations behind this version. "
            "Run `omos backup`, then `omos init` to bring them up to date."
        )


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
