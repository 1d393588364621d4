"""Handing a message to an outside service once, and saying truly what became of it.

What may have arrived is *doubtful*, never *failed*: whoever sends it again decides that with open eyes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from omos.connectors.outbound.answers import Fetched
from omos.connectors.outbound.client import post
from omos.connectors.outbound.errors import Kind, OutboundError
from omos.connectors.outbound.links import read_link
from omos.connectors.outbound.rules import OutboundRules

JSON = "application/json; charset=utf-8"
MINUTE = 60.0
_BUSY_STATUS = frozenset({429, 503})
_NEVER_LEFT_KINDS = frozenset({Kind.DNS, Kind.REFUSED, Kind.NOT_A_LINK})
_NEVER_LEFT = frozenset(
    {"the host refused the connection", "the proxy refused the connection", "the host's certificate is not valid"}
)


class Result(StrEnum):
    """What became of a message."""

    SENT = "sent"
    # Surely not sent; the service asks for patience.
    BUSY = "busy"
    # Surely not sent; nobody answered.
    UNREACHED = "unreached"
    # Surely not sent, and trying again changes nothing.
    REFUSED = "refused"
    DOUBTFUL = "doubtful"


class Reason(StrEnum):
    """Why a message was not sent: the whole vocabulary, for rooms to put into words."""

    NONE = ""
    TOO_FAST = "too_fast"
    SERVICE_DOWN = "service_down"
    UNREACHABLE = "unreachable"
    NO_ANSWER = "no_answer"
    SIGNATURE = "signature"
    KEYWORD = "keyword"
    SENDER = "sender"
    GONE = "gone"
    CONTENT = "content"
    TOO_LONG = "too_long"
    RECIPIENT = "recipient"
    SIGN_IN = "sign_in"
    OTHER = "other"


@dataclass(frozen=True)
class Outcome:
    """Result and reason; `code` is the service's own, `wait` the seconds it wants to be left alone."""

    result: Result
    reason: Reason = Reason.NONE
    code: str = ""
    wait: float = 0.0


SENT = Outcome(Result.SENT)
DOUBTFUL = Outcome(Result.DOUBTFUL, Reason.NO_ANSWER)


class AddressRefused(Exception):
    """The pasted address is not one of this service's robots."""


def busy(wait: float = MINUTE, reason: Reason = Reason.TOO_FAST) -> Outcome:
    """Surely not sent; the service wants to be left alone for `wait` seconds."""
    return Outcome(Result.BUSY, reason, wait=wait)


def refused(reason: Reason) -> Outcome:
    """Surely not sent, and trying again changes nothing."""
    return Outcome(Result.REFUSED, reason)


def service_address(text: str, *, hosts: Collection[str], path: str, rules: OutboundRules) -> str:
    """The pasted address, if it is https, of one of these hosts and below this path; exempted places may stand in.

    :raises AddressRefused: if it is not
    """
    try:
        link = read_link(text, rules)
    except OutboundError as error:
        raise AddressRefused(error.reason) from error
    is_ours = link.is_secure and link.host in hosts
    if not (is_ours or rules.exempts(link.host, link.port)) or not link.url.path.startswith(path):
        raise AddressRefused("the address belongs to another service")
    return str(link.url)


def deliver(
    url: str,
    *,
    rules: OutboundRules,
    body: bytes,
    read: Callable[[Fetched], Outcome],
    headers: Mapping[str, str] | None = None,
) -> Outcome:
    """Post a JSON body once and let `read` understand the answer; never raises for what the network does."""
    try:
        answer = post(url, rules=rules, body=body, content_type=JSON, headers=headers)
    except OutboundError as error:
        return outcome_of_failure(error)
    return read(answer)


def outcome_of_failure(error: OutboundError) -> Outcome:
    """Whether a request that failed had left the house already: if it may have, the outcome is in doubt."""
    if error.kind in {Kind.REFUSED, Kind.NOT_A_LINK}:
        return Outcome(Result.REFUSED, Reason.UNREACHABLE, code=error.kind)
    # A time-out that names an address happened while connecting to it, before a word was said.
    is_connecting = error.kind is Kind.TIMEOUT and error.detail != ""
    if is_connecting or error.kind in _NEVER_LEFT_KINDS or error.reason in _NEVER_LEFT:
        return Outcome(Result.UNREACHED, Reason.UNREACHABLE, code=error.kind)
    return replace(DOUBTFUL, code=error.kind)


def judged(answer: Fetched, *, code_name: str, meanings: Mapping[int, Outcome]) -> Outcome:
    """The outcome by the number a Chinese chat service answers with: 0 is sent, others as the service's table says."""
    if answer.status in _BUSY_STATUS:
        return replace(busy(patience_of(answer)), code=str(answer.status))
    code = values_of(answer).get(code_name)
    if not isinstance(code, int):
        is_in_doubt = answer.status == 200 or answer.status >= 500
        return replace(DOUBTFUL if is_in_doubt else refused(Reason.OTHER), code=str(answer.status))
    if code == 0:
        return SENT
    return replace(meanings.get(code, refused(Reason.OTHER)), code=str(code))


def values_of(answer: Fetched) -> Mapping[str, Any]:
    """The answer's JSON object; empty where it is none."""
    try:
        values = json.loads(answer.body)
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def patience_of(answer: Fetched) -> float:
    """How many seconds the answer asks for, between a minute and an hour."""
    asked = (answer.header("retry-after") or "").strip()
    return min(max(float(asked), MINUTE), 60 * MINUTE) if asked.isdigit() else MINUTE
