"""Dates of log lines; the same second and the same day come again and again, so both are remembered."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

_MONTHS = {
    name: place
    for place, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)  # noqa: SIM905
}
_ISO = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T _](\d{1,2}):(\d\d):(\d\d)(?:[.,]\d{1,9})?\s*(Z|[+-]\d\d:?\d\d)?"
)
_WORDS = (
    "%B %d, %YT%H:%M:%S %z",
    "%d/%b/%Y:%H:%M:%S %z",
    "%d/%b/%Y:%H:%M:%S",
    "%d/%b/%Y:%H:%M:%S.%f",
    "%a %b %d %H:%M:%S %Y",
    "%a, %d %b %Y %H:%M:%S %z",
    "%a, %d %b %Y %H:%M:%S GMT",
    "%d/%b/%Y %H:%M:%S %z",
    "%d %b %Y %H:%M:%S %z",
)
_EPOCH = re.compile(r"\d{9,10}(?:\.\d{1,9})?|\d{13}")
_LAST_MINUTE = timedelta(hours=23, minutes=59)


@lru_cache(maxsize=4096)
def common_moment(text: str) -> datetime | None:
    """The moment of ``10/Feb/2012:16:42:07 -0500``; None when there is no such day or time."""
    try:
        return datetime(
            int(text[7:11]),
            _MONTHS[text[3:6]],
            int(text[:2]),
            int(text[12:14]),
            int(text[15:17]),
            int(text[18:20]),
            tzinfo=zone_of(text[21:]),
        )
    except (ValueError, KeyError):
        return None


@lru_cache(maxsize=64)
def zone_of(text: str) -> tzinfo | None:
    """The time zone of ``-0500``, ``+08:00`` or ``Z``; None for no text.

    :raises ValueError: for anything else
    """
    if not text:
        return None
    if text in {"Z", "+0000", "+00:00"}:
        return UTC
    digits = text[1:].replace(":", "")
    if text[0] not in "+-" or len(digits) != 4 or not digits.isdigit():
        raise ValueError(text)
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if shift > _LAST_MINUTE:
        raise ValueError(text)
    return timezone(-shift if text[0] == "-" else shift)


@lru_cache(maxsize=4096)
def any_moment(text: str) -> datetime | None:
    """The moment of a date in any spelling that logs use; without a zone where none is told, None for no date."""
    trimmed = text.strip()
    found = _ISO.fullmatch(trimmed)
    if found:
        return _from_iso(found)
    if _EPOCH.fullmatch(trimmed):
        return datetime.fromtimestamp(float(trimmed) / (1 if "." in trimmed or len(trimmed) < 13 else 1000), UTC)
    return common_moment(trimmed) or _in_words(trimmed)


def _from_iso(found: re.Match[str]) -> datetime | None:
    numbers = [int(part) for part in found.groups()[:6]]
    try:
        year, month, day, hour, minute, second = numbers
        return datetime(year, month, day, hour, minute, second, tzinfo=zone_of(found[7] or ""))
    except ValueError:
        return None


def _in_words(text: str) -> datetime | None:
    for pattern in _WORDS:
        try:
            moment = datetime.strptime(text, pattern)
        except ValueError:
            continue
        return moment.replace(tzinfo=UTC) if text.endswith("GMT") else moment
    return None
