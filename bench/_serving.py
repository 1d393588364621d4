"""A house to measure: a prepared folder, OMOS served from it, and what its processes weigh."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 60.0

# The least a Django page can cost, under the same server: the limit ours is compared with.
BARE = """
import asyncio, sys
from django.conf import settings
settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="x" * 50, USE_I18N=False)
import django
django.setup()
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("healthz", lambda request: HttpResponse("ok"))]
from a2wsgi import WSGIMiddleware
from granian.constants import Interfaces
from granian.server.embed import Server
application = WSGIMiddleware(get_wsgi_application(), workers=4)
asyncio.run(Server(application, port=int(sys.argv[1]), interface=Interfaces.ASGINL, log_enabled=False).serve())
"""


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """Only our own settings, and the log kept to what went wrong."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OMOS_")}
    return {**kept, "OMOS_DATA": str(folder), "OMOS_MODE": "test", "OMOS_LOG_LEVEL": "ERROR", **settings}


@contextmanager
def prepared_folder() -> Iterator[Path]:
    """An empty house, as after `omos init`."""
    with tempfile.TemporaryDirectory(prefix="omos-bench-") as base:
        folder = Path(base) / "data"
        init = [sys.executable, "-m", "omos.cli", "init"]
        subprocess.run(init, env=environment(folder), check=True, stdout=subprocess.DEVNULL)
        yield folder


@contextmanager
def served(command: Sequence[str], settings: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A server, ended afterwards."""
    process = subprocess.Popen(command, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_answer(port: int, path: str = "/healthz") -> None:
    """Ask every 5 ms until the answer is 200.

    :raises TimeoutError: after a minute
    """
    deadline = time.monotonic() + PATIENCE
    while status_of(port, path) != 200:
        if time.monotonic() > deadline:
            raise TimeoutError(path)
        time.sleep(0.005)


def status_of(port: int, path: str) -> int:
    """The status of an answer, 0 when nobody answers."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("GET", path)
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        line.close()


def tree(pid: int) -> list[int]:
    """A process and everything below it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [pid, *(below for child in children for below in tree(int(child)))]


def weight(pid: int) -> float:
    """Memory of one process in MiB, shared pages split among those who share them."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
