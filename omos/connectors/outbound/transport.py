from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from omos.connectors.outbound.deadlines import Deadline
from omos.connectors.outbound.errors import OutboundError
from omos.connectors.outbound.rules import Address, OutboundRules
from omos.connectors.outbound.vetting import vetted_addresses

CONNECT_SECONDS = 6.0
_TRIES = 3
_PIECE = 65536


class PinnedBackend(httpcore.NetworkBackend):
    """Connects to the very address that was checked; the name stays in the Host header and in the TLS greeting."""

    def __init__(self, rules: OutboundRules, deadline: Deadline) -> None:
        self._rules = rules
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = vetted_addresses(host, port, self._rules, self._deadline)
        return connect_first(addresses, self._deadline)


class ProxyBackend(httpcore.NetworkBackend):
    """Connects to the administrator's forward proxy, which need not stand on a public address."""

    def __init__(self, proxy: Address, deadline: Deadline) -> None:
        self._proxy = proxy
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        return connect_first((self._proxy,), self._deadline)


def connect_first(addresses: tuple[Address, ...], deadline: Deadline) -> BoundedStream:
    """Open a connection to the first address that accepts one.

    :raises OutboundError: if none does
    """
    failure = OutboundError("the host refused the connection")
    for address in addresses[:_TRIES]:
        try:
            return BoundedStream(_connect(address, min(CONNECT_SECONDS, deadline.remaining())), deadline)
        except TimeoutError:
            failure = OutboundError("the page did not answer in time", address.ip)
        except OSError:
            failure = OutboundError("the host refused the connection", address.ip)
    raise failure


def _connect(address: Address, seconds: float) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.ip else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(seconds)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.connect((address.ip, address.port))
    except BaseException:
        sock.close()
        raise
    return sock


class BoundedStream(httpcore.NetworkStream):
    """A socket whose every wait ends at the request's deadline, however slowly the other side drips."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._sock.settimeout(self._deadline.remaining())
        try:
            return self._sock.recv(min(max_bytes, _PIECE))
        except OSError as error:
            raise _lost(error) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        view = memoryview(buffer)
        try:
            while view:
                self._sock.settimeout(self._deadline.remaining())
                view = view[self._sock.send(view[:_PIECE]) :]
        except OSError as error:
            raise _lost(error) from error

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            self._sock.settimeout(self._deadline.remaining())
            # A name with a trailing dot is the same host, but no certificate is issued for that spelling.
            name = server_hostname.rstrip(".") if server_hostname else None
            secured = ssl_context.wrap_socket(self._sock, server_hostname=name)
        except BaseException as error:
            self._sock.close()
            if isinstance(error, OSError | ValueError):
                raise _untrusted(error) from error
            raise
        return BoundedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._sock.getpeername()[0] if info == "peer" else None

    def close(self) -> None:
        self._sock.close()


def _lost(error: OSError) -> OutboundError:
    if isinstance(error, TimeoutError):
        return OutboundError("the page did not answer in time")
    if isinstance(error, ssl.SSLError):
        return OutboundError("the secure connection failed", error.reason or "")
    return OutboundError("the connection was lost")


def _untrusted(error: OSError | ValueError) -> OutboundError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return OutboundError("the host's certificate is not valid", error.verify_message)
    if isinstance(error, TimeoutError):
        return OutboundError("the page did not answer in time")
    return OutboundError("the secure connection failed", getattr(error, "reason", "") or "")
