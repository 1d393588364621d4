"""The one place where numbers are rounded, and where a whole is split so that the parts add up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Final

from omos.formulas.limits import FormulaError

CENT: Final = Decimal("0.01")
# Wide enough for any product of accepted inputs; the thread's own context may be anything.
_CONTEXT: Final = Context(prec=120, rounding=ROUND_HALF_UP)


def quantise(value: Decimal, places: int) -> Decimal:
    """Round half up to a number of decimal places, the way invoices are rounded."""
    return value.quantize(Decimal(1).scaleb(-places), context=_CONTEXT)


def money(value: Decimal) -> Decimal:
    """Round an amount to the cent."""
    return quantise(value, 2)


def to_cents(value: Decimal) -> int:
    """Turn an amount in yuan into whole cents (分), half up."""
    return int(money(value).scaleb(2, context=_CONTEXT))


def from_cents(cents: int) -> Decimal:
    """Turn whole cents (分) into an amount in yuan."""
    return Decimal(cents).scaleb(-2, context=_CONTEXT)


def whole(value: Decimal) -> int:
    """Round to a whole number, half up."""
    return int(quantise(value, 0))


def allot(total: int, weights: Sequence[Decimal | int]) -> tuple[int, ...]:
    """Split a whole number by weights with largest remainders; the parts always sum to the total.

    Ties go to the earlier part, equal weights stand in when all are zero, and a negative total
    is split as its mirror image.

    :raises FormulaError: without weights, or with a negative or endless one
    """
    shares = _exact(weights)
    if total < 0:
        return tuple(-part for part in _largest_remainder(-total, shares))
    return _largest_remainder(total, shares)


def allot_money(total: Decimal, weights: Sequence[Decimal | int]) -> tuple[Decimal, ...]:
    """Split an amount by weights into cents that sum to the amount, itself rounded to the cent."""
    return tuple(from_cents(part) for part in allot(to_cents(total), weights))


def allot_within(total: int, weights: Sequence[Decimal | int], caps: Sequence[int]) -> tuple[int, ...]:
    """Split a whole number by weights with no part above its cap; what fits nowhere is left out."""
    parts = [0] * len(weights)
    left = min(total, sum(caps))
    open_parts = [i for i, cap in enumerate(caps) if cap > 0]
    while left > 0:
        more = allot(left, [weights[i] for i in open_parts])
        for i, part in zip(open_parts, more, strict=True):
            taken = min(part, caps[i] - parts[i])
            parts[i] += taken
            left -= taken
        open_parts = [i for i in open_parts if parts[i] < caps[i]]
    return tuple(parts)


def _exact(weights: Sequence[Decimal | int]) -> list[Fraction] | list[int]:
    if not weights:
        raise FormulaError("weights", "empty")
    for weight in weights:
        _require_weight(weight)
    if not any(weights):
        return [1] * len(weights)
    if all(isinstance(weight, int) for weight in weights):
        return [int(weight) for weight in weights]
    return [Fraction(weight) for weight in weights]


def _require_weight(weight: Decimal | int) -> None:
    if not Decimal(weight).is_finite():
        raise FormulaError("weights", "not_a_number")
    if weight < 0:
        raise FormulaError("weights", "negative")


def _largest_remainder(total: int, shares: Sequence[Fraction] | Sequence[int]) -> tuple[int, ...]:
    weight = sum(shares)
    quotients = [divmod(total * share, weight) for share in shares]
    parts = [int(quotient) for quotient, _ in quotients]
    # sorted() is stable, so of equal remainders the earlier part gets the unit.
    by_remainder = sorted(range(len(parts)), key=lambda i: -quotients[i][1])
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return tuple(parts)
