"""Understands a mail server's replies: 2xx taken, 4xx later, 5xx never."""

from __future__ import annotations

from omos.connectors.outbound.delivering import SENT, Outcome, Reason, Result

# Greylisting wants to be asked again after some minutes.
LATER = 300.0


def outcome_of_reply(code: int, words: bytes, *, reason: Reason) -> Outcome:
    """The outcome of one command; `reason` says what a refusal of it means."""
    if 200 <= code < 300:
        return SENT
    if 400 <= code < 500:
        return Outcome(Result.BUSY, Reason.SERVICE_DOWN, str(code), LATER)
    return Outcome(Result.REFUSED, reason, str(code))
