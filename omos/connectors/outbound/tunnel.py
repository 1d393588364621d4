from __future__ import annotations

import base64
import socket
from urllib.parse import unquote, urlsplit

from omos.connectors.outbound.deadlines import Deadline
from omos.connectors.outbound.errors import OutboundError
from omos.connectors.outbound.rules import OutboundRules
from omos.connectors.outbound.vetting import refuse_inner

PROXY_PORT = 3128
CONNECT_SECONDS = 6.0
# A proxy that talks longer than this before the tunnel stands is none.
_LONGEST_REPLY = 8_192


def tunnel(host: str, port: int, rules: OutboundRules, deadline: Deadline) -> socket.socket:
    """A socket to host and port through the installation's forward proxy, for what is not HTTP.

    :raises OutboundError: if the host is an inner one, or the proxy is not there or says no
    """
    refuse_inner(host, port, rules, deadline)
    place = urlsplit(rules.proxy or "")
    proxy_port = place.port or PROXY_PORT
    found = rules.resolve(place.hostname or "", proxy_port, deadline.remaining())
    sock = _connected(found[0], proxy_port, deadline)
    try:
        sock.sendall(_request(f"[{host}]:{port}" if ":" in host else f"{host}:{port}", place.username, place.password))
        _refuse_unless_open(_reply(sock))
    except OSError as error:
        sock.close()
        # Nothing of the message has left yet, so this is no lost connection.
        raise OutboundError("the proxy refused the connection") from error
    except BaseException:
        sock.close()
        raise
    return sock


def _connected(ip: str, port: int, deadline: Deadline) -> socket.socket:
    try:
        return socket.create_connection((ip, port), min(CONNECT_SECONDS, deadline.remaining()))
    except TimeoutError as error:
        raise OutboundError("the page did not answer in time", ip) from error
    except OSError as error:
        raise OutboundError("the host refused the connection", ip) from error


def _request(target: str, user: str | None, password: str | None) -> bytes:
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    if user:
        pair = f"{unquote(user)}:{unquote(password or '')}"
        lines.append(f"Proxy-Authorization: Basic {base64.b64encode(pair.encode()).decode()}")
    return "\r\n".join((*lines, "", "")).encode("ascii")


def _reply(sock: socket.socket) -> bytes:
    """The proxy's answer up to its empty line, byte by byte: what follows belongs to the host behind it."""
    told = b""
    while not told.endswith(b"\r\n\r\n") and len(told) < _LONGEST_REPLY:
        byte = sock.recv(1)
        if not byte:
            break
        told += byte
    return told


def _refuse_unless_open(reply: bytes) -> None:
    status = reply.split(b"\r\n", 1)[0].decode("latin-1")
    words = status.split(" ", 2)
    if not status.startswith("HTTP/1.") or len(words) < 2 or not words[1].startswith("2"):
        raise OutboundError("the proxy refused the connection", status[:100])
