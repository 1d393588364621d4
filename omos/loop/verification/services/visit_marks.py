"""Marks of requests: which second of the day and whose; four bytes each, sorted.

Reading a line again gives the same mark, so that two readings together hold each mark as often as the reading that
saw it most often: nothing counts twice, however the logs overlap.
"""

from __future__ import annotations

import zlib
from array import array
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

_CLIENT_BITS = 15
_MASK = (1 << _CLIENT_BITS) - 1


def mark_of(moment: datetime, client: str) -> int:
    """The mark of a request at this moment in the website's time zone."""
    second = moment.hour * 3600 + moment.minute * 60 + min(moment.second, 59)
    return second << _CLIENT_BITS | zlib.crc32(client.encode("utf-8", "replace")) & _MASK


def packed(marks: Iterable[int]) -> bytes:
    """The marks for storage."""
    row = array("I", sorted(marks))
    return row.tobytes()


def unpacked(stored: bytes) -> Counter[int]:
    """The marks as they were stored, and how often each."""
    row = array("I")
    row.frombytes(stored[: len(stored) - len(stored) % row.itemsize])
    return Counter(row)


def together(one: Counter[int], other: Counter[int]) -> Counter[int]:
    """Both readings: each mark as often as the one that saw it most often."""
    return one | other
