"""Understands a listener's answer: only its status counts."""

from __future__ import annotations

from omos.connectors.outbound import Fetched
from omos.connectors.outbound.delivering import SENT, Outcome, Reason, Result, patience_of

_LATER = frozenset({408, 425, 429, 503})


def outcome_of(answer: Fetched) -> Outcome:
    """2xx took it; 410 wants no more; what a listener failed at is tried again, what it refuses is not."""
    status, code = answer.status, str(answer.status)
    if 200 <= status < 300:
        return SENT
    if status in _LATER:
        return Outcome(Result.BUSY, Reason.TOO_FAST, code, patience_of(answer))
    if status >= 500:
        return Outcome(Result.UNREACHED, Reason.SERVICE_DOWN, code)
    return Outcome(Result.REFUSED, Reason.GONE if status == 410 else Reason.OTHER, code)
