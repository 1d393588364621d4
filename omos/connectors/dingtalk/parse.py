"""Understands what 钉钉 answers."""

from __future__ import annotations

from dataclasses import replace

from omos.connectors.outbound import Fetched
from omos.connectors.outbound.delivering import Outcome, Reason, busy, judged, refused, values_of

# Who was too fast is not heard for ten minutes, however politely it asks meanwhile.
BLOCKED = 600.0
UNSAFE = 310000
MEANINGS = {
    -1: busy(reason=Reason.SERVICE_DOWN),
    130101: busy(BLOCKED),
    410100: busy(BLOCKED),
    90030: busy(BLOCKED),
    90018: busy(BLOCKED),
    300001: refused(Reason.GONE),
    300005: refused(Reason.GONE),
    400013: refused(Reason.GONE),
    400101: refused(Reason.GONE),
    400102: refused(Reason.GONE),
    400106: refused(Reason.GONE),
    430101: refused(Reason.CONTENT),
    430102: refused(Reason.CONTENT),
    430103: refused(Reason.CONTENT),
    430104: refused(Reason.CONTENT),
    460101: refused(Reason.TOO_LONG),
}
# One number for three safety settings; only its words tell which.
_SAFETY = (("keyword", Reason.KEYWORD), ("whitelist", Reason.SENDER), ("", Reason.SIGNATURE))


def outcome_of(answer: Fetched) -> Outcome:
    """Sent or not, by `errcode`, and by its words where the number says too little."""
    outcome = judged(answer, code_name="errcode", meanings=MEANINGS)
    if outcome.code != str(UNSAFE):
        return outcome
    words = str(values_of(answer).get("errmsg", "")).lower()
    return replace(outcome, reason=next(reason for word, reason in _SAFETY if word in words))
