"""Parsers for cells of imported tables: text in, value out, or a `FieldError` in words. Each call gives a parser."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from omos.office.sheets.declare import FieldError

_SCIENTIFIC = re.compile(r"([+-]?)(\d+)(?:\.(\d+))?[eE]\+?(\d{1,2})")
_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?")
_DAY = (
    re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
_CLOCK_BEHIND = re.compile(r"[T\s]+\d{1,2}[:：时点].*$")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(0\d{2,3}-?)?\d{7,8}(-\d{1,6})?|[48]00-?\d{3}-?\d{4}|[48]00\d{7}")
_HUNDREDS = {"万": 10_000, "亿": 100_000_000, "k": 1_000, "w": 10_000}
# Excel counts days from here (its 1900 was a leap year); earlier numbers are rather quantities than days.
_EXCEL_START, _EXCEL_FIRST, _EXCEL_LAST = date(1899, 12, 30), 20_000, 80_000
YES = frozenset({"是", "有", "对", "y", "yes", "true", "1", "√", "✓", "✔"})
NO = frozenset({"否", "无", "不", "没有", "n", "no", "false", "0", "×", "✗"})

Parser = Callable[[str], object]


def half_width(text: str) -> str:
    """Full-width digits and signs as half-width ones: １３８ → 138."""
    return unicodedata.normalize("NFKC", text).strip()


def text(longest: int) -> Callable[[str], str]:
    """One line of text of at most so many characters."""

    def parse(cell: str) -> str:
        line = " ".join(cell.split())
        if len(line) > longest:
            raise FieldError(
                _("At most %(longest)s characters, these are %(length)s") % {"longest": longest, "length": len(line)},
                code="too_long",
                title=_("Too long"),
            )
        return line

    return parse


def whole(*, low: int | None = None, high: int | None = None) -> Callable[[str], int]:
    """A whole number between low and high: 1,200, １２, 3.0, 1.2万."""

    def parse(cell: str) -> int:
        value = _decimal(cell)
        if value is None or value != value.to_integral_value():
            raise FieldError(
                _("“%(text)s” is not a whole number") % {"text": cell},
                code="not_whole",
                title=_("Not a whole number"),
            )
        _check_range(int(value), low, high)
        return int(value)

    return parse


def number(*, low: int | None = None, high: int | None = None) -> Callable[[str], Decimal]:
    """A number between low and high, thousands commas and 万 understood."""

    def parse(cell: str) -> Decimal:
        value = _decimal(cell)
        if value is None:
            raise FieldError(
                _("“%(text)s” is not a number") % {"text": cell}, code="not_number", title=_("Not a number")
            )
        _check_range(value, low, high)
        return value

    return parse


def money(*, low: int | None = 0) -> Callable[[str], int]:
    """Yuan as whole 分: ¥1,234.5 → 123450."""
    read = number(low=low)

    def parse(cell: str) -> int:
        cents = read(re.sub(r"^(¥|￥|RMB|CNY)\s*|\s*元$", "", half_width(cell), flags=re.IGNORECASE)) * 100
        if cents != cents.to_integral_value():
            raise FieldError(
                _("“%(text)s” has more than two decimals") % {"text": cell},
                code="decimals",
                title=_("Too many decimals"),
            )
        return int(cents)

    return parse


def percent() -> Callable[[str], Decimal]:
    """A percentage as share: 12.5%, 12.5 ％ and 0.125 → 0.125."""
    read = number(low=0)

    def parse(cell: str) -> Decimal:
        plain = half_width(cell)
        value = read(plain.rstrip("% "))
        share = value / 100 if plain.endswith("%") else value
        _check_range(share, 0, 1)
        return share

    return parse


def day(*, first: date | None = None, last: date | None = None) -> Callable[[str], date]:
    """A day: 2026-01-04, 2026/1/4, 2026.1.4, 2026年1月4日, 20260104, or Excel's own count."""

    def parse(cell: str) -> date:
        found = _day(half_width(cell))
        if found is None:
            raise FieldError(
                _("“%(text)s” is not a day; write 2026-01-04") % {"text": cell}, code="not_day", title=_("Not a day")
            )
        if (first and found < first) or (last and found > last):
            raise FieldError(
                _("%(day)s lies outside the days that make sense here") % {"day": found.isoformat()},
                code="day_range",
                title=_("A day out of range"),
            )
        return found

    return parse


def phone() -> Callable[[str], str]:
    """A Chinese mobile, landline or 400 number, or one with a country code; spaces and dashes are taken out."""

    def parse(cell: str) -> str:
        plain = re.sub(r"[\s()·.]", "", _unscientific(half_width(cell)))
        bare = re.sub(r"^(\+86|0086|86(?=1[3-9]\d{9}$))", "", plain)
        if _MOBILE.fullmatch(bare.replace("-", "")):
            return bare.replace("-", "")
        if _LANDLINE.fullmatch(bare) or re.fullmatch(r"\+\d{7,15}", plain.replace("-", "")):
            return bare
        raise FieldError(
            _("“%(text)s” is not a phone number") % {"text": cell}, code="not_phone", title=_("Not a phone number")
        )

    return parse


def email() -> Callable[[str], str]:
    """An e-mail address, in small letters."""

    def parse(cell: str) -> str:
        plain = half_width(cell).lower().removeprefix("mailto:")
        try:
            validate_email(plain)
        except ValidationError:
            raise FieldError(
                _("“%(text)s” is not an e-mail address") % {"text": cell},
                code="not_email",
                title=_("Not an e-mail address"),
            ) from None
        return plain

    return parse


def yes_no() -> Callable[[str], bool]:
    """是 or 否, and what people write for them."""

    def parse(cell: str) -> bool:
        plain = half_width(cell).lower()
        if plain in YES | NO:
            return plain in YES
        raise FieldError(
            _("“%(text)s” is neither yes nor no") % {"text": cell}, code="not_yes_no", title=_("Neither yes nor no")
        )

    return parse


def _unscientific(cell: str) -> str:
    """1.3812345678E+10 → 13812345678; when Excel has dropped digits the number cannot be brought back."""
    found = _SCIENTIFIC.fullmatch(cell)
    if not found:
        return cell
    decimals, exponent = found[3] or "", int(found[4])
    if len(decimals.rstrip("0")) < exponent - 3:
        raise FieldError(
            _("Excel has shortened this number to %(text)s; format the column as text and fill it in again")
            % {"text": cell},
            code="shortened",
            title=_("Numbers shortened by Excel"),
        )
    return found[2] + decimals[:exponent].ljust(exponent, "0")


def _decimal(cell: str) -> Decimal | None:
    plain = half_width(cell).replace(",", "").replace(" ", "").replace("−", "-")
    unit = _HUNDREDS.get(plain[-1:].lower(), 1)
    plain = plain[:-1] if unit > 1 else plain
    if not _NUMBER.fullmatch(plain) and not _SCIENTIFIC.fullmatch(plain):
        return None
    try:
        value = Decimal(plain) * unit
    except InvalidOperation:
        return None
    return value if abs(value) < Decimal(10) ** 18 else None


def _check_range(value: Decimal | int, low: int | None, high: int | None) -> None:
    if (low is None or value >= low) and (high is None or value <= high):
        return
    if high is None:
        raise FieldError(
            _("%(value)s is less than %(low)s") % {"value": value, "low": low}, code="range", title=_("Out of range")
        )
    raise FieldError(
        _("%(value)s is not between %(low)s and %(high)s")
        % {"value": value, "low": low if low is not None else "−∞", "high": high},
        code="range",
        title=_("Out of range"),
    )


def _day(plain: str) -> date | None:
    plain = _CLOCK_BEHIND.sub("", plain)
    for pattern in _DAY:
        found = pattern.fullmatch(plain)
        if found:
            year, month, number_of_day = (int(part) for part in found.groups())
            try:
                return date(year, month, number_of_day)
            except ValueError:
                return None
    if plain.isdigit() and _EXCEL_FIRST <= int(plain) <= _EXCEL_LAST:
        return _EXCEL_START + timedelta(days=int(plain))
    return None
