"""Verbs of the reports room: close and reopen days, remind, write, read and comment daily reports."""

from omos.loop.reports.services.closing import DayRefused, close_day, close_due_days, mend_days, reopen_day
from omos.loop.reports.services.group_messages import post_lamps, post_picture, post_plan, post_progress
from omos.loop.reports.services.reminding import NothingToRemind, remind, remind_missing
from omos.loop.reports.services.reporting import (
    TEXT_LENGTH,
    ReportChanged,
    ReportClosed,
    ReportRefused,
    Sentences,
    acknowledge_report,
    comment,
    save_draft,
    submit_report,
)
from omos.loop.reports.services.sending_day import NoGroup, NothingToSend, SentDay, send_day

__all__ = [
    "TEXT_LENGTH",
    "DayRefused",
    "NoGroup",
    "NothingToRemind",
    "NothingToSend",
    "ReportChanged",
    "ReportClosed",
    "ReportRefused",
    "SentDay",
    "Sentences",
    "acknowledge_report",
    "close_day",
    "close_due_days",
    "comment",
    "mend_days",
    "post_lamps",
    "post_picture",
    "post_plan",
    "post_progress",
    "remind",
    "remind_missing",
    "reopen_day",
    "save_draft",
    "send_day",
    "submit_report",
]
