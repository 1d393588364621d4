"""Verbs of the promotion room: uploads from the file to the figures and back, rebates."""

from __future__ import annotations

from omos.centres.promotion.services.booking import book_upload, take_back
from omos.centres.promotion.services.cash import post_cash
from omos.centres.promotion.services.queueing import (
    book_queued,
    is_large,
    progress_name,
    queue_booking,
    stop_booking,
)
from omos.centres.promotion.services.rebates import RebateRefused, drop_rebate, save_rebate
from omos.centres.promotion.services.uploads import (
    Choices,
    UploadStopped,
    choose_reading,
    drop_upload,
    forget_files,
    start_upload,
    start_uploads,
)

__all__ = [
    "Choices",
    "RebateRefused",
    "UploadStopped",
    "book_queued",
    "book_upload",
    "choose_reading",
    "drop_rebate",
    "drop_upload",
    "forget_files",
    "is_large",
    "post_cash",
    "progress_name",
    "queue_booking",
    "save_rebate",
    "start_upload",
    "start_uploads",
    "stop_booking",
    "take_back",
]
