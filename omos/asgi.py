"""One port: the collector's paths are answered here, the rest goes to Django through a fixed thread pool.

Django's own ASGI handler starts a thread per request, and with it a database connection; the pool keeps both few.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast
from urllib.parse import quote

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

from omos.collector import door
from omos.collector.door import Receive, Scope, Send

# A thread must not wait for a slow phone: the body is read before a thread is taken.
BODY_LIMIT = 25 << 20
BODY_SECONDS = 60.0
# Chunks of 8 KB that may wait for a slow reader before a thread has to.
SEND_QUEUE = 512

Application = Callable[[Scope, Receive, Send], Awaitable[None]]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "omos.settings")


class RequestRefused(Exception):
    """The request is too large, too slow or senseless; carries the status to answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def _pages() -> Application:
    pages: Any = get_wsgi_application()
    from omos.settings import ENVIRONMENT

    return cast(Application, WSGIMiddleware(pages, workers=ENVIRONMENT["OMOS_WEB_THREADS"], send_queue_size=SEND_QUEUE))


_django = _pages()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI application granian serves."""
    if scope["type"] == "http" and door.is_collectors(scope["path"]):
        await door.application(scope, receive, send)
    elif scope["type"] == "http":
        await _answer_page(scope, receive, send)
    else:
        await _django(scope, receive, send)


async def _answer_page(scope: Scope, receive: Receive, send: Send) -> None:
    try:
        _refuse_at_once(scope)
        body = await asyncio.wait_for(_whole_body(receive), BODY_SECONDS)
    except (RequestRefused, TimeoutError) as refusal:
        await _refuse(send, refusal.status if isinstance(refusal, RequestRefused) else 408)
        return
    await _django(_clean(scope), _replay(body), send)


def _refuse_at_once(scope: Scope) -> None:
    """Say no to zero bytes, and to a body that announces itself as too large, before a byte of it is read."""
    if b"%00" in scope["query_string"] or "\0" in scope["path"]:
        # Nobody types it, and PostgreSQL cannot even compare it.
        raise RequestRefused(400)
    announced = dict(scope["headers"]).get(b"content-length", b"0")
    if not announced.isdigit():
        raise RequestRefused(400)
    if int(announced) > BODY_LIMIT:
        raise RequestRefused(413)


async def _whole_body(receive: Receive) -> bytes:
    chunks, size, is_more = [], 0, True
    while is_more:
        message = await receive()
        if message["type"] != "http.request":
            raise RequestRefused(400)
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > BODY_LIMIT:
            raise RequestRefused(413)
        is_more = message.get("more_body", False)
    return b"".join(chunks)


def _replay(body: bytes) -> Receive:
    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _clean(scope: Scope) -> Scope:
    """Names with an underscore would pass for their namesakes with a hyphen (X_Forwarded_For)."""
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    query = quote(scope["query_string"], safe=_QUERY_SAFE).encode("ascii")
    return {**scope, "headers": headers, "query_string": query}


# Everything printable stays as it was typed, the percent sign included.
_QUERY_SAFE = "".join(chr(code) for code in range(33, 127))


async def _refuse(send: Send, status: int) -> None:
    text = {413: b"This is too large.\n", 408: b"This took too long.\n"}.get(status, b"This request makes no sense.\n")
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
