"""Verbs of verification: look, judge, record, decide."""

from omos.loop.verification.index_reasons import IN_EXPORT, NOT_IN_INDEX
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
from omos.loop.verification.services.index_counts import CountsRefused, CountsTaken, import_index_counts
from omos.loop.verification.services.index_looks import Found, IndexRefused, record_index_looks
from omos.loop.verification.services.log_uploads import (
    LARGEST,
    PIECE,
    LogRefused,
    add_piece,
    drop_log_upload,
    read_uploaded_logs,
    start_log_upload,
)
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
    "IN_EXPORT",
    "LARGEST",
    "LARGEST_PAGE",
    "LATER_RUN_LASTS",
    "NOT_IN_INDEX",
    "PIECE",
    "RUN_LASTS",
    "CheckedPage",
    "CountsRefused",
    "CountsTaken",
    "DecisionRefused",
    "Found",
    "IndexRefused",
    "KeyRefused",
    "LogReading",
    "LogRefused",
    "Look",
    "NoSuchWebsite",
    "Received",
    "Runner",
    "Sent",
    "StandingChanged",
    "add_piece",
    "check_page",
    "claim",
    "decide",
    "decide_as_receiver",
    "drop_log_upload",
    "drop_old_proofs",
    "end_helper_key",
    "enqueue_checks",
    "enter_by_hand",
    "import_index_counts",
    "is_own_key",
    "make_helper_key",
    "read_log",
    "read_uploaded_logs",
    "receive_from_helper",
    "recheck",
    "record_index_looks",
    "record_looks",
    "request_look",
    "rows_of",
    "run_check",
    "run_due",
    "sender",
    "start_log_upload",
    "undo",
    "unpacked_page",
    "wait_turn",
    "watch_passed_pages",
]
