"""Talks SMTP: one connection to the very address that was vetted, one mail, one person."""

from __future__ import annotations

import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass

import certifi

from omos.connectors.mail.message import mail_of
from omos.connectors.mail.parse import outcome_of_reply
from omos.connectors.outbound import OutboundError, OutboundRules
from omos.connectors.outbound.deadlines import Deadline
from omos.connectors.outbound.delivering import (
    DOUBTFUL,
    SENT,
    Outcome,
    Reason,
    Result,
    outcome_of_failure,
    refused,
)
from omos.connectors.outbound.letters import Letter
from omos.connectors.outbound.tunnel import tunnel
from omos.connectors.outbound.vetting import vetted_addresses

PORTS = frozenset({25, 465, 587, 2525})
# For each step of the talk.
SECONDS = 10.0
TLS, STARTTLS, PLAIN = "TLS", "STARTTLS", "PLAIN"
# A wrong password tried again and again locks the mailbox.
WRONG_PASSWORD_WAIT = 3600.0


@dataclass(frozen=True)
class Server:
    """The company's mail server, and in whose name it sends."""

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str
    sender_name: str = ""
    # Another certificate authority than the usual ones, for tests.
    ca_file: str = ""


def send(letter: Letter, *, server: Server, to: str, at: float, rules: OutboundRules) -> Outcome:
    """Hand the letter to the server once; never raises for what server or network do."""
    try:
        mail = mail_of(letter, sender=server.sender, sender_name=server.sender_name, to=to, at=at)
    except (ValueError, IndexError):
        return refused(Reason.RECIPIENT)
    try:
        smtp = _signed_in(server, rules)
    except OutboundError as error:
        return outcome_of_failure(error)
    except smtplib.SMTPAuthenticationError as error:
        return Outcome(Result.BUSY, Reason.SIGN_IN, str(error.smtp_code), WRONG_PASSWORD_WAIT)
    except (OSError, smtplib.SMTPException):
        return Outcome(Result.UNREACHED, Reason.UNREACHABLE)
    outcome = _hand_over(smtp, server.sender, to, mail)
    # The mail is taken or not by now; a server that is curt at parting changes nothing.
    with suppress(OSError, smtplib.SMTPException):
        smtp.quit()
    smtp.close()
    return outcome


def _hand_over(smtp: smtplib.SMTP, sender: str, to: str, mail: bytes) -> Outcome:
    try:
        for reply, reason in ((smtp.mail(sender), Reason.SENDER), (smtp.rcpt(to), Reason.RECIPIENT)):
            outcome = outcome_of_reply(*reply, reason=reason)
            if outcome != SENT:
                return outcome
    except (OSError, smtplib.SMTPException):
        return Outcome(Result.UNREACHED, Reason.UNREACHABLE)
    try:
        return outcome_of_reply(*smtp.data(mail), reason=Reason.CONTENT)
    except smtplib.SMTPDataError as error:
        return outcome_of_reply(error.smtp_code, b"", reason=Reason.CONTENT)
    except (OSError, smtplib.SMTPException):
        # The server may have taken it before the line went dead.
        return DOUBTFUL


def _signed_in(server: Server, rules: OutboundRules) -> smtplib.SMTP:
    if server.port not in PORTS and not rules.exempts(server.host, server.port):
        raise OutboundError("this port is not opened", str(server.port))
    line = _line_to(server, rules, Deadline(SECONDS))
    context = ssl.create_default_context(cafile=server.ca_file or certifi.where())
    smtp = _Secured(line, server, context) if server.security == TLS else _Vetted(line, server)
    try:
        smtp.connect(server.host, server.port)
        if server.security == STARTTLS:
            smtp.starttls(context=context)
        if server.user:
            smtp.login(server.user, server.password)
        smtp.ehlo_or_helo_if_needed()
    except BaseException:
        smtp.close()
        raise
    return smtp


def _line_to(server: Server, rules: OutboundRules, deadline: Deadline) -> socket.socket:
    """An open line to the very address that was vetted, or through the proxy that all else passes."""
    if rules.proxy and not rules.exempts(server.host, server.port):
        sock = tunnel(server.host, server.port, rules, deadline)
    else:
        place = vetted_addresses(server.host, server.port, rules, deadline)[0].ip
        sock = socket.create_connection((place, server.port), SECONDS)
    sock.settimeout(SECONDS)
    return sock


class _Vetted(smtplib.SMTP):
    """Speaks over the line that was vetted; the name stays for the greeting and the certificate."""

    def __init__(self, line: socket.socket, server: Server) -> None:
        self._line = line
        super().__init__(local_hostname=server.sender.rpartition("@")[2] or None, timeout=SECONDS)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        # The name as typed, for the certificate of STARTTLS.
        self._host = host
        return self._line


class _Secured(_Vetted):
    """The same, encrypted from the first byte."""

    def __init__(self, line: socket.socket, server: Server, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(line, server)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._context.wrap_socket(super()._get_socket(host, port, timeout), server_hostname=host)
