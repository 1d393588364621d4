"""Writes a letter as a mail: plain text and the same as HTML, for whoever reads it on a phone."""

from __future__ import annotations

from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from omos.connectors.outbound.letters import Letter


def mail_of(letter: Letter, *, sender: str, sender_name: str, to: str, at: float) -> bytes:
    """The whole mail as bytes; line breaks in what people typed never reach a header."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(display_name=_one_line(sender_name), addr_spec=sender)
    mail["To"] = Address(addr_spec=to)
    mail["Subject"] = _one_line(letter.title)
    mail["Date"] = format_datetime(datetime.fromtimestamp(int(at), tz=UTC))
    mail["Message-ID"] = f"<{letter.key}@{sender.rpartition('@')[2]}>"
    # Nobody's holiday reply shall answer a machine.
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(_text(letter), cte="base64")
    mail.add_alternative(_html(letter), subtype="html", cte="base64")
    return mail.as_bytes()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _text(letter: Letter) -> str:
    link = (f"{letter.action}: {letter.link}",) if letter.link else ()
    return "\n".join((letter.title, "", *letter.lines, "", *link))


def _html(letter: Letter) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in letter.lines)
    link = f'<p><a href="{escape(letter.link)}">{escape(letter.action or letter.link)}</a></p>' if letter.link else ""
    return f"<!doctype html><html><body><h3>{escape(letter.title)}</h3>{lines}{link}</body></html>"
