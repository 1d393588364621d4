"""`omos up`: pages, background jobs and, where it has an address of its own, the collector."""

from __future__ import annotations

import argparse
import os
import socket
import time
from collections.abc import Callable

from omos.cli import house
from omos.cli.speech import RED, Refused, coloured, complain, say
from omos.cli.supervisor import Child, Supervisor, child_command
from omos.environment import Address

# Seconds the other parts wait for the pages at most.
PAGES_COME_FIRST = 10.0


def up(arguments: argparse.Namespace) -> int:
    """Serve until stopped.

    :raises Refused: if the folder is not prepared or an address is taken
    """
    # What the parts write is for this user alone.
    os.umask(0o077)
    readings = house.readings()
    house.refuse_unprepared()
    bind: Address = readings["OMOS_BIND"].value
    collector: Address | None = readings["OMOS_COLLECTOR_BIND"].value
    names = ["web", "worker", *(["collector"] if collector else [])]
    for address in filter(None, (bind, collector)):
        refuse_taken(address)
    _warn(readings["OMOS_INSECURE_HTTP"].value, bind)
    children = [Child(name, child_command(name)) for name in names]
    # Pages first: on two cores a worker that starts beside them would keep people waiting a second longer.
    for child in children[1:]:
        child.start_again_at = time.monotonic() + PAGES_COME_FIRST
    with house.house_lock(is_exclusive=False, purpose="a restore is running"):
        return Supervisor(children, on_tick=_announcement(bind, children)).run()


def refuse_taken(address: Address) -> None:
    """Try the address out: the server itself would quietly share it.

    :raises Refused: if something else listens there
    """
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as error:
            raise Refused(
                f"{address.host}:{address.port} cannot be used ({error.strerror}). "
                "Choose another address, for example OMOS_BIND=127.0.0.1:8001."
            ) from error


def _warn(is_insecure: bool, bind: Address) -> None:
    if is_insecure and not bind.is_loopback:
        complain(coloured("plain http beyond this machine: anyone on the way can read along (OMOS_INSECURE_HTTP)", RED))


def _announcement(bind: Address, children: list[Child]) -> Callable[[], None]:
    """When the pages answer, say the address once and let the other parts start."""
    shown = "127.0.0.1" if bind.host in {"0.0.0.0", "::"} else bind.host  # noqa: S104  # compared, not bound
    shown = f"[{shown}]" if ":" in shown else shown
    state = {"is_said": False, "look_at": 0.0}

    def announce() -> None:
        if state["is_said"] or time.monotonic() < state["look_at"]:
            return
        state["look_at"] = time.monotonic() + 0.1
        if _answers(shown.strip("[]"), bind.port):
            state["is_said"] = True
            for child in children:
                child.start_again_at = 0.0
            say(f"OMOS is running at http://{shown}:{bind.port}   (Ctrl-C stops it)")

    return announce


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1) as line:
            line.sendall(f"GET /healthz HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
            return b" 200 " in line.recv(64)
    except OSError:
        return False
