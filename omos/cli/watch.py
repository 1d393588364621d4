"""Watches from the pages' process what the worker would report itself, if only it lived."""

from __future__ import annotations

import logging
import threading
import time

logger = logging.getLogger("omos.watch")

FIRST_LOOK_AFTER, LOOK_EVERY = 180.0, 60.0


def start() -> None:
    """Look every minute, as long as this process lives; the worker has its time to start first."""
    threading.Thread(target=_watch, name="watch", daemon=True).start()


def _watch() -> None:
    from django.db import connections

    time.sleep(FIRST_LOOK_AFTER)
    while True:
        _look_once()
        connections.close_all()
        time.sleep(LOOK_EVERY)


def _look_once() -> None:
    """Tell the administrators of everything that is not as it must be; never raises."""
    from omos.office.notices import ailing
    from omos.people import clock

    try:
        ailing.tell_ailments(now=clock.now())
    except Exception:
        # Records that do not answer at this moment are seen by everybody; the next look comes in a minute.
        logger.exception("the look failed")
