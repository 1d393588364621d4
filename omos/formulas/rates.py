"""Rates and prices learnt from the company's own history, from cohorts old enough to have closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from typing import Final

from omos.formulas.bands import Band, log_band, log_variance, rate_band
from omos.formulas.limits import ZERO, FormulaError, require_share

# Below this many cohorts the scatter between them is itself only noise.
_COHORTS_FOR_DISPERSION: Final = 5


@dataclass(frozen=True)
class Cohort:
    """What was tried on one day and how many of just these have succeeded by now."""

    day: date
    tried: int
    succeeded: int
    closed: bool = False

    @property
    def is_possible(self) -> bool:
        """Whether no more succeeded than were tried."""
        return 0 <= self.succeeded <= self.tried

    def is_young(self, last_ripe: date) -> bool:
        """Whether some of its successes may still be to come."""
        return not self.closed and self.day > last_ripe


@dataclass(frozen=True)
class LearntRate:
    """A rate with its 80 % band and sample; the rate is none where nothing was tried."""

    rate: Decimal | None
    band: Band | None
    variance: Decimal | None
    tried: int
    succeeded: int
    cohorts: int
    too_young: int
    impossible: int
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True)
class Amounts:
    """Money in yuan and the number of things it was paid for, of one day: spend and clicks, revenue and deals."""

    day: date
    amount: Decimal
    count: int


@dataclass(frozen=True)
class LearntPrice:
    """Yuan per piece with its 80 % band; none where nothing was counted."""

    price: Decimal | None
    band: Band | None
    variance: Decimal | None
    amount: Decimal
    count: int
    days: int


def learn_rate(cohorts: Iterable[Cohort], *, today: date, maturity_days: int) -> LearntRate:
    """Return the rate over all cohorts that are closed or at least ``maturity_days`` old.

    Younger cohorts would drag the rate down, for their late successes are still to come. Cohorts
    with more successes than tries are counted as impossible and left out.

    :raises FormulaError: if ``maturity_days`` is negative
    """
    if maturity_days < 0:
        raise FormulaError("maturity_days", "negative")
    every = list(cohorts)
    sound = [one for one in every if one.is_possible]
    last_ripe = today - timedelta(days=maturity_days)
    ripe = [one for one in sound if one.tried and not one.is_young(last_ripe)]
    too_young = sum(one.is_young(last_ripe) for one in sound)
    return replace(_rate_of(ripe), too_young=too_young, impossible=len(every) - len(sound))


def _rate_of(cohorts: Sequence[Cohort]) -> LearntRate:
    """The rate over cohorts that all tried something."""
    if not cohorts:
        return LearntRate(None, None, None, 0, 0, 0, 0, 0, None, None)
    tried, succeeded = sum(one.tried for one in cohorts), sum(one.succeeded for one in cohorts)
    dispersion = _dispersion(cohorts, tried, succeeded)
    days = [one.day for one in cohorts]
    return LearntRate(
        rate=Decimal(succeeded) / tried,
        band=rate_band(succeeded, tried, dispersion=dispersion),
        variance=log_variance(succeeded, tried, dispersion=dispersion),
        tried=tried,
        succeeded=succeeded,
        cohorts=len(cohorts),
        too_young=0,
        impossible=0,
        first_day=min(days),
        last_day=max(days),
    )


def learn_price(days: Iterable[Amounts]) -> LearntPrice:
    """Return the mean price, total amount ÷ total count, with the band of a ratio estimator.

    Days without a count still carry their amount: money spent without a click is part of the price.
    """
    every = list(days)
    amount, count = sum((one.amount for one in every), ZERO), sum(one.count for one in every)
    if count <= 0 or amount <= 0:
        return LearntPrice(None, None, None, amount, count, len(every))
    price = amount / count
    variance = _ratio_variance(every, price, amount)
    band = log_band(price, variance) if variance is not None else None
    return LearntPrice(price, band, variance, amount, count, len(every))


def maturity_days(lags: Sequence[int], *, share: Decimal = Decimal("0.9")) -> int | None:
    """Return after how many days this share of the known successes had come; none without any.

    :raises FormulaError: if the share is outside 0 to 1
    """
    require_share("share", share)
    if not lags:
        return None
    return sorted(lags)[max(ceil(len(lags) * share) - 1, 0)]


def _dispersion(cohorts: Sequence[Cohort], tried: int, succeeded: int) -> Decimal:
    if len(cohorts) < _COHORTS_FOR_DISPERSION or succeeded in (0, tried):
        return Decimal(1)
    rate = Decimal(succeeded) / tried
    scatter = sum(((one.succeeded - one.tried * rate) ** 2 / one.tried for one in cohorts), ZERO)
    return max(Decimal(1), scatter / (rate * (1 - rate)) / (len(cohorts) - 1))


def _ratio_variance(days: Sequence[Amounts], price: Decimal, amount: Decimal) -> Decimal | None:
    if len(days) < _COHORTS_FOR_DISPERSION:
        return None
    scatter = sum(((one.amount - price * one.count) ** 2 for one in days), ZERO)
    return scatter * len(days) / (len(days) - 1) / (amount * amount)
