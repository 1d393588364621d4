"""An empty installation under a fixed clock: prepared, brought up whole, and left alone by every shell."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from omos.connectors.tests.server import Site
from omos.connectors.tests.vendors import Vendors

# A Monday morning on which people work.
FIRST_DAY = "2026-11-23T10:00:00+08:00"


@dataclass(frozen=True)
class EmptyHouse:
    """Where it is served, and the one link that preparing it printed."""

    address: str
    first_link: str


@contextmanager
def empty_house(folder: Path, *, web: Site, chats: Vendors) -> Iterator[EmptyHouse]:
    """`omos init`, then `omos up` until the block ends; the open web is one proxy, the chat services stand exempted."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{probe.getsockname()[1]}"
    settings = {
        **{name: value for name, value in os.environ.items() if not name.startswith("OMOS_")},
        "OMOS_DATA": str(folder),
        "OMOS_MODE": "test",
        "OMOS_NOW": FIRST_DAY,
        "OMOS_BIND": bind,
        "OMOS_OUTBOUND_PROXY": f"http://{web.place}",
        "OMOS_OUTBOUND_ALLOW": f"127.0.0.1:{chats.port}",
        "OMOS_LOG_LEVEL": "ERROR",
    }
    omos = [sys.executable, "-m", "omos.cli"]
    told = subprocess.run([*omos, "init"], env=settings, check=True, capture_output=True, text=True).stdout
    running = subprocess.Popen([*omos, "up"], env=settings, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://{bind}/healthz")
        yield EmptyHouse(f"http://{bind}", re.findall(r"http://\S+/links/\S+", told)[0])
    finally:
        running.terminate()
        running.wait(timeout=30)


def wait_for(address: str) -> None:
    """Until the address answers well, a minute at most.

    :raises TimeoutError: if it does not
    """
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(address)
