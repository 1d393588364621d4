"""Verbs of verification: look, judge, record, decide."""

from omos.loop.verification.looks import Look
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
from omos.loop.verification.services.running import LATER_RUN_LASTS, RUN_LASTS, Runner, claim, run_check, run_due
from omos.loop.verification.services.taking_over import record_looks

__all__ = [
    "LATER_RUN_LASTS",
    "RUN_LASTS",
    "CheckedPage",
    "DecisionRefused",
    "Look",
    "Runner",
    "StandingChanged",
    "check_page",
    "claim",
    "decide",
    "drop_old_proofs",
    "enqueue_checks",
    "recheck",
    "record_looks",
    "request_look",
    "run_check",
    "run_due",
    "undo",
]
