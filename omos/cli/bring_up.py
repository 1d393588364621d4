"""Brings records up to this version: a process of its own works on a copy, so that nothing half done is ever in use."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from omos.cli import house
from omos.cli.speech import Refused

PATIENCE_SECONDS = 6 * 3600


def bring_up_file(records: Path, *, with_defaults: bool = False) -> None:
    """Migrate an SQLite file that nobody uses.

    :raises Refused: if a migration fails; the file is of no use then
    """
    # Not the address from a file: it would stand beside the one given here.
    kept = {name: value for name, value in os.environ.items() if name != "OMOS_DATABASE_URL_FILE"}
    done = subprocess.run(
        [sys.executable, "-m", "omos.cli", "bring-up", *(["--with-defaults"] if with_defaults else [])],
        env={**kept, "OMOS_DATABASE_URL": f"sqlite://{records.absolute()}"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().removeprefix("omos: ") or f"exit code {done.returncode}"
        raise Refused(f"the records cannot be brought up to this version: {said.splitlines()[0]}")


def bring_up(arguments: argparse.Namespace) -> int:
    """Migrate the records that the settings name, check them, and fold everything into the one file.

    :raises Refused: if they do not fit together afterwards
    """
    house.make_django_ready()
    migrate(with_defaults=arguments.with_defaults)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return 0


def migrate(*, with_defaults: bool) -> None:
    """Migrations, then each room's defaults where asked for, then the checks.

    :raises Refused: if rows point to nothing or migrations are left
    """
    from django.core.management import call_command
    from django.db import DatabaseError, connection

    from omos.cli.init import set_up

    try:
        call_command("migrate", verbosity=0, interactive=False)
        if with_defaults:
            set_up()
        connection.check_constraints()
        call_command("check", verbosity=0)
    except DatabaseError as error:
        raise Refused(str(error).strip().splitlines()[0]) from error
    house.refuse_pending_migrations()
