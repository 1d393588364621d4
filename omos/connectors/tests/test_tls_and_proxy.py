from __future__ import annotations

import datetime
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from omos.connectors.outbound import Kind, OutboundError, OutboundRules, fetch
from omos.connectors.tests.server import page, serve

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\nsecure"


@dataclass
class Listener:
    """A socket that answers each connection once with fixed bytes and remembers what it was told."""

    answer: bytes
    context: ssl.SSLContext | None = None
    heard: list[bytes] = field(default_factory=list)
    greeted: list[str | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.socket.getsockname()[1])
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self._serve(connection)

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        try:
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            self.heard.append(connection.recv(65536))
            connection.sendall(self.answer)
        except OSError:
            pass
        finally:
            connection.close()

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(5)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for shop.example.cn, its key in the same file, made anew for each run."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "shop.example.cn")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("shop.example.cn")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "shop.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def secure(certificate: Path) -> Iterator[Listener]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listener = Listener(ANSWER, context)
    context.sni_callback = lambda sock, name, ctx: listener.greeted.append(name)
    yield listener
    listener.close()


@pytest.fixture
def proxy() -> Iterator[Listener]:
    listener = Listener(ANSWER)
    yield listener
    listener.close()


def _rules(listener: Listener, name: str, ca_file: Path | None = None) -> OutboundRules:
    return OutboundRules(
        allow=frozenset({f"{name}:{listener.port}"}),
        ca_file=str(ca_file) if ca_file else None,
        resolve=lambda host, port, patience: ("127.0.0.1",),
    )


class TestTls:
    def test_greets_by_name_on_the_address_that_was_checked(self, secure: Listener, certificate: Path) -> None:
        rules = _rules(secure, "shop.example.cn", certificate)

        fetched = fetch(f"https://shop.example.cn:{secure.port}/", rules=rules)

        assert fetched.body == b"secure"
        assert fetched.address == "127.0.0.1"
        assert secure.greeted == ["shop.example.cn"]
        assert f"Host: shop.example.cn:{secure.port}".encode() in secure.heard[0]

    def test_refuses_an_unknown_certificate(self, secure: Listener) -> None:
        with pytest.raises(OutboundError) as caught:
            fetch(f"https://shop.example.cn:{secure.port}/", rules=_rules(secure, "shop.example.cn"))

        assert caught.value.reason == "the host's certificate is not valid"

    def test_refuses_the_certificate_of_another_host(self, secure: Listener, certificate: Path) -> None:
        with pytest.raises(OutboundError) as caught:
            fetch(f"https://other.example.cn:{secure.port}/", rules=_rules(secure, "other.example.cn", certificate))

        assert caught.value.kind is Kind.TLS
        assert secure.heard == []

    def test_a_handshake_that_never_ends_ends_at_the_deadline(self) -> None:
        silent = socket.create_server(("127.0.0.1", 0))
        port = silent.getsockname()[1]
        with silent, pytest.raises(OutboundError) as caught:
            fetch(
                f"https://127.0.0.1:{port}/", rules=OutboundRules(allow=frozenset({f"127.0.0.1:{port}"})), deadline=0.4
            )

        assert caught.value.kind is Kind.TIMEOUT


class TestProxy:
    def test_carries_an_open_page(self, proxy: Listener) -> None:
        rules = OutboundRules(proxy=f"http://who:what@127.0.0.1:{proxy.port}", resolve=_public_or_proxy)

        fetched = fetch("http://page.example.cn/a?b", rules=rules)

        assert fetched.body == b"secure"
        assert proxy.heard[0].startswith(b"GET http://page.example.cn/a?b HTTP/1.1\r\n")
        assert b"Proxy-Authorization: Basic d2hvOndoYXQ=" in proxy.heard[0]

    def test_is_asked_for_a_tunnel_to_a_secure_page(self, proxy: Listener) -> None:
        rules = OutboundRules(proxy=f"http://127.0.0.1:{proxy.port}", resolve=_public_or_proxy)

        with pytest.raises(OutboundError) as caught:
            fetch("https://page.example.cn/", rules=rules)

        assert caught.value.kind is Kind.TLS
        assert proxy.heard[0].startswith(b"CONNECT page.example.cn:443 HTTP/1.1\r\n")

    def test_that_refuses_is_told_apart(self) -> None:
        listener = Listener(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        rules = OutboundRules(proxy=f"http://127.0.0.1:{listener.port}", resolve=_public_or_proxy)

        with pytest.raises(OutboundError) as caught:
            fetch("https://page.example.cn/", rules=rules)
        listener.close()

        assert caught.value.reason == "the proxy refused the connection"

    def test_is_not_asked_for_inner_addresses(self, proxy: Listener) -> None:
        rules = OutboundRules(proxy=f"http://127.0.0.1:{proxy.port}", resolve=_public_or_proxy)

        with pytest.raises(OutboundError) as caught:
            fetch("http://127.0.0.1/", rules=rules)

        assert caught.value.kind is Kind.REFUSED
        assert proxy.heard == []

    def test_resolves_what_this_machine_cannot(self, proxy: Listener) -> None:
        rules = OutboundRules(proxy=f"http://127.0.0.1:{proxy.port}", resolve=_only_proxy)

        assert fetch("http://page.example.cn/", rules=rules).status == 200

    def test_is_passed_by_for_what_is_exempt(self, proxy: Listener) -> None:
        with serve({"/": page("direct")}) as site:
            rules = OutboundRules(allow=site.rules.allow, proxy=f"http://127.0.0.1:{proxy.port}")

            assert fetch(site.url(), rules=rules).body == b"direct"

        assert proxy.heard == []


def _public_or_proxy(host: str, port: int, patience: float) -> tuple[str, ...]:
    return ("127.0.0.1",) if host == "127.0.0.1" else ("93.184.215.14",)


def _only_proxy(host: str, port: int, patience: float) -> tuple[str, ...]:
    if host != "127.0.0.1":
        raise OutboundError("the host name was not found", host)
    return ("127.0.0.1",)
