"""How amounts, rates and counts are typed and written on the budget's page."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final

from omos.formulas.bands import log_band
from omos.formulas.calc_fields import read_number
from omos.formulas.limits import require_amount, require_positive, require_rate, require_share
from omos.loop.budget.inputs import FREE_RATES, PRICES, RATES, Inputs, Rate, RateSource
from omos.ui import formats


class Kind(StrEnum):
    """What a number is, which decides how it is read and what is refused."""

    AMOUNT = "AMOUNT"
    GOAL = "GOAL"
    PRICE = "PRICE"
    RATE = "RATE"
    SHARE = "SHARE"
    COUNT = "COUNT"


KINDS: Final[Mapping[str, Kind]] = {
    "amount": Kind.GOAL,
    **{name: Kind.PRICE if name in PRICES else Kind.RATE for name in RATES},
    "free_visits": Kind.COUNT,
    **{f"free_{name}": Kind.RATE for name in FREE_RATES},
    "repeat_orders": Kind.COUNT,
    "repeat_value": Kind.AMOUNT,
    "rebate_rate": Kind.SHARE,
    "gross_margin": Kind.SHARE,
    "wages": Kind.AMOUNT,
    "on_site_share": Kind.SHARE,
}
_REQUIRE: Final = {
    Kind.AMOUNT: require_amount,
    Kind.COUNT: require_amount,
    Kind.GOAL: require_positive,
    Kind.PRICE: require_positive,
    Kind.RATE: require_rate,
    Kind.SHARE: require_share,
}
_SHARES: Final = frozenset({Kind.RATE, Kind.SHARE})
_MONEY: Final = frozenset({Kind.AMOUNT, Kind.GOAL, Kind.PRICE})
_TIMES: Final = {"万": 10_000, "亿": 100_000_000}
_HUNDRED: Final = 100
# Below this share two decimals are shown: 3.09% says something that 3.1% does not.
_SMALL_SHARE: Final = Decimal("0.1")
_SMALL_AMOUNT: Final = Decimal(1000)


def read(name: str, text: str) -> Decimal:
    """Read what somebody typed: ¥800,000, 80 万, 5.75%, 5.75 in a field of per cents.

    :raises FormulaError: naming the field and why it cannot be meant
    """
    kind = KINDS[name]
    plain = unicodedata.normalize("NFKC", text).strip().strip("¥元 ").strip()
    times = _TIMES.get(plain[-1:], 1)
    number = read_number(name, plain[:-1].strip() if times > 1 else plain) * times
    if kind in _SHARES and not plain.endswith("%"):
        number /= _HUNDRED
    return _REQUIRE[kind](name, number)


@lru_cache(maxsize=2048)
def shown(name: str, value: Decimal | None, *, is_exact: bool = True) -> str:
    """A number as it stands in its field; "" where nothing is given. Learnt rates are shown rounded."""
    if value is None:
        return ""
    kind = KINDS[name]
    if kind in _SHARES:
        return f"{_digits(value * _HUNDRED, is_exact, 2 if value < _SMALL_SHARE else 1)}%"
    text = _digits(value, is_exact, 2 if value < _SMALL_AMOUNT else 0)
    return f"¥{text}" if kind is Kind.PRICE else text


def shown_rate(name: str, rate: Rate) -> str:
    """A rate as it stands in its field: what was typed to the last digit, the rest rounded."""
    return shown(name, rate.value, is_exact=rate.source is RateSource.TYPED)


def field_texts(inputs: Inputs) -> dict[str, str]:
    """Every number of the inputs as it stands in its field."""
    texts = {name: shown_rate(name, rate) for name, rate in inputs.rates()}
    free = {f"free_{name}": shown(f"free_{name}", getattr(inputs.free, name), is_exact=False) for name in FREE_RATES}
    others = ("amount", "repeat_orders", "repeat_value", "rebate_rate", "gross_margin", "wages", "on_site_share")
    texts |= {name: shown(name, getattr(inputs, name)) for name in others}
    return texts | free | {"free_visits": shown("free_visits", inputs.free.visits)}


def typed_rate(name: str, value: Decimal, *, like: Rate | None, typed_by: str, today: date) -> Rate:
    """A rate somebody typed; its band is as wide as that of the company's own history, where there is one."""
    variance = like.variance if like else None
    band = None if variance is None else log_band(value, variance)
    high = None if band is None else band.high if KINDS[name] is Kind.PRICE else min(band.high, Decimal(1))
    return Rate(
        value=value,
        source=RateSource.TYPED,
        low=band.low if band else None,
        high=high,
        variance=variance,
        since=today,
        origin=typed_by,
    )


@lru_cache(maxsize=1024)
def yuan(value: Decimal | None, *, digits: int = 0) -> str:
    """Yuan with the sign, whole unless asked otherwise."""
    text = formats.number(value, digits=digits)
    return text if value is None else f"{formats.MINUS}¥{text[1:]}" if text.startswith(formats.MINUS) else f"¥{text}"


def short_range(low: Decimal, high: Decimal, *, language: str) -> str:
    """4.72～7.26 万: the unit once where both have the same."""
    first, last = (formats.short(value, language=language) for value in (low, high))
    unit = last.lstrip("0123456789.,")
    return f"{first.removesuffix(unit) if unit and first.endswith(unit) else first}～{last}"


def _digits(value: Decimal, is_exact: bool, digits: int) -> str:
    if not is_exact:
        return formats.number(value, digits=digits)
    whole, _point, decimals = format(value, "f").partition(".")
    decimals = decimals.rstrip("0")
    return f"{formats.number(Decimal(whole))}.{decimals}" if decimals else formats.number(Decimal(whole))
