"""The processes under the supervisor: pages, worker, collector; each ends when its supervisor does."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import threading
import time
from typing import Any

from omos.cli import house
from omos.cli.speech import Refused, complain
from omos.cli.supervisor import CONFIGURATION_IS_WRONG, LIFELINE
from omos.environment import Address, SettingRefused

# What does not end by itself after this many seconds is cut off, so that the whole house stops within five.
CUT_OFF_AFTER = 4.0
# Granian's errors join our JSON log; its start and stop lines are ours to say.
GRANIAN_LOG: dict[str, Any] = {"loggers": {"_granian": {"propagate": True}, "granian.access": {"propagate": False}}}


def child(arguments: argparse.Namespace) -> int:
    """One part under the supervisor."""
    parts = {"web": _serve_pages, "worker": _run_worker, "collector": _serve_collector}
    _follow_supervisor()
    try:
        parts[arguments.part]()
    except (Refused, SettingRefused) as refusal:
        complain(str(refusal))
        return CONFIGURATION_IS_WRONG
    sys.stderr.flush()
    # Threads that wait for a slow outside must not hold up the end.
    os._exit(0)


def worker(arguments: argparse.Namespace) -> int:
    """The worker alone, for a further host.

    :raises Refused: if the records are not prepared
    """
    os.umask(0o077)
    house.refuse_unprepared()
    _run_worker()
    sys.stderr.flush()
    os._exit(0)


def _follow_supervisor() -> None:
    """End when the other end of the lifeline is gone, even after kill -9 of the supervisor."""
    number = os.environ.pop(LIFELINE, "")
    if not number.isdigit():
        return

    def wait() -> None:
        os.read(int(number), 1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(CUT_OFF_AFTER + 1)
        os._exit(0)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()


def _cut_off_later() -> None:
    """By alarm, not by a thread: a signal may come while this thread holds the very lock that starting one needs."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, CUT_OFF_AFTER)


def _serve_pages() -> None:
    house.make_django_ready()
    house.refuse_pending_migrations()
    from omos.asgi import application
    from omos.cli import watch

    watch.start()
    bind: Address = house.readings()["OMOS_BIND"].value
    asyncio.run(_serve(application, bind))


def _serve_collector() -> None:
    from omos.collector.door import application

    bind: Address | None = house.readings()["OMOS_COLLECTOR_BIND"].value
    if bind is None:
        raise Refused("OMOS_COLLECTOR_BIND is not set.")
    asyncio.run(_serve(application, bind))


async def _serve(application: Any, bind: Address) -> None:
    """Granian in this very process: one process less to keep, to restart and to pay memory for."""
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server.embed import Server

    server: Any = Server(
        application,
        address=bind.host,
        port=bind.port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        websockets=False,
        backlog=1024,
        log_level=LogLevels.error,
        log_dictconfig=GRANIAN_LOG,
    )
    loop = asyncio.get_running_loop()

    def stop() -> None:
        _cut_off_later()
        server.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    await server.serve()


def _run_worker() -> None:
    house.make_django_ready()
    house.refuse_pending_migrations()
    from omos.office.jobs.worker import work

    stop = threading.Event()

    def ask_to_stop(number: int, frame: object) -> None:
        _cut_off_later()
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    work(stop)
