"""A site on loopback that behaves, or misbehaves, as told; any room's tests may serve pages from it."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import brotli

from omos.connectors.outbound import OutboundRules

HTML = "text/html; charset=utf-8"
_TYPES = {".html": "text/html", ".css": "text/css", ".png": "image/png", ".xml": "application/xml"}


@dataclass(frozen=True)
class Reply:
    """An ordinary answer."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", HTML),)


Raw = Callable[[BaseHTTPRequestHandler], None]
Pages = Mapping[str, Reply | Raw]


@dataclass
class Site:
    """A running site: where it stands, who asked for what, and the rules that exempt exactly it."""

    port: int
    hits: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def rules(self) -> OutboundRules:
        return OutboundRules(allow=frozenset({self.place}))

    def url(self, path: str = "/") -> str:
        return f"http://{self.place}{path}"


def page(text: str, *, status: int = 200, charset: str = "utf-8", **headers: str) -> Reply:
    """An HTML page; keyword headers are written with underscores."""
    extra = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Reply(text.encode(charset), status, (("Content-Type", f"text/html; charset={charset}"), *extra))


def redirect(to: str, status: int = 302) -> Reply:
    """A redirect; ``to`` may be anything, also nonsense."""
    return Reply(b"", status, (("Location", to),))


def endless_redirect(handler: BaseHTTPRequestHandler) -> None:
    """Point to a new address each time: /hop/1, /hop/2 …"""
    step = int(urlsplit(handler.path).path.rsplit("/", 1)[1])
    _write(handler, redirect(f"/hop/{step + 1}"))


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Promise a page and send one byte every 50 ms for ever."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
    _drip(handler, b"a")


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    """Never come to the end of the headers."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    _drip(handler, b"h")


def endless_body(handler: BaseHTTPRequestHandler) -> None:
    """Send 64 KiB pieces for ever."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n")
    _repeat(handler, b"<p>word</p>\n" * 5000)


def huge_headers(handler: BaseHTTPRequestHandler) -> None:
    """One header after the other, for ever."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    _repeat(handler, b"X-Filler: " + b"x" * 4000 + b"\r\n")


def garbage(handler: BaseHTTPRequestHandler) -> None:
    """Something that is not HTTP."""
    handler.wfile.write(b"\x00\x01SSH-2.0-OpenSSH_9.2\r\n\x00\xff" * 20)


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """Close without a word."""
    handler.close_connection = True


def half_a_page(handler: BaseHTTPRequestHandler) -> None:
    """Promise more than is sent."""
    handler.wfile.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n<title>half</title><p>"
    )


def gzip_bomb(megabytes: int) -> Reply:
    """Zeros, packed about a thousand to one."""
    return Reply(gzip.compress(b"\0" * megabytes * 1_000_000, 9), 200, _packed("gzip"))


def brotli_bomb(megabytes: int) -> Reply:
    """Zeros, packed about a million to one."""
    return Reply(brotli.compress(b"\0" * megabytes * 1_000_000, quality=5), 200, _packed("br"))


def packed(text: str, encoding: str) -> Reply:
    """An honest page, packed."""
    pack = {"gzip": gzip.compress, "br": brotli.compress}[encoding]
    return Reply(pack(text.encode()), 200, _packed(encoding))


def folder_pages(folder: Path) -> dict[str, Reply | Raw]:
    """Every file of a folder as a page, its path below the root."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {f"/{path.relative_to(folder).as_posix()}": _file(path) for path in found}


@contextmanager
def serve(pages: Pages) -> Iterator[Site]:
    """Serve pages by path on a free loopback port; a path ending in * takes all that begin so."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.pages = dict(pages)
    server.site = Site(port=server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    pages: dict[str, Reply | Raw]
    site: Site

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up early are the point of many tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body leave in two writes: without this a kept connection waits 40 ms between them.
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self.server.site.hits.append(self.path)
        self.server.site.agents.append(self.headers.get("User-Agent", ""))
        reply = self._find(urlsplit(self.path).path)
        if isinstance(reply, Reply):
            _write(self, reply)
        else:
            self.close_connection = True
            reply(self)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.do_GET()

    def _find(self, path: str) -> Reply | Raw:
        pages = self.server.pages
        wild = (name for name in pages if name.endswith("*") and path.startswith(name[:-1]))
        return pages.get(path) or pages.get(next(wild, ""), page("<title>404</title>", status=404))

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _write(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    handler.send_response(reply.status)
    for name, value in reply.headers:
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(reply.body)))
    handler.end_headers()
    handler.wfile.write(reply.body)


def _drip(handler: BaseHTTPRequestHandler, byte: bytes) -> None:
    for _ in range(2000):
        handler.wfile.write(byte)
        handler.wfile.flush()
        time.sleep(0.05)


def _repeat(handler: BaseHTTPRequestHandler, piece: bytes) -> None:
    for _ in range(200_000):
        handler.wfile.write(piece)


def _packed(encoding: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", HTML), ("Content-Encoding", encoding))


def _file(path: Path) -> Reply:
    kind = _TYPES.get(path.suffix, "application/octet-stream")
    return Reply(path.read_bytes(), 200, (("Content-Type", kind),))
