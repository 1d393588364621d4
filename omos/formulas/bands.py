"""80 % bands: how far a rate learnt from counts, and what is computed from it, may be off."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from omos.formulas.limits import FormulaError, require_amount, require_positive

# The normal quantile that leaves a tenth on either side.
Z80: Final = Decimal("1.2815515655446004")
_HALF: Final = Decimal("0.5")


@dataclass(frozen=True)
class Band:
    """A middle value with the ends between which it lies eight times out of ten."""

    low: Decimal
    middle: Decimal
    high: Decimal


def rate_band(succeeded: int, tried: int, *, dispersion: Decimal = Decimal(1)) -> Band:
    """Return the 80 % band of a rate by Wilson's score interval.

    ``dispersion`` above one says how many times more the days differ than chance alone would make
    them; the sample then counts for that much less.

    :raises FormulaError: if nothing was tried, or more succeeded than were tried
    """
    _require_counts(succeeded, tried)
    rate = Decimal(succeeded) / tried
    size = tried / require_positive("dispersion", dispersion)
    spread = Z80 * Z80 / size
    centre = (rate + spread / 2) / (1 + spread)
    half = Z80 * (rate * (1 - rate) / size + spread / (4 * size)).sqrt() / (1 + spread)
    # At the ends the interval touches 0 or 1 exactly; the last digits of the root would say otherwise.
    return Band(
        low=centre - half if succeeded else Decimal(0),
        middle=rate,
        high=centre + half if succeeded < tried else Decimal(1),
    )


def log_variance(succeeded: int, tried: int, *, dispersion: Decimal = Decimal(1)) -> Decimal:
    """Return the variance of the logarithm of a rate, finite even where nothing or all succeeded.

    The rate is taken as (succeeded + ½) ÷ (tried + 1), after Jeffreys.

    :raises FormulaError: if nothing was tried, or more succeeded than were tried
    """
    _require_counts(succeeded, tried)
    rate = (succeeded + _HALF) / (tried + 1)
    return require_positive("dispersion", dispersion) * (1 - rate) / ((tried + 1) * rate)


def log_band(middle: Decimal, variance: Decimal) -> Band:
    """Return the 80 % band of a product from the variance of its logarithm (delta method)."""
    factor = (Z80 * require_amount("variance", variance).sqrt()).exp()
    return Band(low=middle / factor, middle=middle, high=middle * factor)


def _require_counts(succeeded: int, tried: int) -> None:
    if tried <= 0:
        raise FormulaError("tried", "zero" if tried == 0 else "negative")
    if succeeded < 0:
        raise FormulaError("succeeded", "negative")
    if succeeded > tried:
        raise FormulaError("succeeded", "more_than_tried")
