from __future__ import annotations

import functools
import ssl
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

import certifi
import httpcore
import httpx

from omos.connectors.outbound.deadlines import Deadline
from omos.connectors.outbound.errors import OutboundError
from omos.connectors.outbound.links import Link
from omos.connectors.outbound.rules import Address, OutboundRules
from omos.connectors.outbound.transport import PinnedBackend, ProxyBackend
from omos.connectors.outbound.tunnel import PROXY_PORT
from omos.connectors.outbound.unpacking import Intake
from omos.connectors.outbound.vetting import refuse_inner

MAX_HEADER_BYTES = 65_536
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Answer:
    """One answer of one host: where it points if it redirects, its body if it does not."""

    response: httpx.Response
    target: str | None
    body: bytes
    truncated: bool
    address: str | None


def exchange(request: httpx.Request, link: Link, rules: OutboundRules, clock: Deadline, max_bytes: int) -> Answer:
    """Send one request over one fresh connection and read its answer.

    :raises OutboundError: whatever goes wrong on the way
    """
    wire = httpcore.Request(
        method=request.method,
        url=httpcore.URL(
            scheme=link.url.raw_scheme,
            host=link.host.encode("ascii"),
            port=link.url.port,
            target=link.url.raw_path,
        ),
        headers=request.headers.raw,
        content=request.content,
    )
    try:
        with _pool(link, rules, clock) as pool, closing(pool.handle_request(wire)) as answer:
            return _read(request, answer, max_bytes)
    except httpcore.ProxyError as error:
        raise OutboundError("the proxy refused the connection", str(error)) from error
    except httpcore.ProtocolError as error:
        raise _malformed(error) from error
    except (httpcore.NetworkError, httpcore.TimeoutException) as error:
        raise OutboundError("the connection was lost") from error


def _read(request: httpx.Request, answer: httpcore.Response, max_bytes: int) -> Answer:
    if sum(len(name) + len(value) for name, value in answer.headers) > MAX_HEADER_BYTES:
        raise OutboundError("the answer's headers are larger than allowed")
    response = httpx.Response(answer.status, headers=answer.headers, request=request)
    address = _peer(answer)
    target = _target(response)
    if target is not None:
        return Answer(response, target, b"", False, address)
    intake = Intake(response.headers.get("content-encoding", ""), max_bytes)
    is_broken = _fill(intake, answer.iter_stream())
    return Answer(response, None, intake.body, intake.is_cut or is_broken, address)


def _peer(answer: httpcore.Response) -> str | None:
    stream = answer.extensions.get("network_stream")
    return str(stream.get_extra_info("peer")) if isinstance(stream, httpcore.NetworkStream) else None


def _fill(intake: Intake, pieces: Iterator[bytes]) -> bool:
    """Read until the end or the limit; True when the other side hung up early with something already said."""
    try:
        for piece in pieces:
            if not intake.take(piece):
                return False
    except httpcore.RemoteProtocolError:
        if not intake.body:
            raise
        return True
    return False


def _target(response: httpx.Response) -> str | None:
    location: str = response.headers.get("location", "").strip()
    if response.status_code not in _REDIRECTS or not location:
        return None
    try:
        return str(response.request.url.join(_as_text(location)))
    except (httpx.InvalidURL, ValueError):
        # Read again as a link, it is refused with the reason that fits.
        return location


def _as_text(location: str) -> str:
    # Headers arrive as latin-1; Chinese servers often put raw UTF-8 into Location.
    try:
        return location.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return location


def _malformed(error: Exception) -> OutboundError:
    hint = getattr(error.__cause__ or error.__context__, "error_status_hint", None)
    if hint == httpx.codes.REQUEST_HEADER_FIELDS_TOO_LARGE:
        return OutboundError("the answer's headers are larger than allowed")
    if "without sending" in str(error) or "disconnected" in str(error):
        return OutboundError("the connection was lost")
    return OutboundError("the answer is not valid HTTP", str(error)[:200])


def _pool(link: Link, rules: OutboundRules, clock: Deadline) -> httpcore.ConnectionPool:
    secure = _trust(rules.ca_file) if link.is_secure else None
    # What the administrator exempts stands beside this machine: the proxy need not know it.
    if rules.proxy and not rules.exempts(link.host, link.port):
        return _proxied(link, rules, rules.proxy, clock, secure)
    return httpcore.ConnectionPool(
        ssl_context=secure, network_backend=PinnedBackend(rules, clock), max_keepalive_connections=0
    )


def _proxied(
    link: Link, rules: OutboundRules, proxy: str, clock: Deadline, secure: ssl.SSLContext | None
) -> httpcore.ConnectionPool:
    refuse_inner(link.host, link.port, rules, clock)
    place = urlsplit(proxy)
    port = place.port or PROXY_PORT
    found = rules.resolve(place.hostname or "", port, clock.remaining())
    backend = ProxyBackend(Address(found[0], port), clock)
    return httpcore.HTTPProxy(
        proxy_url=httpcore.URL(scheme="http", host=place.hostname or "", port=port, target="/"),
        proxy_auth=(place.username, place.password or "") if place.username else None,
        ssl_context=secure,
        network_backend=backend,
        max_keepalive_connections=0,
    )


@functools.lru_cache(maxsize=4)
def _trust(ca_file: str | None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=ca_file or certifi.where())
