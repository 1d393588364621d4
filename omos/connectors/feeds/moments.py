from __future__ import annotations

import re
from datetime import date, datetime, time
from email.utils import parsedate_to_datetime

_LONGEST = 80
_EARLIEST, _LATEST = 1995, 2099
_LOOSE = re.compile(
    r"((?:19|20)\d{2})[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})日?(?:[T\s]{1,3}(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?)?"
)


def moment_of(text: str) -> datetime | None:
    """The moment a feed or sitemap tells, in any of the usual spellings; without a zone where it tells none."""
    told = text.strip()[:_LONGEST]
    for read in (datetime.fromisoformat, parsedate_to_datetime, _loose):
        try:
            found = read(told)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        return found if _EARLIEST <= found.year <= _LATEST else None
    return None


def _loose(text: str) -> datetime:
    """2026/11/20 9:30, 2026年11月20日 09:30:12 and their like.

    :raises ValueError: if it is none
    """
    found = _LOOSE.match(text)
    if found is None:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    return datetime.combine(date(year, month, day), time(hour, minute, second))
