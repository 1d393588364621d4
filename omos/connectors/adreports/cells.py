"""Cells of such tables: figures, days and yes-or-no as people and platforms write them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final

NOTHING: Final = frozenset(
    {"", "-", "--", "---", "—", "——", "/", "\\", "n/a", "na", "null", "none", "nan", "无", "暂无"}
)
LARGEST: Final = Decimal(10) ** 13
_FACTORS: Final = {"万": 10_000, "w": 10_000, "千": 1_000, "k": 1_000, "亿": 100_000_000}
_MONEY_SIGNS: Final = re.compile(r"¥|cny|rmb|us\$|hk\$|\$|usd|eur|hkd|gbp|€|£|人民币")
_UNITS: Final = re.compile(r"(?<=\d)(元|个|次|条|笔|单|人)$")
_NUMBER: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>\d[\d,]*(?:\.\d*)?|\.\d+)(?:e(?P<power>[+-]?\d{1,2}))?(?P<factor>[万千亿wk]?)"
)
# Thousands as the Swiss write them: 1'200.50.
_APOSTROPHE: Final = re.compile(r"(?<=\d)['’](?=\d{3})")
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?")


class UnreadableCell(ValueError):
    """A cell that says nothing of its kind; the text is the reason's code."""


@lru_cache(maxsize=65_536)
def half_width(text: str) -> str:
    """Full-width signs as half-width ones, blanks at the ends taken off: １２３ → 123."""
    return unicodedata.normalize("NFKC", text).strip()


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: empty, "--", 无."""
    return half_width(text).lower() in NOTHING


@lru_cache(maxsize=65_536)
def number(text: str) -> Decimal | None:
    """A figure, possibly below nought: ¥1,200.50, １，２００, 1.2万, (12.50) → −12.50; None for "--".

    :raises UnreadableCell: for percentages, words and commas in wrong places
    """
    plain = _APOSTROPHE.sub("", re.sub(r"\s", "", half_width(text)).lower().lstrip("'"))
    if plain in NOTHING:
        return None
    if plain.endswith("%"):
        raise UnreadableCell("percent")
    bare = _UNITS.sub("", _MONEY_SIGNS.sub("", plain))
    is_below = bare.startswith("(") and bare.endswith(")")
    value = _value(bare[1:-1] if is_below else bare)
    if abs(value) > LARGEST:
        raise UnreadableCell("too_large")
    return -value if is_below else value


def _value(bare: str) -> Decimal:
    found = _NUMBER.fullmatch(bare)
    if found is None:
        raise UnreadableCell("not_number")
    digits = found["digits"]
    if "," in digits and not _GROUPED.fullmatch(digits):
        raise UnreadableCell("commas")
    value = Decimal(digits.replace(",", "")).scaleb(int(found["power"] or 0)) * _FACTORS.get(found["factor"], 1)
    return -value if found["sign"] == "-" else value


def count(text: str) -> int | None:
    """A whole number from nought up: 1,200, 3.0, 1.2万.

    :raises UnreadableCell: for anything else but "--" and the like
    """
    value = number(text)
    if value is None:
        return None
    if value < 0:
        raise UnreadableCell("negative")
    if value != value.to_integral_value():
        raise UnreadableCell("not_whole")
    return int(value)


# --- days ------------------------------------------------------------------------------------

_YEAR_FIRST: Final = re.compile(r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号]?")
_PACKED: Final = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_YEAR_LAST: Final = re.compile(r"(?P<a>\d{1,2})\s*[-/.]\s*(?P<b>\d{1,2})\s*[-/.]\s*(?P<y>\d{4})")
_NO_YEAR: Final = re.compile(r"(?P<m>\d{1,2})\s*(?:月|[-/.])\s*(?P<d>\d{1,2})\s*[日号]?")
_NAMED: Final = re.compile(
    r"(?:(?P<d1>\d{1,2})[\s-]+)?(?P<name>[a-z]{3})[a-z]*\.?,?[\s-]+(?:(?P<d2>\d{1,2}),?\s+)?(?P<y>\d{4})"
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BEHIND: Final = re.compile(
    r"(?:[T\s]+\d{1,2}[:：时点].*|\s*[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?|\s*[,，]?\s*(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)$",
    re.IGNORECASE,
)
# One hour of a day: 2026-11-18 13:00~13:59.
_HOUR: Final = re.compile(
    r"(?<=\d)\s+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?\s*(?:至|到|~|～|—|–|-)\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?$"
)
_RANGE: Final = re.compile(r"\s*(?:至|到|~|～|—|–|\bto\b|\s-\s)\s*", re.IGNORECASE)
# Excel counts days from here; smaller and larger numbers are rather quantities than days.
_EXCEL_START, _EXCEL_FIRST, _EXCEL_LAST = date(1899, 12, 30), 20_000, 80_000


def is_day_first(texts: Iterable[str]) -> bool:
    """Whether days of a column stand as day-month-year, decided by those that can only be one of the two.

    In doubt slashes mean month first, as American exports write them; dashes and dots mean day first.
    """
    pairs = [
        (int(found["a"]), int(found["b"]), text) for text in texts if (found := _YEAR_LAST.match(half_width(text)))
    ]
    if any(first > 12 for first, _second, _text in pairs):
        return True
    return not any(second > 12 for _first, second, _text in pairs) and not any("/" in text for *_parts, text in pairs)


@lru_cache(maxsize=4_096)
def day(text: str, *, today: date, day_first: bool = True) -> date | None:
    """A day in any usual spelling; one without a year is the last such day up to today; None for "--".

    :raises UnreadableCell: for what is no day, for a stretch of several days and for a day to come
    """
    plain = half_width(text)
    if plain.lower() in NOTHING:
        return None
    parts = [part for part in _RANGE.split(_HOUR.sub("", plain)) if part]
    days = {_one_day(part, today, day_first) for part in parts}
    if len(days) > 1:
        raise UnreadableCell("several_days")
    found = next(iter(days), None)
    if found is None:
        raise UnreadableCell("not_day")
    if found > today:
        raise UnreadableCell("day_to_come")
    return found


def _one_day(text: str, today: date, day_first: bool) -> date | None:
    plain = _BEHIND.sub("", _BEHIND.sub("", text)).strip()
    try:
        return _written(plain, day_first) or _named(plain.lower()) or _without_year(plain, today) or _counted(plain)
    except ValueError:
        return None


def _written(plain: str, day_first: bool) -> date | None:
    found = _YEAR_FIRST.fullmatch(plain) or _PACKED.fullmatch(plain)
    if found:
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    turned = _YEAR_LAST.fullmatch(plain)
    if turned is None:
        return None
    first, second = int(turned["a"]), int(turned["b"])
    number_of_day, month = (first, second) if day_first else (second, first)
    return date(int(turned["y"]), month, number_of_day)


def _named(plain: str) -> date | None:
    found = _NAMED.fullmatch(plain)
    if not found or found["name"] not in _MONTHS or not (found["d1"] or found["d2"]):
        return None
    return date(int(found["y"]), _MONTHS.index(found["name"]) + 1, int(found["d1"] or found["d2"]))


def _without_year(plain: str, today: date) -> date | None:
    found = _NO_YEAR.fullmatch(plain)
    if not found:
        return None
    month, number_of_day = int(found["m"]), int(found["d"])
    if (month, number_of_day) == (2, 29):
        leap = next(year for year in range(today.year, today.year - 9, -1) if _has_leap_day(year, today))
        return date(leap, 2, 29)
    this_year = date(today.year, month, number_of_day)
    return this_year if this_year <= today else this_year.replace(year=today.year - 1)


def _has_leap_day(year: int, today: date) -> bool:
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return is_leap and date(year, 2, 29) <= today


def _counted(plain: str) -> date | None:
    whole = plain.partition(".")[0]
    if not whole.isdigit() or not _EXCEL_FIRST <= int(whole[:9]) <= _EXCEL_LAST:
        return None
    return _EXCEL_START + timedelta(days=int(whole))


# --- yes or no -------------------------------------------------------------------------------


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_YES: Final = _words(
    "是 有 对 y yes true 1 √ ✓ ✔ 有效 有效对话 有效咨询 有效客户 "
    "有效线索 极佳 极佳对话 较好 较好对话 已留联 已留电 成交 已成交 已签单 意向 有意向 意向客户"
)
_NO: Final = _words(
    "否 无 不 没有 n no false 0 × ✗ x 无效 无效对话 无效咨询 "
    "无效客户 无效线索 垃圾 骚扰 广告 同行 未留联 未留电 未成交 仅访问 无对话 空号"
)


def choice(text: str) -> bool | None:
    """Yes or no; None where a cell says neither, which is nobody's fault."""
    plain = half_width(text).lower()
    if plain in _YES:
        return True
    return False if plain in _NO else None
