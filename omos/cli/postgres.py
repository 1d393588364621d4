"""Records in PostgreSQL: saved and brought back by its own tools."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from omos.cli.speech import Refused

PATIENCE_SECONDS = 6 * 3600


def dump(path: Path) -> None:
    """Save the database into one file, as of one moment.

    :raises Refused: if the tool is missing or fails
    """
    _run("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--file={path}"])


def load(path: Path) -> None:
    """Bring a saved database back in one transaction; tables that are there are replaced.

    :raises Refused: if the tool is missing or fails
    """
    name = _settings()["NAME"]
    options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", f"--dbname={name}"]
    _run("pg_restore", [*options, str(path)])


def has_tables() -> bool:
    """Whether the database holds anything already."""
    from django.db import connection

    return bool(connection.introspection.table_names())


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
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    if done.returncode:
        reason = done.stderr.strip().splitlines()
        raise Refused(f"{tool} failed: {reason[0] if reason else done.returncode}")
