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
