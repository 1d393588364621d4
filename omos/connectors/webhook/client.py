"""Posts a letter as JSON with id, timestamp and signature, so that the listener can trust it and drop a repetition."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime

from omos.connectors.outbound import OutboundError, OutboundRules, read_link
from omos.connectors.outbound.delivering import AddressRefused, Outcome, deliver
from omos.connectors.outbound.letters import Letter, as_json
from omos.connectors.webhook.parse import outcome_of

PREFIX = "whsec_"


def read_address(text: str, *, rules: OutboundRules) -> str:
    """The address to post to: https only, unless the very place was exempted.

    :raises AddressRefused: if it is no link that may be posted to
    """
    try:
        link = read_link(text, rules)
    except OutboundError as error:
        raise AddressRefused(error.reason) from error
    if not link.is_secure and not rules.exempts(link.host, link.port):
        raise AddressRefused("only https is posted to")
    return str(link.url)


def signature(secret: str, *, key: str, seconds: int, body: bytes) -> str:
    """`v1,` and Base64 of HMAC-SHA256 over "id.timestamp.body"."""
    told = f"{key}.{seconds}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(_secret_bytes(secret), told, hashlib.sha256).digest()).decode()


def send(letter: Letter, *, address: str, secret: str, at: float, rules: OutboundRules) -> Outcome:
    """Post the letter once; a repetition carries the same `webhook-id`."""
    body = as_json(body_of(letter, at))
    headers = {"webhook-id": letter.key, "webhook-timestamp": str(int(at)), "accept": "application/json"}
    if secret:
        headers["webhook-signature"] = signature(secret, key=letter.key, seconds=int(at), body=body)
    return deliver(address, rules=rules, body=body, headers=headers, read=outcome_of)


def body_of(letter: Letter, at: float) -> dict[str, object]:
    """What the listener gets."""
    picture = {"picture": base64.b64encode(letter.picture).decode()} if letter.picture else {}
    data = {"title": letter.title, "lines": list(letter.lines), "link": letter.link, "action": letter.action}
    moment = datetime.fromtimestamp(int(at), tz=UTC).isoformat().replace("+00:00", "Z")
    return {"type": letter.kind, "timestamp": moment, "data": data | picture}


def _secret_bytes(secret: str) -> bytes:
    """`whsec_` marks Base64; any other secret counts as it is written."""
    if secret.startswith(PREFIX):
        try:
            return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
        except ValueError:
            return secret.encode()
    return secret.encode()
