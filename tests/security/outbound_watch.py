"""Sees every connection the interpreter opens: the guard is judged by what left, not by what it says."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from omos.connectors.outbound import OutboundError, OutboundRules, fetch

_watchers: list[list[tuple[object, ...]]] = []


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect" and _watchers:
        for watcher in _watchers:
            watcher.append(arguments[1:])


# An audit hook stays for the life of the interpreter, so it is added once.
sys.addaudithook(_note)


@contextmanager
def watched() -> Iterator[list[tuple[object, ...]]]:
    """Collect the targets of connections opened inside the block."""
    seen: list[tuple[object, ...]] = []
    _watchers.append(seen)
    try:
        yield seen
    finally:
        _watchers.remove(seen)


class Names:
    """A name server of our own: each question takes the next answer, the last one stays; questions are counted."""

    def __init__(self, **answers: list[tuple[str, ...]]) -> None:
        self._answers = {name.replace("__", "-").replace("_", "."): list(found) for name, found in answers.items()}
        self.questions: list[str] = []

    def __call__(self, host: str, port: int, patience: float) -> tuple[str, ...]:
        self.questions.append(host)
        found = self._answers.get(host.rstrip(".")) or _numeric(host, port)
        if not found:
            raise OutboundError("the host name was not found", host)
        return found.pop(0) if len(found) > 1 else found[0]


def _numeric(host: str, port: int) -> list[tuple[str, ...]]:
    """What a host means that is itself a number, in any notation: the C library decides, as it does for real."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return []
    return [tuple(str(place[0]) for *_, place in found)]


def refusal(url: str, rules: OutboundRules | None = None) -> tuple[OutboundError, list[tuple[object, ...]]]:
    """Fetch what must not be fetched: the error, and every connection that was opened all the same."""
    with watched() as seen:
        try:
            fetch(url, rules=rules or OutboundRules(), deadline=3)
        except OutboundError as error:
            return error, seen
    raise AssertionError(f"{url} was fetched")
