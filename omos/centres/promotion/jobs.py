"""What the promotion room does by itself."""

from __future__ import annotations

from datetime import datetime

from omos.centres.promotion import services


def forget_files(*, now: datetime) -> int:
    """Drop uploads nobody booked and the contents of old ones."""
    return services.forget_files(now=now)


def book_uploads(*, now: datetime) -> int:
    """Book the large files somebody has asked to be booked."""
    return services.book_queued(now=now)


def post_cash(*, now: datetime) -> int:
    """Keep the ledger's cash spend in line with spend and rebates."""
    return services.post_cash(now=now)
