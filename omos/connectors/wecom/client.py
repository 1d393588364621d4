"""Talks to a 企业微信 group robot: text as Markdown of at most 4,096 bytes, pictures as themselves."""

from __future__ import annotations

import base64
import hashlib
import re

from omos.connectors.outbound import OutboundRules
from omos.connectors.outbound.delivering import AddressRefused, Outcome, Reason, deliver, refused, service_address
from omos.connectors.outbound.letters import Letter, as_json, fitted
from omos.connectors.wecom.parse import outcome_of

HOST = "qyapi.weixin.qq.com"
PATH = "/cgi-bin/webhook/send"
LONGEST_TEXT = 4096
LARGEST_PICTURE = 2 << 20
_KEY = re.compile(r"[0-9A-Za-z-]{20,64}")


def read_address(text: str, *, rules: OutboundRules) -> str:
    """The address to post to, from a pasted address or from its key alone.

    :raises AddressRefused: if it is no robot of 企业微信
    """
    pasted = text.strip()
    if _KEY.fullmatch(pasted):
        pasted = f"https://{HOST}{PATH}?key={pasted}"
    address = service_address(pasted, hosts={HOST}, path=PATH, rules=rules)
    if not re.search(r"[?&]key=[0-9A-Za-z-]{8,64}(&|$)", address):
        raise AddressRefused("the address has no key")
    return address


def send(letter: Letter, *, address: str, secret: str, at: float, rules: OutboundRules) -> Outcome:
    """Post the letter once; the picture alone where it has one, for a robot's image carries no words."""
    if len(letter.picture) > LARGEST_PICTURE:
        return refused(Reason.TOO_LONG)
    return deliver(address, rules=rules, body=as_json(body_of(letter)), read=outcome_of)


def body_of(letter: Letter) -> dict[str, object]:
    """The letter as the robot wants it."""
    if letter.picture:
        digest = hashlib.md5(letter.picture, usedforsecurity=False).hexdigest()
        return {"msgtype": "image", "image": {"base64": base64.b64encode(letter.picture).decode(), "md5": digest}}
    link = f"[{letter.action or letter.link}]({letter.link})" if letter.link else ""
    room = LONGEST_TEXT - len(f"\n{link}".encode())
    text = fitted([f"**{letter.title}**", *letter.signed_lines], most_bytes=room)
    return {"msgtype": "markdown", "markdown": {"content": f"{text}\n{link}" if link else text}}
