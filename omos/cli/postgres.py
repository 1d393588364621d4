"""Records in PostgreSQL: saved and brought back by its own tools, each as of one moment and all or nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from omos.cli.speech import Refused

PATIENCE_SECONDS = 6 * 3600
# Stands in the records from the moment they were replaced until the restore has ended.
MARK = "omos_restored"


@contextmanager
def one_moment() -> Iterator[str]:
    """Hold one moment of the records still; by its name the tools see the very same."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0])


def count_rows() -> tuple[dict[str, int], list[str]]:
    """Rows of every table, and the migrations that shaped them."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    rows = {}
    with connection.cursor() as cursor:
        for name in tables():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608  # quoted
            rows[name] = int(cursor.fetchone()[0])
    applied = MigrationRecorder(connection).applied_migrations()
    return rows, sorted(f"{app}.{name}" for app, name in applied)


def dump(path: Path, moment: str) -> None:
    """Save the database into one file, as of a moment held still.

    :raises Refused: if the tool is missing or fails
    """
    _run("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}", f"--file={path}"])


def prove(path: Path) -> None:
    """Read a saved database's list of contents.

    :raises Refused: if it cannot be read
    """
    _run("pg_restore", ["--list", str(path)])


def load(path: Path) -> None:
    """Replace everything by a saved database and leave the mark, all in one transaction.

    :raises Refused: if a tool is missing or fails; then nothing was changed
    """
    script = path.with_suffix(".sql")
    _run("pg_restore", ["--no-owner", "--no-privileges", f"--file={script}", str(path)])
    steps = ["--command", drop_statement(), "--file", str(script), "--command", f"CREATE TABLE public.{MARK} ()"]
    try:
        _run("psql", ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", *steps])
    finally:
        script.unlink(missing_ok=True)


def drop_statement() -> str:
    """What takes every table away; nothing where there is none."""
    from django.db import connection

    names = ", ".join(connection.ops.quote_name(name) for name in tables())
    return f"DROP TABLE {names} CASCADE" if names else "SELECT"


def tables() -> list[str]:
    """Names of the tables there are."""
    from django.db import connection

    with connection.cursor() as cursor:
        return sorted(connection.introspection.table_names(cursor))


def is_marked() -> bool:
    """Whether the records were replaced by a restore that has not ended."""
    return MARK in tables()


def unmark() -> None:
    """The restore has ended."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {MARK}")


def _settings() -> dict[str, Any]:
    from django.db import connection

    return connection.settings_dict


def _run(tool: str, options: list[str]) -> None:
    if shutil.which(tool) is None:
        raise Refused(f"{tool} is missing; install it with: apt install postgresql-client")
    database = _settings()
    # By environment, not by arguments: those are readable for everybody on this machine.
    environment = {
        "PGHOST": database["HOST"],
        "PGPORT": str(database["PORT"] or ""),
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
    }
    given = {name: value for name, value in environment.items() if value}
    done = subprocess.run(
        [tool, *options],
        env={**os.environ, **given},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    if done.returncode:
        reason = done.stderr.strip().splitlines()
        raise Refused(f"{tool} failed: {reason[0] if reason else done.returncode}")
