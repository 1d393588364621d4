"""A private PostgreSQL for one test run: own folder, free port, gone afterwards.

python -m scripts.postgres COMMAND ...    run COMMAND with OMOS_DATABASE_URL pointing at one
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

# Nothing here must survive a power cut, so the disk need not be waited for.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "listen_addresses": "127.0.0.1",
    "log_min_messages": "fatal",
}


class NoPostgres(Exception):
    """PostgreSQL's programs are not on this machine."""


def programs() -> Path:
    """The newest folder of PostgreSQL's programs.

    :raises NoPostgres: if there is none
    """
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    if initdb is None:
        raise NoPostgres("PostgreSQL is missing; scripts/setup.sh test installs it.")
    return Path(initdb).parent


@contextmanager
def private_server() -> Iterator[str]:
    """Start a server for the time of the block and yield the address of its database."""
    folder = Path(tempfile.mkdtemp(prefix="omos-postgres-"))
    owner = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
    if owner:
        shutil.chown(folder, owner, owner)
    password, port = secrets.token_hex(16), _free_port()
    server: list[str | Path] = [programs() / "pg_ctl", "-D", folder / "data", "-w"]
    try:
        _create(folder, owner, password)
        _run([*server, "-l", folder / "log", "-o", _options(folder, port), "start"], owner)
        try:
            yield f"postgresql://omos:{password}@127.0.0.1:{port}/postgres"
        finally:
            _run([*server, "-m", "immediate", "stop"], owner)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _create(folder: Path, owner: str | None, password: str) -> None:
    secret = folder / "password"
    secret.write_text(password, "ascii")
    if owner:
        shutil.chown(secret, owner, owner)
    secret.chmod(0o600)
    _run(
        [programs() / "initdb", "-D", folder / "data", "-U", "omos", "--pwfile", secret, "--auth=scram-sha-256",
         "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
        owner,
    )  # fmt: skip


def _options(folder: Path, port: int) -> str:
    options = {**OPTIONS, "port": str(port), "unix_socket_directories": str(folder)}
    return " ".join(f"-c {name}={value}" for name, value in options.items())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(command: Sequence[str | Path], owner: str | None) -> None:
    # To a file, not a pipe: the server keeps what it inherits open, and a pipe would never end.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        done = subprocess.run(
            command, cwd="/", user=owner, group=owner, extra_groups=[] if owner else None,
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        if done.returncode:
            output.seek(0)
            raise SystemExit(f"{command[0]} failed:\n{output.read()}")


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


def main(command: list[str]) -> int:
    """Run `command` beside a private server and answer its exit code."""
    if not command:
        sys.exit(__doc__)
    signal.signal(signal.SIGTERM, _leave)
    with private_server() as address:
        return subprocess.run(command, env=os.environ | {"OMOS_DATABASE_URL": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
