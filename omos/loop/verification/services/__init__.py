"""Verbs of verification: look, judge, record, decide."""

from omos.loop.verification.looks import Look
from omos.loop.verification.services.deciding import (
    DecisionRefused,
    StandingChanged,
    decide,
    decide_as_receiver,
    recheck,
    request_look,
    undo,
)
from omos.loop.verification.services.enqueueing import enqueue_checks
from omos.loop.verification.services.helper_keys import end_helper_key, is_own_key, make_helper_key
from omos.loop.verification.services.index_looks import Found, IndexRefused, record_index_looks
from omos.loop.verification.services.page_check import CheckedPage, check_page
from omos.loop.verification.services.proofs import drop_old_proofs
from omos.loop.verification.services.reading_logs import LogReading, NoSuchWebsite, read_log
from omos.loop.verification.services.receiving import (
    KeyRefused,
    Received,
    enter_by_hand,
    receive_from_helper,
    sender,
)
from omos.loop.verification.services.result_pages import LARGEST_PAGE, Sent, rows_of, unpacked_page
from omos.loop.verification.services.running import (
    LATER_RUN_LASTS,
    RUN_LASTS,
    Runner,
    claim,
    run_check,
    run_due,
    wait_turn,
)
from omos.loop.verification.services.taking_over import record_looks
from omos.loop.verification.services.watching import watch_passed_pages

__all__ = [
    "LARGEST_PAGE",
    "LATER_RUN_LASTS",
    "RUN_LASTS",
    "CheckedPage",
    "DecisionRefused",
    "Found",
    "IndexRefused",
    "KeyRefused",
    "LogReading",
    "Look",
    "NoSuchWebsite",
    "Received",
    "Runner",
    "Sent",
    "StandingChanged",
    "check_page",
    "claim",
    "decide",
    "decide_as_receiver",
    "drop_old_proofs",
    "end_helper_key",
    "enqueue_checks",
    "enter_by_hand",
    "is_own_key",
    "make_helper_key",
    "read_log",
    "receive_from_helper",
    "recheck",
    "record_index_looks",
    "record_looks",
    "request_look",
    "rows_of",
    "run_check",
    "run_due",
    "sender",
    "undo",
    "unpacked_page",
    "wait_turn",
    "watch_passed_pages",
]
