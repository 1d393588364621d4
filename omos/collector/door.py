"""Answers `/collect/…` without waking Django."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

PREFIX = "/collect/"
NOT_YET = b"The OMOS collector is not open yet: events are neither kept nor counted.\n"

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def is_collectors(path: str) -> bool:
    """Whether a path belongs to the collector."""
    return path == "/collect" or path.startswith(PREFIX)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """204 for an event, a plain word for whoever looks, 404 for anything else."""
    if scope["type"] != "http":
        return
    if scope["path"] == "/healthz":
        await _answer(send, 200, b"ok\n")
    elif not is_collectors(scope["path"]):
        await _answer(send, 404, b"Only /collect/ is served here.\n")
    elif scope["method"] in {"POST", "OPTIONS"}:
        await _answer(send, 204, b"")
    else:
        await _answer(send, 404, NOT_YET)


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
