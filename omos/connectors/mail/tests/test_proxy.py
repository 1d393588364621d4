"""A mail passes the proxy that all else passes; what the proxy refuses was not sent."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress

import pytest

from omos.connectors.mail import client
from omos.connectors.mail.tests.test_client import certificate, context, settings_of  # noqa: F401  # fixtures
from omos.connectors.outbound import OutboundRules
from omos.connectors.outbound.delivering import Reason, Result
from omos.connectors.outbound.letters import Letter
from omos.connectors.tests.mail_server import mail_server

LETTER = Letter("omos-7", "有 2 件退回", ("第二件",), "https://omos.test/my-day/", "去看看")
OPEN = b"HTTP/1.1 200 Connection established\r\n\r\n"
PUBLIC = "smtp.exmail.qq.com"


class Proxy:
    """Answers CONNECT and passes bytes on to one local port, whatever name it was asked for."""

    def __init__(self, answer: bytes, onward: int) -> None:
        self.answer, self.onward, self.heard = answer, onward, b""
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        with suppress(OSError):
            inner, _ = self.socket.accept()
            while not self.heard.endswith(b"\r\n\r\n"):
                self.heard += inner.recv(1)
            with inner:
                inner.sendall(self.answer)
                if self.answer == OPEN:
                    self._join(inner)

    def _join(self, inner: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", self.onward)) as outer:
            back = threading.Thread(target=_pump, args=(outer, inner), daemon=True)
            back.start()
            _pump(inner, outer)
            back.join(5)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def proxy(answer=OPEN, onward=0):
    made = Proxy(answer, onward)
    yield made
    with suppress(OSError):
        # Wakes the thread that still waits for somebody.
        made.socket.shutdown(socket.SHUT_RDWR)
    made.thread.join(5)
    made.socket.close()


def rules(made, *, proxy_url="", host_ip="203.205.219.57"):
    known = {"proxy.yunfan.test": ("127.0.0.1",), PUBLIC: (host_ip,), "localhost": ("127.0.0.1",)}
    url = proxy_url or f"http://proxy.yunfan.test:{made.port}"
    return OutboundRules(proxy=url, resolve=lambda host, port, patience: known[host])


def send(post, made, **changes):
    server = settings_of(post, **({"host": PUBLIC, "port": 587} | changes))
    return client.send(LETTER, server=server, to="chen@yunfan.test", at=1.0, rules=rules(made))


class TestProxy:
    def test_carries_the_mail(self):
        with mail_server() as post, proxy(onward=post.port) as made:
            outcome = send(post, made)

        assert outcome.result is Result.SENT
        assert post.recipients == ["chen@yunfan.test"]
        assert made.heard.startswith(f"CONNECT {PUBLIC}:587 HTTP/1.1\r\n".encode())

    def test_is_told_who_we_are(self):
        with mail_server() as post, proxy(onward=post.port) as made:
            url = f"http://omos:p%40ss@proxy.yunfan.test:{made.port}"
            server = settings_of(post, host=PUBLIC, port=587)
            client.send(LETTER, server=server, to="a@b.test", at=1.0, rules=rules(made, proxy_url=url))

        assert b"Proxy-Authorization: Basic b21vczpwQHNz\r\n" in made.heard

    def test_sees_nothing_of_an_encrypted_mail(self, certificate, context):  # noqa: F811
        with mail_server(context=context) as post, proxy(onward=post.port) as made:
            outcome = send(post, made, port=465, security=client.TLS, ca_file=str(certificate))

        # The certificate is made for localhost; that it is refused shows that the name behind the proxy is checked.
        assert outcome.result is Result.UNREACHED
        assert not post.mails

    @pytest.mark.parametrize(
        "answer",
        [
            b"HTTP/1.1 403 Forbidden\r\n\r\n",
            b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
            b"",
            b"220 I am a mail server\r\n\r\n",
            b"HTTP/1.1 200 " + b"x" * 20_000,
        ],
    )
    def test_that_refuses_leaves_the_mail_unsent(self, answer):
        with mail_server() as post, proxy(answer) as made:
            outcome = send(post, made)

        assert outcome.result is Result.UNREACHED
        assert not post.mails

    def test_that_is_not_there_leaves_the_mail_unsent(self):
        with mail_server() as post:
            with proxy() as made:
                pass
            outcome = send(post, made)

        assert (outcome.result, outcome.reason) == (Result.UNREACHED, Reason.UNREACHABLE)

    def test_is_not_asked_for_inner_mail_servers(self):
        with mail_server() as post, proxy(onward=post.port) as made:
            server = settings_of(post, host=PUBLIC, port=25)
            inner = rules(made, host_ip="10.0.0.5")
            outcome = client.send(LETTER, server=server, to="a@b.test", at=1.0, rules=inner)

        assert outcome.result is not Result.SENT
        assert made.heard == b""

    def test_is_passed_by_for_what_is_exempt(self):
        with mail_server() as post, proxy() as made:
            exempt = OutboundRules(
                allow=post.rules.allow, proxy=f"http://proxy.yunfan.test:{made.port}", resolve=post.rules.resolve
            )
            outcome = client.send(LETTER, server=settings_of(post), to="a@b.test", at=1.0, rules=exempt)

        assert outcome.result is Result.SENT
        assert made.heard == b""
