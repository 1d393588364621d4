from __future__ import annotations

import socket
import threading
from contextlib import suppress
from queue import Empty, SimpleQueue

from omos.connectors.outbound.errors import OutboundError

# getaddrinfo cannot be interrupted: a lookup that outlives its patience keeps its thread, so their number is bounded.
_LOOKUPS = threading.BoundedSemaphore(16)


def ask_system(host: str, port: int, patience: float) -> tuple[str, ...]:
    """Ask the system's resolver for every address of a host, waiting at most ``patience`` seconds.

    :raises OutboundError: if the name is unknown or the resolver is silent
    """
    if not _LOOKUPS.acquire(timeout=max(patience, 0)):
        raise OutboundError("the name server did not answer in time", host)
    answers: SimpleQueue[tuple[str, ...]] = SimpleQueue()
    threading.Thread(target=_look_up, args=(host, port, answers), name="outbound-lookup", daemon=True).start()
    try:
        found = answers.get(timeout=max(patience, 0))
    except Empty:
        raise OutboundError("the name server did not answer in time", host) from None
    if not found:
        raise OutboundError("the host name was not found", host)
    return found


def _look_up(host: str, port: int, answers: SimpleQueue[tuple[str, ...]]) -> None:
    found: dict[str, None] = {}
    try:
        # UnicodeError: labels that are empty or longer than 63 letters fail in Python's own encoder.
        with suppress(OSError, UnicodeError):
            for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                found.setdefault(str(place[0]))
    finally:
        _LOOKUPS.release()
        answers.put(tuple(found))
