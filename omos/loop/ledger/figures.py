"""Figures as people type and read them: "1.2万" becomes 12000, 123450 分 become ¥1,234.50."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from omos.loop.ledger.measures import MEASURES_BY_CODE, Measure, Unit
from omos.ui import formats

LARGEST = 10**13
_NOTHING = {"", "-", "--", "—", "——", "/", "无", "n/a", "null"}
_FACTORS = {"万": 10_000, "w": 10_000, "千": 1_000, "k": 1_000, "亿": 100_000_000}
_TYPED = re.compile(
    r"^[¥￥]?(?P<sign>-?)[¥￥]?(?P<digits>\d[\d,]*(?:\.\d*)?|\.\d+)(?P<factor>[万千亿wk]?)[元个次条单篇块]?$"
)
_GROUPED = re.compile(r"^\d{1,3}(?:,\d{3})+(?:\.\d*)?$")


class UnreadableFigure(ValueError):
    """What was typed is no figure for this measure; the text says why."""


def read_figure(text: str, measure: Measure, *, scale: int = 1) -> int | None:
    """What was typed, in the measure's smallest unit (times `scale` for targets); None for an empty cell or "--".

    :raises UnreadableFigure: for a percentage, words, negative, broken or endless figures
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()
    if plain in _NOTHING:
        return None
    if plain.endswith("%"):
        if measure.unit is not Unit.SHARE:
            raise UnreadableFigure(_("a percentage is no count; type the number itself"))
        return _in_smallest_unit(_number(plain[:-1]) / 100, measure, scale)
    return _in_smallest_unit(_number(plain), measure, scale)


def _number(plain: str) -> Decimal:
    found = _TYPED.match(plain)
    if not found:
        raise UnreadableFigure(_("this is no figure"))
    if found["sign"]:
        raise UnreadableFigure(_("a figure cannot be below nought"))
    digits = found["digits"]
    if "," in digits and not _GROUPED.match(digits):
        raise UnreadableFigure(_("the commas stand in the wrong places"))
    try:
        return Decimal(digits.replace(",", "")) * _FACTORS.get(found["factor"], 1)
    except InvalidOperation as fault:
        raise UnreadableFigure(_("this is no figure")) from fault


def _in_smallest_unit(number: Decimal, measure: Measure, scale: int) -> int:
    value = number * (100 if measure.is_money else 1) * scale
    if value > LARGEST:
        raise UnreadableFigure(_("this figure is too large to be true"))
    if value != value.to_integral_value():
        raise UnreadableFigure(
            _("an amount has at most two decimals") if measure.is_money else _("only whole numbers can be counted")
        )
    return int(value)


def text_of(measure: str, value: int | Decimal | None, *, is_short: bool = False) -> str:
    """A value as people read it, without its unit word; "—" where nothing is known."""
    unit = MEASURES_BY_CODE[measure].unit
    language = get_language() or "en"
    if value is None:
        return formats.NOTHING_KNOWN
    if unit is Unit.CENTS:
        cents = round(value)
        return formats.short_money(cents, language=language) if is_short else formats.money(cents)
    if unit is Unit.SHARE:
        return formats.percent(value)
    if unit is Unit.MULTIPLE:
        return f"1 : {formats.number(value, digits=1)}"
    return formats.short(value, language=language) if is_short else formats.number(value)


def typed_text(measure: str, value: int | None, *, scale: int = 1) -> str:
    """A value as it stands in an input: plain digits, yuan with decimals only where there are 分."""
    if value is None:
        return ""
    one = MEASURES_BY_CODE[measure]
    if one.unit is Unit.SHARE:
        return f"{(Decimal(value) * 100 / scale).normalize():f}%"
    number = Decimal(value) / (100 if one.is_money else 1) / scale
    return f"{number.normalize():f}" if number == number.to_integral_value() or not one.is_money else f"{number:.2f}"
