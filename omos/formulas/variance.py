"""差距分解: which factor of a product explains the gap between plan and actual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import factorial, prod
from typing import Final

from omos.formulas.limits import FormulaError, require_amount

# Every subset of the factors is visited, so their number is bounded.
_MOST_FACTORS: Final = 8


@dataclass(frozen=True)
class Factor:
    """One link of a product chain, such as visits or the inquiry rate, as planned and as it came."""

    name: str
    planned: Decimal
    actual: Decimal


@dataclass(frozen=True)
class Effect:
    """How much one factor moved the product, in the product's unit, and its share of the gap."""

    name: str
    amount: Decimal
    share: Decimal | None


def explain_gap(factors: Sequence[Factor]) -> tuple[Effect, ...]:
    """Split actual product − planned product into one effect per factor, the most harmful first.

    Each effect is the mean over all orders in which the factors could have changed one after the other
    (Shapley value), so no factor gains by standing first and the effects sum to the gap, zeros included.

    :raises FormulaError: without factors, with more than eight, or for a negative or endless one
    """
    if not 0 < len(factors) <= _MOST_FACTORS:
        raise FormulaError("factors", "empty" if not factors else "too_many")
    for factor in factors:
        require_amount(factor.name, factor.planned)
        require_amount(factor.name, factor.actual)
    amounts = [_effect(factors, place) for place in range(len(factors))]
    gap = sum(amounts)
    effects = [
        Effect(factor.name, _decimal(amount), _decimal(amount / gap) if gap else None)
        for factor, amount in zip(factors, amounts, strict=True)
    ]
    return tuple(sorted(effects, key=lambda effect: effect.amount))


def _effect(factors: Sequence[Factor], place: int) -> Fraction:
    others = [i for i in range(len(factors)) if i != place]
    step = Fraction(factors[place].actual) - Fraction(factors[place].planned)
    effect = Fraction(0)
    for size in range(len(others) + 1):
        weight = Fraction(factorial(size) * factorial(len(others) - size), factorial(len(factors)))
        for changed in combinations(others, size):
            effect += weight * step * prod(_values(factors, others, changed), start=Fraction(1))
    return effect


def _values(factors: Sequence[Factor], others: Sequence[int], changed: Sequence[int]) -> list[Fraction]:
    return [Fraction(factors[i].actual if i in changed else factors[i].planned) for i in others]


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
