from __future__ import annotations

import datetime
import ssl
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from omos.connectors.mail import client
from omos.connectors.mail.client import Server
from omos.connectors.outbound import OutboundRules
from omos.connectors.outbound.delivering import Reason, Result
from omos.connectors.outbound.letters import Letter
from omos.connectors.tests.mail_server import HANG_UP, mail_server

LETTER = Letter("omos-7", "有 2 件退回", ("关键词不在标题 <b>", "第二件"), "https://omos.test/my-day/", "去看看")
NOW = 1795281604.0


def settings_of(post, **changes):
    plain = Server("127.0.0.1", post.port, client.PLAIN, post.user, post.password, "omos@yunfan.test", "云帆 OMOS")
    return replace(plain, **changes)


def send(post, *, to="chen@yunfan.test", letter=LETTER, **changes):
    return client.send(letter, server=settings_of(post, **changes), to=to, at=NOW, rules=post.rules)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    """A certificate for localhost, its key in the same file, made anew for each run."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    kind = serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption())
    path = Path(tmp_path_factory.mktemp("tls")) / "mail.pem"
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def context(certificate):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate)
    return made


class TestSend:
    def test_brings_plain_text_and_html(self):
        with mail_server() as post:
            outcome = send(post)

        mail = post.mails[0]
        assert outcome.result is Result.SENT
        assert post.recipients == ["chen@yunfan.test"]
        assert (mail["Subject"], mail["To"], mail["From"]) == (
            "有 2 件退回",
            "chen@yunfan.test",
            "云帆 OMOS <omos@yunfan.test>",
        )
        assert (mail["Message-ID"], mail["Auto-Submitted"]) == ("<omos-7@yunfan.test>", "auto-generated")
        assert mail.get_content_type() == "multipart/alternative"
        assert "去看看: https://omos.test/my-day/" in mail.get_body(("plain",)).get_content()
        assert "关键词不在标题 &lt;b&gt;" in mail.get_body(("html",)).get_content()

    def test_signs_in(self):
        with mail_server(user="omos", password="geheim") as post:
            assert send(post).result is Result.SENT

    def test_lets_no_line_break_into_a_header(self):
        with mail_server() as post:
            send(post, letter=Letter("omos-8", "一条\r\nBcc: thief@evil.test"))

        assert post.mails[0]["Bcc"] is None
        assert post.recipients == ["chen@yunfan.test"]

    @pytest.mark.parametrize("to", ["", "nobody", "a@b\r\nRCPT TO:<c@d>"])
    def test_refuses_an_address_that_is_none(self, to):
        with mail_server() as post:
            outcome = send(post, to=to)

        assert (outcome.result, outcome.reason) == (Result.REFUSED, Reason.RECIPIENT)
        assert post.taken == []

    def test_is_encrypted_from_the_start(self, context, certificate):
        with mail_server(context=context, is_secured_at_once=True) as post:
            outcome = send(post, host="localhost", security=client.TLS, ca_file=str(certificate))

        assert outcome.result is Result.SENT

    def test_is_encrypted_on_request(self, context, certificate):
        with mail_server(context=context) as post:
            outcome = send(post, host="localhost", security=client.STARTTLS, ca_file=str(certificate))

        assert outcome.result is Result.SENT

    @pytest.mark.parametrize("security", [client.TLS, client.STARTTLS])
    def test_trusts_no_certificate_it_does_not_know(self, context, security):
        with mail_server(context=context, is_secured_at_once=security == client.TLS) as post:
            outcome = send(post, host="localhost", security=security)

        assert outcome.result is Result.UNREACHED
        assert post.taken == []

    def test_never_sends_a_password_in_the_open_where_encryption_was_asked_for(self):
        with mail_server(user="omos", password="geheim") as post:
            assert send(post, security=client.STARTTLS).result is Result.UNREACHED


class TestRefusals:
    def test_a_wrong_password_waits_an_hour(self):
        with mail_server(user="omos", password="geheim") as post:
            outcome = send(post, password="falsch")

        assert (outcome.result, outcome.reason, outcome.wait) == (Result.BUSY, Reason.SIGN_IN, 3600)

    @pytest.mark.parametrize(
        ("command", "reply", "result", "reason"),
        [
            ("RCPT", b"550 no such user", Result.REFUSED, Reason.RECIPIENT),
            ("RCPT", b"450 greylisted", Result.BUSY, Reason.SERVICE_DOWN),
            ("MAIL", b"553 not your address", Result.REFUSED, Reason.SENDER),
            ("DATA", b"554 no", Result.REFUSED, Reason.CONTENT),
            (".", b"554 spam", Result.REFUSED, Reason.CONTENT),
            (".", b"452 full", Result.BUSY, Reason.SERVICE_DOWN),
            (".", HANG_UP, Result.DOUBTFUL, Reason.NO_ANSWER),
            ("RCPT", HANG_UP, Result.UNREACHED, Reason.UNREACHABLE),
            ("EHLO", HANG_UP, Result.UNREACHED, Reason.UNREACHABLE),
            ("QUIT", HANG_UP, Result.SENT, Reason.NONE),
        ],
    )
    def test_are_told_apart(self, command, reply, result, reason):
        with mail_server(replies={command: reply}) as post:
            outcome = send(post)

        assert (outcome.result, outcome.reason) == (result, reason)

    def test_nobody_listens(self):
        with mail_server() as post:
            pass

        assert send(post).result is Result.UNREACHED

    @pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 25), ("10.0.0.1", 587), ("smtp.exmail.qq.com", 22)])
    def test_places_that_are_never_opened(self, host, port):
        server = Server(host, port, client.PLAIN, "", "", "omos@yunfan.test")

        outcome = client.send(LETTER, server=server, to="chen@yunfan.test", at=NOW, rules=OutboundRules())

        assert (outcome.result, outcome.reason) == (Result.REFUSED, Reason.UNREACHABLE)
