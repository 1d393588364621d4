"""异动: since when a rate stands at another height, and on which days something that should come did not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Final

from omos.formulas.limits import ONE, ZERO

# Either side of a shift must hold this many days, else one odd day would pass for a new height.
LEAST_DAYS: Final = 3
# 99 % on one side: below that, daily noise of the trade makes shifts nobody would see.
_LEAST_SCORE: Final = Decimal("2.33")
# A dip counts when less than this share of what was due came, and at least so many pieces are missing.
_DIP_SHARE: Final = Decimal("0.5")
_DIP_PIECES: Final = Decimal(4)


@dataclass(frozen=True)
class RatioDay:
    """One day of a rate in its two parts, such as spend and clicks."""

    day: date
    numerator: Decimal
    denominator: Decimal


@dataclass(frozen=True)
class Shift:
    """Since `since` the rate stands at `after` instead of `before`."""

    since: date
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        """Rise as a share of the former height; negative for a fall."""
        return self.after / self.before - ONE


@dataclass(frozen=True)
class ExpectedDay:
    """What came on a day and what was due by everything else known of it."""

    day: date
    actual: Decimal
    expected: Decimal


@dataclass(frozen=True)
class Dip:
    """Days in a row on which far less came than was due."""

    first: date
    last: date
    missing: Decimal


def find_shift(days: Sequence[RatioDay], *, least_change: Decimal = Decimal("0.15")) -> Shift | None:
    """The day since which the rate stands at another height, or None where it only wobbles.

    Of all splits with three days on either side the one that explains most of the daily variation is taken; it
    counts when the change reaches `least_change` and 2.33 standard errors of the daily rates.
    """
    known = [day for day in days if day.denominator > 0]
    explained = _explained(known)
    best = max(explained, key=lambda place: explained[place], default=None)
    if best is None:
        return None
    before, after = known[:best], known[best:]
    if _rate(before) <= 0:
        return None
    shift = Shift(after[0].day, _rate(before), _rate(after))
    is_real = abs(shift.change) >= least_change and _score(before, after) >= _LEAST_SCORE
    return shift if is_real else None


def find_dip(days: Sequence[ExpectedDay]) -> Dip | None:
    """The run of days that misses most, or None: each day below half of what was due, four pieces or more in all."""
    runs: list[list[ExpectedDay]] = [[]]
    for day in days:
        if day.actual < day.expected * _DIP_SHARE:
            runs[-1].append(day)
        else:
            runs.append([])
    dips = [Dip(run[0].day, run[-1].day, _missing(run)) for run in runs if run]
    worst = max(dips, key=lambda dip: dip.missing, default=None)
    return worst if worst is not None and worst.missing >= _DIP_PIECES else None


def _missing(run: Sequence[ExpectedDay]) -> Decimal:
    return sum((day.expected - day.actual for day in run), ZERO)


def _rate(days: Sequence[RatioDay]) -> Decimal:
    """The rate of the days together: sum ÷ sum, so that big days weigh more."""
    return sum((day.numerator for day in days), ZERO) / sum((day.denominator for day in days), ZERO)


def _explained(days: Sequence[RatioDay]) -> dict[int, Decimal]:
    """Weighted variation between the two sides of each split, by the place where the second side begins."""
    tops = list(accumulate((day.numerator for day in days), initial=ZERO))
    weights = list(accumulate((day.denominator for day in days), initial=ZERO))
    found = {}
    for place in range(LEAST_DAYS, len(days) - LEAST_DAYS + 1):
        left, right = weights[place], weights[-1] - weights[place]
        difference = (tops[-1] - tops[place]) / right - tops[place] / left
        found[place] = left * right / weights[-1] * difference**2
    return found


def _score(before: Sequence[RatioDay], after: Sequence[RatioDay]) -> Decimal:
    """The difference of the sides in standard errors of their daily rates."""
    error = (_variance(before) / len(before) + _variance(after) / len(after)).sqrt()
    difference = abs(_rate(after) - _rate(before))
    return difference / error if error > 0 else Decimal("Infinity")


def _variance(days: Sequence[RatioDay]) -> Decimal:
    rate = _rate(days)
    deviations = ((day.numerator / day.denominator - rate) ** 2 for day in days)
    return sum(deviations, ZERO) / (len(days) - 1)
