"""A mail server on loopback that speaks SMTP as real ones do, and refuses or dies where told."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from omos.connectors.outbound import OutboundRules

HANG_UP = b""


@dataclass
class Post:
    """What the server took, and how it is told to behave: replies by command instead of the usual ones."""

    port: int = 0
    user: str = ""
    password: str = ""
    replies: dict[str, bytes] = field(default_factory=dict)
    taken: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    context: ssl.SSLContext | None = None
    is_secured_at_once: bool = False

    @property
    def rules(self) -> OutboundRules:
        return OutboundRules(allow=frozenset({f"127.0.0.1:{self.port}", f"localhost:{self.port}"}))

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=default) for raw in self.taken]


@contextmanager
def mail_server(**settings: object) -> Iterator[Post]:
    """A server on a free loopback port."""
    post = Post(**settings)  # type: ignore[arg-type]
    server = _Server(("127.0.0.1", 0), _Handler)
    server.post = post
    post.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield post
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    post: Post


class _Handler(socketserver.BaseRequestHandler):
    """One connection: greets, obeys line by line, ends with QUIT or where told."""

    server: _Server

    @property
    def post(self) -> Post:
        return self.server.post

    def handle(self) -> None:
        try:
            self._serve()
        finally:
            self.request.close()

    def _serve(self) -> None:
        if self.post.context and self.post.is_secured_at_once:
            self._secure()
        self.lines = self.request.makefile("rb")
        self._say(b"220 mail.test ESMTP")
        try:
            while (line := self.lines.readline()) and self._obey(line.strip()):
                continue
        except (OSError, ssl.SSLError):
            return

    def _obey(self, line: bytes) -> bool:
        word = line.split(b" ")[0].split(b":")[0].decode().upper()
        told = self.post.replies.get(word)
        if told == HANG_UP:
            self.request.close()
            return False
        if told is not None:
            return self._say(told)
        return getattr(self, f"_{word.lower()}", self._other)(line)

    def _say(self, reply: bytes) -> bool:
        self.request.sendall(reply + b"\r\n")
        return not reply.startswith(b"221")

    def _secure(self) -> None:
        self.request = self.post.context.wrap_socket(self.request, server_side=True)

    def _ehlo(self, line: bytes) -> bool:
        features = [b"mail.test", b"AUTH PLAIN LOGIN"] + [b"STARTTLS"] * bool(self.post.context)
        text = b"\r\n".join(b"250-" + one for one in features[:-1])
        return self._say(text + b"\r\n250 " + features[-1])

    def _starttls(self, line: bytes) -> bool:
        self._say(b"220 ready")
        self._secure()
        self.lines = self.request.makefile("rb")
        return True

    def _auth(self, line: bytes) -> bool:
        told = base64.b64decode(line.split(b" ")[2]).decode().split("\0")
        is_right = told[1:] == [self.post.user, self.post.password]
        return self._say(b"235 welcome" if is_right else b"535 authentication failed")

    def _rcpt(self, line: bytes) -> bool:
        self.post.recipients.append(line.decode().partition("<")[2].partition(">")[0])
        return self._say(b"250 ok")

    def _data(self, line: bytes) -> bool:
        self._say(b"354 go on")
        lines = []
        while (one := self.lines.readline()) not in (b".\r\n", b""):
            lines.append(one)
        self.post.taken.append(b"".join(lines))
        told = self.post.replies.get(".", b"250 taken")
        if told == HANG_UP:
            self.request.close()
            return False
        return self._say(told)

    def _quit(self, line: bytes) -> bool:
        return self._say(b"221 bye")

    def _other(self, line: bytes) -> bool:
        return self._say(b"250 ok")
