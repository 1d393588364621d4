"""Talks to a 钉钉 group robot: a card with one button, or Markdown; signed where the robot has a secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from urllib.parse import urlencode

from omos.connectors.dingtalk.parse import outcome_of
from omos.connectors.outbound import OutboundRules
from omos.connectors.outbound.delivering import AddressRefused, Outcome, deliver, service_address
from omos.connectors.outbound.letters import Letter, as_json, fitted

HOST = "oapi.dingtalk.com"
PATH = "/robot/send"
# The service takes 20,000 bytes in all; the rest is for the frame around the text.
LONGEST_TEXT = 18_000
_LINE_BREAK = "  \n"


def read_address(text: str, *, rules: OutboundRules) -> str:
    """The address to post to.

    :raises AddressRefused: if it is no robot of 钉钉
    """
    address = service_address(text, hosts={HOST}, path=PATH, rules=rules)
    if not re.search(r"[?&]access_token=[0-9A-Za-z]{8,128}(&|$)", address):
        raise AddressRefused("the address has no token")
    return address


def signature(secret: str, milliseconds: int) -> str:
    """Base64 of HMAC-SHA256 over "milliseconds, new line, secret"."""
    told = f"{milliseconds}\n{secret}".encode()
    return base64.b64encode(hmac.new(secret.encode(), told, hashlib.sha256).digest()).decode()


def send(letter: Letter, *, address: str, secret: str, at: float, rules: OutboundRules) -> Outcome:
    """Post the letter once; `at` is the true time in seconds, for the signature."""
    if secret:
        milliseconds = round(at * 1000)
        address += "&" + urlencode({"timestamp": milliseconds, "sign": signature(secret, milliseconds)})
    return deliver(address, rules=rules, body=as_json(body_of(letter)), read=outcome_of)


def body_of(letter: Letter) -> dict[str, object]:
    """The letter as the robot wants it."""
    text = fitted([f"#### {letter.title}", *letter.signed_lines], most_bytes=LONGEST_TEXT, between=_LINE_BREAK)
    if not letter.link:
        return {"msgtype": "markdown", "markdown": {"title": letter.title, "text": text}}
    button = {"singleTitle": letter.action or letter.link, "singleURL": letter.link}
    return {"msgtype": "actionCard", "actionCard": {"title": letter.title, "text": text, **button}}
