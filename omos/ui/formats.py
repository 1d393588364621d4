"""How figures, money, days and moments are written. Pure: language and present moment come in as arguments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext

from babel.dates import format_date
from babel.numbers import format_compact_decimal

NOTHING_KNOWN = "—"
MINUS = "−"
CENTS_IN_UNIT = Decimal(100)
_BEFORE_CHINESE_UNIT = re.compile(r"(?<=\d)(?=[万亿])")
_AGO = {
    "zh": {"now": "刚刚", "minutes": "{} 分钟前", "hours": "{} 小时前"},
    "en": {"now": "just now", "minutes": "{} min ago", "hours": "{} h ago"},
}

Number = int | float | Decimal


def number(value: Number | None, *, digits: int | None = None) -> str:
    """Thousands parted by commas; at most two decimals, or exactly `digits`."""
    if value is None:
        return NOTHING_KNOWN
    # By hand, not by Babel: a page holds hundreds of figures, and its patterns cost ten times as much.
    places = 2 if digits is None else digits
    with localcontext() as context:
        context.prec = 80
        text = f"{_rounded(_exact(value), digits=places):,.{places}f}"
    return _signed(text.rstrip("0").rstrip(".") if digits is None and "." in text else text)


def money(cents: int | None, *, digits: int = 2) -> str:
    """Whole 分 as yuan: 123450 → ¥1,234.50."""
    if cents is None:
        return NOTHING_KNOWN
    text = number(Decimal(cents) / CENTS_IN_UNIT, digits=digits)
    return f"{MINUS}¥{text[1:]}" if text.startswith(MINUS) else f"¥{text}"


def short(value: Number | None, *, language: str) -> str:
    """The figure as spoken on a home page: 12345 → 1.23 万 (zh) or 12.35K (en)."""
    if value is None:
        return NOTHING_KNOWN
    with localcontext() as context:
        context.rounding = ROUND_HALF_UP
        text = format_compact_decimal(_exact(value), locale=_locale(language), fraction_digits=2)
    return _signed(_BEFORE_CHINESE_UNIT.sub(" ", text, count=1))


def short_money(cents: int | None, *, language: str) -> str:
    """Whole 分 as spoken yuan: 48900000 → ¥48.9 万."""
    if cents is None:
        return NOTHING_KNOWN
    text = short(Decimal(cents) / CENTS_IN_UNIT, language=language)
    return f"{MINUS}¥{text[1:]}" if text.startswith(MINUS) else f"¥{text}"


def percent(share: Number | None, *, digits: int = 1) -> str:
    """A share between 0 and 1 as percentage: 0.611 → 61.1%."""
    return NOTHING_KNOWN if share is None else number(_exact(share) * 100, digits=digits) + "%"


def points(gap: Number | None, *, language: str) -> str:
    """A gap between two shares in percentage points: 0.071 → 7.1 点."""
    if gap is None:
        return NOTHING_KNOWN
    text = number(_rounded(_exact(gap) * 100, digits=1))
    return f"{text} 点" if _is_chinese(language) else f"{text} pts"


def day(value: date | None) -> str:
    """2026-11-21, also for a moment."""
    return NOTHING_KNOWN if value is None else f"{value:%Y-%m-%d}"


def listed(names: Iterable[str], *, language: str) -> str:
    """a、b、c in Chinese; a, b, c elsewhere."""
    return ("、" if _is_chinese(language) else ", ").join(names)


def short_day(value: date | None) -> str:
    """11-21."""
    return NOTHING_KNOWN if value is None else f"{value:%m-%d}"


def moment(value: datetime | None) -> str:
    """2026-11-21 17:30, in the time zone the value carries."""
    return NOTHING_KNOWN if value is None else f"{value:%Y-%m-%d %H:%M}"


def clock_time(value: datetime | None) -> str:
    """17:30, in the time zone the value carries."""
    return NOTHING_KNOWN if value is None else f"{value:%H:%M}"


def weekday(value: date | None, *, language: str) -> str:
    """周五, or Fri in English."""
    return NOTHING_KNOWN if value is None else format_date(value, "EEE", locale=_locale(language))


def ago(value: datetime | None, *, now: datetime | None, language: str) -> str:
    """How long ago: up to a day in words, this year as 11-21 17:30, earlier in full. Without `now` always in full."""
    if value is None:
        return NOTHING_KNOWN
    if now is None or value > now:
        return moment(value)
    seconds = int((now - value).total_seconds())
    if seconds < 86400:
        return _ago_today(seconds, _AGO["zh" if _is_chinese(language) else "en"])
    return f"{value:%m-%d %H:%M}" if seconds < 365 * 86400 else moment(value)


def _ago_today(seconds: int, words: Mapping[str, str]) -> str:
    if seconds < 60:
        return words["now"]
    if seconds < 3600:
        return words["minutes"].format(seconds // 60)
    return words["hours"].format(seconds // 3600)


def width(share: Number | None) -> str:
    """A share as a length for SVG, kept between 0% and 100%; nothing known has no length."""
    if share is None:
        return "0%"
    kept = min(max(_exact(share), Decimal(0)), Decimal(1))
    return f"{_rounded(kept * 100, digits=2).normalize():f}%"


def _exact(value: Number) -> Decimal:
    return Decimal(str(value)) if isinstance(value, float) else Decimal(value)


def _rounded(value: Decimal, *, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def _signed(text: str) -> str:
    """A true minus sign, as wide as a digit, and no minus before nothing."""
    if not text.startswith("-"):
        return text
    return MINUS + text[1:] if any(sign in "123456789" for sign in text) else text[1:]


def _is_chinese(language: str) -> bool:
    return language.lower().startswith("zh")


def _locale(language: str) -> str:
    return "zh_Hans_CN" if _is_chinese(language) else "en"
