"""The chain from click to revenue, walked forward and backward over the same rates."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from omos.formulas.limits import ONE, ZERO, FormulaError, require_amount, require_positive, require_rate

STAGES: Final = ("clicks", "visits", "inquiries", "valid_inquiries", "won_deals", "revenue")
RATES: Final = ("arrival_rate", "inquiry_rate", "valid_rate", "close_rate")


@dataclass(frozen=True)
class Funnel:
    """What turns each stage into the next: four rates above 0 and up to 1, and yuan per won deal.

    :raises FormulaError: for a rate or deal value outside its range
    """

    deal_value: Decimal
    arrival_rate: Decimal = ONE
    inquiry_rate: Decimal = ONE
    valid_rate: Decimal = ONE
    close_rate: Decimal = ONE

    def __post_init__(self) -> None:
        require_positive("deal_value", self.deal_value)
        for name in RATES:
            require_rate(name, getattr(self, name))

    @property
    def factors(self) -> tuple[Decimal, ...]:
        """What each stage is multiplied with to get the next, in the order of ``STAGES``."""
        return (self.arrival_rate, self.inquiry_rate, self.valid_rate, self.close_rate, self.deal_value)


@dataclass(frozen=True)
class Counts:
    """How many stand at each stage; unrounded, so that the way back leads to the start."""

    clicks: Decimal = ZERO
    visits: Decimal = ZERO
    inquiries: Decimal = ZERO
    valid_inquiries: Decimal = ZERO
    won_deals: Decimal = ZERO
    revenue: Decimal = ZERO

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, stage) + getattr(other, stage) for stage in STAGES))

    def per(self, days: int) -> Counts:
        """Return the same counts for one of so many days."""
        return Counts(*(getattr(self, stage) / days for stage in STAGES))


def forward(clicks: Decimal, funnel: Funnel) -> Counts:
    """Return what a number of clicks becomes."""
    return counts_from("clicks", clicks, funnel)


def backward(revenue: Decimal, funnel: Funnel) -> Counts:
    """Return what an amount of revenue in yuan needs."""
    return counts_from("revenue", revenue, funnel)


def counts_from(stage: str, quantity: Decimal, funnel: Funnel) -> Counts:
    """Return all stages when one is known: later ones by multiplying, earlier ones by dividing.

    :raises FormulaError: for an unknown stage or a negative quantity
    """
    start = _place(stage)
    counts = [require_amount(stage, quantity)] * len(STAGES)
    for place in range(start, len(STAGES) - 1):
        counts[place + 1] = counts[place] * funnel.factors[place]
    for place in range(start, 0, -1):
        counts[place - 1] = counts[place] / funnel.factors[place - 1]
    return Counts(*counts)


def counts_onward(stage: str, quantity: Decimal, funnel: Funnel) -> Counts:
    """Return the later stages only; what came before a known stage is not claimed.

    :raises FormulaError: for an unknown stage or a negative quantity
    """
    every = counts_from(stage, quantity, funnel)
    return Counts(**{name: getattr(every, name) for name in STAGES[_place(stage) :]})


def _place(stage: str) -> int:
    if stage not in STAGES:
        raise FormulaError("stage", "unknown")
    return STAGES.index(stage)
