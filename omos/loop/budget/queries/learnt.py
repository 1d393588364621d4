"""What the ledger teaches: paid rates and prices from closed months, free visits and repeat sales on their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.core.cache import cache

from omos.formulas.rates import Amounts, Cohort, LearntPrice, LearntRate, learn_price, learn_rate
from omos.formulas.rounding import from_cents, quantise
from omos.loop.budget.inputs import FREE_RATES, FreeTraffic, Rate, RateSource
from omos.loop.catalogue import queries as catalogue
from omos.loop.goals import queries as goals
from omos.loop.ledger import queries as ledger

# Long enough for the year's ups and downs to show, short enough that last year's prices do not count.
MONTHS_BACK: Final = 6
# What comes every month (free visits, repeat orders) is taken from the latest months only.
_RECENT_MONTHS: Final = 3
# Fewer than these teach less than an estimate of the trade.
_VISITORS_AT_LEAST: Final = 100
_INQUIRIES_AT_LEAST: Final = 30
_SUCCEEDED_AT_LEAST: Final = 5
# By step of the chain: measure tried, how many of these at least, measure succeeded, days until it has.
_STEPS: Final = {
    "arrival_rate": ("clicks", _VISITORS_AT_LEAST, "visits", 1),
    "inquiry_rate": ("visits", _VISITORS_AT_LEAST, "inquiries", 1),
    "valid_rate": ("inquiries", _INQUIRIES_AT_LEAST, "valid_inquiries", 14),
    "close_rate": ("valid_inquiries", _INQUIRIES_AT_LEAST, "new_deals", 30),
}
_FAST: Final = ("arrival_rate", "inquiry_rate")
_KEPT_SECONDS: Final = 300

Cohorts = Sequence[ledger.CohortCounts]


@dataclass(frozen=True)
class Learnt:
    """What is known from own history; a rate without enough data is missing, an amount nobody knows is None."""

    rates: Mapping[str, Rate]
    this_month: Mapping[str, Rate]
    free: FreeTraffic
    repeat_orders: Decimal | None = None
    repeat_value: Decimal | None = None
    rebate_rate: Decimal | None = None
    fresh_at: datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the ledger teaches nothing yet."""
        return not self.rates


def learnt(*, today: date) -> Learnt:
    """Rates of paid channels from whole months that have closed, what comes free, and the running month beside them.

    One query while the ledger has heard nothing new for some minutes, else five.
    """
    fresh_at = ledger.data_fresh_at()
    kept: Learnt | None = cache.get(_key(today))
    if kept is not None and kept.fresh_at == fresh_at:
        return kept
    found = replace(_learn(today), fresh_at=fresh_at)
    cache.set(_key(today), found, _KEPT_SECONDS)
    return found


def remembered(*, today: date) -> Learnt:
    """The same without any query within minutes: a number being typed recomputes the page with every key."""
    kept: Learnt | None = cache.get(_key(today))
    return kept or learnt(today=today)


def _key(today: date) -> str:
    return f"budget.learnt.{today:%Y-%m-%d}"


def _learn(today: date) -> Learnt:
    this_month = today.replace(day=1)
    first = _months_before(this_month, MONTHS_BACK)
    every = ledger.cohort_counts(first=first, last=today)
    # The running month is still filling; it is shown beside, never taught from.
    past = [one for one in every if one.day < this_month]
    paid, free = _of_kinds(past, is_paid=True), _of_kinds(past, is_paid=False)
    rates = {**_rates(paid, today), **_priced("cpc", paid, today), **_priced("deal_value", past, today)}
    running = _of_kinds([one for one in every if one.day == this_month], is_paid=True)
    orders, value = _repeat(past)
    return Learnt(
        rates=rates,
        this_month=_this_month(running, today),
        free=_free(free, today),
        repeat_orders=orders,
        repeat_value=value,
        rebate_rate=_rebate_rate(_months_before(this_month, _RECENT_MONTHS), today),
    )


def _of_kinds(cohorts: Iterable[ledger.CohortCounts], *, is_paid: bool) -> list[ledger.CohortCounts]:
    return [one for one in cohorts if (one.channel_kind == "PAID") == is_paid]


def _rates(cohorts: Cohorts, today: date, *, maturity: bool = True) -> dict[str, Rate]:
    found = {}
    for name, (tried, at_least, succeeded, days) in _STEPS.items():
        learnt_rate = learn_rate(_tries(cohorts, tried, succeeded), today=today, maturity_days=days if maturity else 0)
        if learnt_rate.tried >= at_least and learnt_rate.succeeded >= _SUCCEEDED_AT_LEAST:
            found[name] = _as_rate(learnt_rate)
    return found


def _tries(cohorts: Cohorts, tried: str, succeeded: str) -> Iterable[Cohort]:
    """Months as cohorts, as old as their last day; a month that does not know both sides teaches nothing."""
    sums: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for one in cohorts:
        pair = getattr(one, tried), getattr(one, succeeded)
        if None not in pair:
            sums[one.day][0] += pair[0]
            sums[one.day][1] += pair[1]
    return [Cohort(goals.month_of(month)[1], total, done) for month, (total, done) in sorted(sums.items())]


def _as_rate(found: LearntRate) -> Rate:
    assert found.rate is not None
    assert found.first_day is not None
    return Rate(
        value=found.rate,
        source=RateSource.LEARNT,
        low=found.band.low if found.band else None,
        high=found.band.high if found.band else None,
        variance=found.variance,
        sample=found.tried,
        since=found.first_day.replace(day=1),
        until=found.last_day,
    )


def _priced(name: str, cohorts: Cohorts, today: date) -> dict[str, Rate]:
    """The cost of a click or the value of a new deal, month by month."""
    amount, count, at_least = {
        "cpc": ("spend", "clicks", _VISITORS_AT_LEAST),
        "deal_value": ("new_revenue", "new_deals", _SUCCEEDED_AT_LEAST),
    }[name]
    sums: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for one in cohorts:
        pair = getattr(one, amount), getattr(one, count)
        if None not in pair:
            sums[one.day][0] += pair[0]
            sums[one.day][1] += pair[1]
    price = learn_price(Amounts(month, from_cents(cents), pieces) for month, (cents, pieces) in sorted(sums.items()))
    if price.price is None or price.count < at_least:
        return {}
    return {name: _as_price(price, since=min(sums), until=min(goals.month_of(max(sums))[1], today))}


def _as_price(found: LearntPrice, *, since: date, until: date) -> Rate:
    assert found.price is not None
    return Rate(
        value=found.price,
        source=RateSource.LEARNT,
        low=found.band.low if found.band else None,
        high=found.band.high if found.band else None,
        variance=found.variance,
        sample=found.count,
        since=since,
        until=until,
    )


def _this_month(cohorts: Cohorts, today: date) -> dict[str, Rate]:
    """The fast steps so far; deals of a running month say nothing about its inquiries yet."""
    # Every cohort is taken as ripe: a click has arrived, or not, on the same day.
    month_end = goals.month_of(today)[1]
    rates = _rates(cohorts, month_end, maturity=False)
    return {name: rates[name] for name in _FAST if name in rates} | _priced("cpc", cohorts, today)


def _free(cohorts: Cohorts, today: date) -> FreeTraffic:
    rates = _rates(cohorts, today)
    own = (rates[name].value if name in rates else None for name in FREE_RATES)
    return FreeTraffic(_monthly(cohorts, lambda one: one.visits) or Decimal(0), *own)


def _repeat(cohorts: Cohorts) -> tuple[Decimal | None, Decimal | None]:
    orders = sum(one.repeat_orders or 0 for one in cohorts)
    revenue = sum(one.repeat_revenue or 0 for one in cohorts)
    if not orders:
        return None, None
    monthly = _monthly(cohorts, lambda one: one.repeat_orders)
    return monthly, quantise(from_cents(revenue) / orders, 2)


def _monthly(cohorts: Cohorts, count: Callable[[ledger.CohortCounts], int | None]) -> Decimal | None:
    """Mean of the latest months that know it, in whole pieces."""
    by_month: dict[date, int] = defaultdict(int)
    for one in cohorts:
        value = count(one)
        if value is not None:
            by_month[one.day] += value
    recent = [by_month[month] for month in sorted(by_month)[-_RECENT_MONTHS:]]
    return quantise(Decimal(sum(recent)) / len(recent), 0) if recent else None


def _rebate_rate(first: date, last: date) -> Decimal | None:
    """What recharging gave back lately: spend beside what it cost in cash; before that is known, the channels' rates,
    each weighing what was spent there, or their plain mean where nothing was.
    """
    points = {channel.pk: channel.rebate_basis_points for channel in catalogue.paid_channels()}
    if not points:
        return None
    measures = ("spend", "cash_spend")
    spent = ledger.breakdown(measures=measures, first=first, last=last, by="channel_id", channel_ids=list(points))
    known = [one for one in spent.values() if "cash_spend" in one]
    if known:
        return _given_back(known)
    weights = {pk: max(spent.get(pk, {}).get("spend", 0), 0) for pk in points}
    if not any(weights.values()):
        weights = dict.fromkeys(points, 1)
    weighed = Decimal(sum(points[pk] * weight for pk, weight in weights.items()))
    return quantise(weighed / sum(weights.values()) / 10_000, 4)


def _given_back(known: Sequence[Mapping[str, int]]) -> Decimal | None:
    """Spend beyond what it cost in cash, as a share of the cash."""
    paid, cash = (sum(one.get(name, 0) for one in known) for name in ("spend", "cash_spend"))
    return max(quantise(Decimal(paid) / cash - 1, 4), Decimal(0)) if cash > 0 else None


def _months_before(month: date, count: int) -> date:
    for _step in range(count):
        month = (month - timedelta(days=1)).replace(day=1)
    return month
