"""Verbs of verification: look, judge, record, decide."""

from omos.loop.verification.services.deciding import (
    DecisionRefused,
    StandingChanged,
    decide,
    recheck,
    request_look,
    undo,
)
from omos.loop.verification.services.enqueueing import enqueue_checks
from omos.loop.verification.services.page_check import CheckedPage, check_page
from omos.loop.verification.services.proofs import drop_old_proofs
from omos.loop.verification.services.running import Runner, claim, run_check, run_due

__all__ = [
    "CheckedPage",
    "DecisionRefused",
    "Runner",
    "StandingChanged",
    "check_page",
    "claim",
    "decide",
    "drop_old_proofs",
    "enqueue_checks",
    "recheck",
    "request_look",
    "run_check",
    "run_due",
    "undo",
]
