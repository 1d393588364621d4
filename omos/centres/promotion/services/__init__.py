"""Verbs of the promotion room: uploads from the file to the figures and back, rebates."""

from __future__ import annotations

from omos.centres.promotion.services.booking import book_upload, take_back
from omos.centres.promotion.services.rebates import RebateRefused, drop_rebate, save_rebate
from omos.centres.promotion.services.uploads import (
    Choices,
    UploadStopped,
    choose_reading,
    drop_upload,
    forget_files,
    start_upload,
)

__all__ = [
    "Choices",
    "RebateRefused",
    "UploadStopped",
    "book_upload",
    "choose_reading",
    "drop_rebate",
    "drop_upload",
    "forget_files",
    "save_rebate",
    "start_upload",
    "take_back",
]
