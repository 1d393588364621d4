"""Understands what 飞书 answers."""

from __future__ import annotations

from omos.connectors.outbound import Fetched
from omos.connectors.outbound.delivering import Outcome, Reason, busy, judged, refused

# At full and half hours everybody's robots speak; a few minutes later there is room again.
CROWDED = 180.0
MEANINGS = {
    11232: busy(CROWDED),
    11247: busy(CROWDED),
    99991400: busy(),
    9499: refused(Reason.CONTENT),
    11246: refused(Reason.CONTENT),
    19001: refused(Reason.GONE),
    19002: refused(Reason.CONTENT),
    19021: refused(Reason.SIGNATURE),
    19022: refused(Reason.SENDER),
    19024: refused(Reason.KEYWORD),
    19036: refused(Reason.TOO_LONG),
}


def outcome_of(answer: Fetched) -> Outcome:
    """Sent or not, by `code`."""
    return judged(answer, code_name="code", meanings=MEANINGS)
