"""Runs the command as people do: a process of its own, a data folder of its own."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[3]


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """The environment of an installation in this folder; nothing of ours leaks into it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OMOS_", "DJANGO_"))}
    return {**kept, "PYTHONPATH": str(ROOT), "OMOS_DATA": str(folder), "OMOS_MODE": "test", **settings}


def omos(*arguments: str, folder: Path, standard_input: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """One command, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "omos.cli", *arguments],
        env=environment(folder, **settings),
        input=standard_input,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def start(*arguments: str, folder: Path, out: IO[str], **settings: str) -> subprocess.Popen[str]:
    """One command that goes on; what it says goes to `out`."""
    return subprocess.Popen(
        [sys.executable, "-m", "omos.cli", *arguments],
        env=environment(folder, **settings),
        stdout=out,
        stderr=subprocess.STDOUT,
        text=True,
    )


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(is_so: Callable[[], object], seconds: float = 90.0) -> None:
    """Look again and again; fail when it does not come."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)


def make_older(records: Path) -> None:
    """Records as they were before there were notices."""
    with closing(sqlite3.connect(records)) as file, file:
        tables = file.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'notices!_%' ESCAPE '!'"
        )
        for (name,) in tables.fetchall():
            file.execute(f'DROP TABLE "{name}"')
        file.execute("DELETE FROM django_migrations WHERE app = 'notices'")
