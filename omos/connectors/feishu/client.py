"""Talks to a 飞书 group robot: a card with a title, text and one button; signed where the robot has a secret."""

from __future__ import annotations

import base64
import hashlib
import hmac

from omos.connectors.feishu.parse import outcome_of
from omos.connectors.outbound import OutboundRules
from omos.connectors.outbound.delivering import AddressRefused, Outcome, deliver, service_address
from omos.connectors.outbound.letters import Letter, as_json, fitted

HOSTS = frozenset({"open.feishu.cn", "open.larksuite.com"})
PATH = "/open-apis/bot/v2/hook/"
# The service takes 20 KB in all; the rest is for the card around the text.
LONGEST_TEXT = 18_000


def read_address(text: str, *, rules: OutboundRules) -> str:
    """The address to post to.

    :raises AddressRefused: if it is no robot of 飞书
    """
    address = service_address(text, hosts=HOSTS, path=PATH, rules=rules)
    if len(address.partition(PATH)[2]) < 8:
        raise AddressRefused("the address has no token")
    return address


def signature(secret: str, seconds: int) -> str:
    """Base64 of HMAC-SHA256 over nothing, with "seconds, new line, secret" as its key."""
    key = f"{seconds}\n{secret}".encode()
    return base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()


def send(letter: Letter, *, address: str, secret: str, at: float, rules: OutboundRules) -> Outcome:
    """Post the letter once; `at` is the true time in seconds, for the signature."""
    body = body_of(letter)
    if secret:
        body |= {"timestamp": str(int(at)), "sign": signature(secret, int(at))}
    return deliver(address, rules=rules, body=as_json(body), read=outcome_of)


def body_of(letter: Letter) -> dict[str, object]:
    """The letter as the robot wants it; buttons of a robot's card can only open links."""
    text = fitted(letter.signed_lines, most_bytes=LONGEST_TEXT)
    elements: list[dict[str, object]] = [{"tag": "div", "text": {"tag": "lark_md", "content": text}}] if text else []
    if letter.link:
        words = {"tag": "plain_text", "content": letter.action or letter.link}
        elements.append(
            {"tag": "action", "actions": [{"tag": "button", "text": words, "type": "primary", "url": letter.link}]}
        )
    head = {"title": {"tag": "plain_text", "content": letter.title}, "template": "blue"}
    card = {"config": {"wide_screen_mode": True}, "header": head, "elements": elements}
    return {"msg_type": "interactive", "card": card}
