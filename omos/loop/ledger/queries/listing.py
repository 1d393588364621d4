"""The list of measures, and ratios from their parts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from omos.loop.ledger.measures import MEASURES, MEASURES_BY_CODE, Kind, Measure

Parts = Mapping[str, int | Decimal | None]


class NoSuchMeasure(LookupError):
    """The list holds no measure of this code."""


def measures() -> tuple[Measure, ...]:
    """All measures, the four data of the trade first."""
    return MEASURES


def measure(code: str) -> Measure:
    """One measure by its code.

    :raises NoSuchMeasure: if the list does not hold it
    """
    try:
        return MEASURES_BY_CODE[code]
    except KeyError as fault:
        raise NoSuchMeasure(code) from fault


def ratio(code: str, parts: Parts) -> Decimal | None:
    """A ratio from the values of its parts; None where a part is unknown or the denominator is nought.

    The part taken off (repeat orders from all orders) counts as nought where nobody posts it.

    :raises NoSuchMeasure: if the list does not hold it
    """
    one = measure(code)
    top, bottom = parts.get(one.numerator), parts.get(one.denominator)
    if one.kind is not Kind.RATIO or top is None or bottom is None:
        return None
    top -= parts.get(one.numerator_less) or 0
    bottom -= parts.get(one.denominator_less) or 0
    return Decimal(top) / Decimal(bottom) if bottom > 0 else None


def ratios(codes: tuple[str, ...], parts: Parts) -> dict[str, Decimal | None]:
    """Several ratios from the same parts."""
    return {code: ratio(code, parts) for code in codes}
