"""Understands what 企业微信 answers."""

from __future__ import annotations

from omos.connectors.outbound import Fetched
from omos.connectors.outbound.delivering import Outcome, Reason, busy, judged, refused

MEANINGS = {
    -1: busy(reason=Reason.SERVICE_DOWN),
    45009: busy(),
    45033: busy(),
    93000: refused(Reason.GONE),
    93008: refused(Reason.GONE),
    40008: refused(Reason.CONTENT),
    40009: refused(Reason.TOO_LONG),
    40058: refused(Reason.TOO_LONG),
    44004: refused(Reason.CONTENT),
    45002: refused(Reason.TOO_LONG),
    301019: refused(Reason.CONTENT),
}


def outcome_of(answer: Fetched) -> Outcome:
    """Sent or not, by `errcode`."""
    return judged(answer, code_name="errcode", meanings=MEANINGS)
