"""What each channel brings in an average month, how this month goes so far, and how earlier months went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# The moment at which the figures of this month so far are given: 15th of 22 workdays, half past five.
_PASSED_THEN: Final = (14 + (17.5 - 7.0) / (18.3 - 7.0)) / 22
# An average month's weight, as `Stage.weight` counts it.
USUAL_WEIGHT: Final = 25.6


@dataclass(frozen=True)
class SoFar:
    """This month's figures at the moment of reference; money in yuan."""

    visits: int
    inquiries: int
    valid: int
    spend: int = 0

    def part(self, figure: int, progress: float) -> int:
        """The figure when this share of the month has passed instead."""
        return round(figure * progress / _PASSED_THEN)


@dataclass(frozen=True)
class Flow:
    """One channel: an average month and the month so far; money in yuan."""

    code: str
    visits: int
    inquiries: int
    valid: int
    won: float
    so_far: SoFar
    spend: int = 0
    ctr: float = 0.0
    cpc: float = 0.0
    arrival: float = 1.0

    @property
    def is_paid(self) -> bool:
        """Whether visits are bought here."""
        return self.spend > 0


FLOWS: Final = (
    Flow("BAIDU_SEARCH", 3_520, 176, 106, 7.0, SoFar(2_111, 101, 58, 27_298), 38_000, 0.032, 9.50, 0.88),
    Flow("SO360_SEARCH", 1_640, 49, 22, 1.0, SoFar(1_132, 38, 14, 4_832), 7_000, 0.025, 3.50, 0.82),
    Flow("SOGOU_SHENMA", 1_280, 29, 12, 0.5, SoFar(870, 20, 7, 2_720), 4_000, 0.020, 2.50, 0.80),
    Flow("BAIDU_FEED", 2_188, 22, 7, 0.2, SoFar(1_488, 15, 4, 3_400), 5_000, 0.011, 1.60, 0.70),
    Flow("DOUYIN", 1_800, 45, 14, 0.5, SoFar(1_233, 31, 7, 4_110), 6_000, 0.016, 2.00, 0.60),
    Flow("BAIDU_ORGANIC", 6_000, 96, 60, 4.2, SoFar(4_260, 70, 38)),
    Flow("OTHER_ORGANIC", 1_800, 22, 13, 0.8, SoFar(1_210, 15, 9)),
    Flow("DIRECT", 1_600, 40, 28, 2.5, SoFar(1_080, 27, 20)),
    Flow("LINKS", 2_000, 16, 8, 0.5, SoFar(1_350, 11, 7)),
    Flow("SOCIAL", 1_600, 10, 4, 0.2, SoFar(1_060, 7, 5)),
)
# Typed by people from consoles that no machine reads, in the months whose rows are kept in detail.
BY_HAND: Final = ("LINKS", "SOCIAL")

# The months before this one, the last one first: revenue goal in 10,000 yuan, and what was reached of it in percent.
GOALS: Final = (74, 78, 75, 76, 74, 72, 71, 70, 68, 70, 69, 65, 64, 66)
REACHED: Final = (95, 110, 97, 88, 104, 92, 99, 93, 101, 96, 103, 90, 94, 98)
# A month with a long holiday in it is given a smaller goal.
SHORT_MONTH: Final = 0.93
# What a year has added to visits that come free, and to spend.
YEARLY_GROWTH: Final = 1.24
YEARLY_SPEND_GROWTH: Final = 1.081

MACHINE_PRICE: Final = 36_000
SPARE_PRICE: Final = 3_900
# Part of the revenue that former buyers bring.
REPEAT_SHARE: Final = 0.224
CASH_SHARE: Final = 0.843


def growth(months_ago: int, yearly: float) -> float:
    """What a month so long ago was of today's, with this yearly growth."""
    return float(yearly ** (-months_ago / 12))


def goal_of(months_ago: int, weight: float) -> int:
    """Revenue goal of an earlier month, in yuan."""
    usual = GOALS[(months_ago - 1) % len(GOALS)] * 10_000
    share = weight / USUAL_WEIGHT
    return usual if share >= SHORT_MONTH else round(usual * share / 10_000) * 10_000


def revenue_of(months_ago: int, weight: float) -> int:
    """Revenue that an earlier month came to, in yuan."""
    return goal_of(months_ago, weight) * REACHED[(months_ago - 1) % len(REACHED)] // 100
