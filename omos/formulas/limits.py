"""What a formula accepts: finite numbers of a sane size, refused by field and code."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

LARGEST: Final = Decimal(10) ** 15
SMALLEST: Final = Decimal(1).scaleb(-9)
ONE: Final = Decimal(1)
ZERO: Final = Decimal(0)


class FormulaError(ValueError):
    """An input a formula refuses: ``field`` names it, ``code`` says why in English; rooms translate."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code


def require_amount(field: str, value: Decimal) -> Decimal:
    """Return a finite amount of at least zero, or raise ``FormulaError``."""
    _require_finite(field, value)
    if value < 0:
        raise FormulaError(field, "negative")
    return value


def require_positive(field: str, value: Decimal) -> Decimal:
    """Return a finite amount above zero, or raise ``FormulaError``."""
    require_amount(field, value)
    if value == 0:
        raise FormulaError(field, "zero")
    if value < SMALLEST:
        raise FormulaError(field, "too_small")
    return value


def require_rate(field: str, value: Decimal) -> Decimal:
    """Return a rate above zero and not above one, or raise ``FormulaError``."""
    require_positive(field, value)
    if value > ONE:
        raise FormulaError(field, "above_one")
    return value


def require_share(field: str, value: Decimal) -> Decimal:
    """Return a share from zero to one, or raise ``FormulaError``."""
    require_amount(field, value)
    if value > ONE:
        raise FormulaError(field, "above_one")
    return value


def require_days(field: str, value: int) -> int:
    """Return a number of days from 1 to 366, or raise ``FormulaError``."""
    if value < 1:
        raise FormulaError(field, "zero" if value == 0 else "negative")
    if value > 366:
        raise FormulaError(field, "too_large")
    return value


def _require_finite(field: str, value: Decimal) -> None:
    if not value.is_finite():
        raise FormulaError(field, "not_a_number")
    if abs(value) > LARGEST:
        raise FormulaError(field, "too_large")
