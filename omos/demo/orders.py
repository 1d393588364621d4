"""Orders: machines sold to new customers, spare parts to former ones, and what was paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from omos.demo import channels
from omos.demo.channels import FLOWS
from omos.demo.stage import Stage, days_between, month_end
from omos.demo.stories import SECOND_SALE, Stories

MACHINES: Final = ("脉冲布袋除尘器", "滤筒除尘器", "焊烟净化器", "打磨除尘台")
SPARE_PARTS: Final = ("除尘滤袋", "除尘滤筒", "电磁脉冲阀")
_SELLERS: Final = ("周凯", "罗敏", "沈涛")
_SELLER_SHARES: Final = (0.4, 0.32, 0.28)
FOLLOW_ON: Final = "马骏"
# New orders of this month as they come in: channel, seller, amount in yuan. The first ten have come by the moment
# of reference, 62 % of the month's workdays gone, and make 360,000 yuan, half of it from paid channels.
_SCRIPT: Final = (
    ("BAIDU_ORGANIC", "周凯", 38_600),
    ("BAIDU_SEARCH", "罗敏", 35_200),
    ("BAIDU_SEARCH", "周凯", 36_400),
    ("DIRECT", "沈涛", 33_800),
    ("DOUYIN", "罗敏", 34_800),
    ("BAIDU_SEARCH", "沈涛", 37_000),
    ("BAIDU_ORGANIC", "周凯", 34_200),
    ("OTHER_ORGANIC", "沈涛", 36_200),
    ("BAIDU_SEARCH", "罗敏", 39_000),
    ("BAIDU_ORGANIC", "周凯", 34_800),
    ("DIRECT", "周凯", 36_000),
    ("BAIDU_SEARCH", "罗敏", 35_500),
    ("BAIDU_ORGANIC", "沈涛", 37_200),
    ("SO360_SEARCH", "周凯", 33_500),
    ("BAIDU_SEARCH", "沈涛", 36_800),
    ("LINKS", "罗敏", 34_900),
)
_EVERY: Final = 0.0645
# Repeat orders of this month: one for each such share of it, and what they cost on average.
_REPEAT_EVERY: Final = 0.0209
_REPEAT_PRICE: Final = 2_790
_REPEAT_CHANNELS: Final = ("DIRECT", "SOCIAL", "BAIDU_ORGANIC")
_REPEAT_SHARES: Final = (0.7, 0.18, 0.12)
_PRICE_NOISE: Final = 0.22
_PAID_AFTER: Final = timedelta(days=2)


@dataclass(frozen=True)
class Order:
    """One order won: money in 分."""

    day: date
    number: int
    channel: str
    seller: str
    product: str
    amount: int
    is_repeat: bool
    # When the money came, and how much of the amount; the rest is still owed.
    paid_on: date
    paid: int


def orders_of_month(stage: Stage, story: Stories, first: date) -> list[Order]:
    """All orders of a month up to today, in order of days."""
    ago = (stage.today.year - first.year) * 12 + stage.today.month - first.month
    workdays = stage.workdays(first, month_end(first))
    chance = stage.chance("orders", first)
    found = _present(stage, story, workdays, chance) if ago == 0 else _earlier(stage, first, ago, workdays, chance)
    second = _second_sale(story)
    if first <= second.day <= min(month_end(first), stage.today):
        found.append(second)
    return sorted(found, key=lambda order: (order.day, order.number))


def _second_sale(story: Stories) -> Order:
    day, amount = story.second_sale, SECOND_SALE * 100
    return Order(day, 900, "DIRECT", FOLLOW_ON, MACHINES[0], amount, True, day + _PAID_AFTER, amount)


def _present(stage: Stage, story: Stories, workdays: Sequence[date], chance: np.random.Generator) -> list[Order]:
    """What the script says has come by now."""
    found = [
        _order(chance, _day_of(place + 0.6, _EVERY, workdays), place, (channel, seller), amount * 100, is_repeat=False)
        for place, (channel, seller, amount) in enumerate(_SCRIPT)
        if (place + 0.6) * _EVERY <= stage.progress
    ]
    count = int(stage.progress / _REPEAT_EVERY)
    prices = chance.normal(1, _PRICE_NOISE, 60).clip(0.5, 1.7)
    sources = chance.choice(_REPEAT_CHANNELS, 60, p=_REPEAT_SHARES)
    found += [
        _order(
            chance,
            _day_of(place, _REPEAT_EVERY, workdays),
            place + 100,
            (str(sources[place]), FOLLOW_ON),
            round(_REPEAT_PRICE * prices[place]) * 100,
            is_repeat=True,
        )
        for place in range(count)
    ]
    return [order for order in found if order.day <= stage.today]


def _day_of(place: float, step: float, workdays: Sequence[date]) -> date:
    return workdays[min(int(place * step * len(workdays)), len(workdays) - 1)]


def _earlier(stage: Stage, first: date, ago: int, workdays: Sequence[date], chance: np.random.Generator) -> list[Order]:
    weights = np.array([stage.weight(day) for day in workdays])
    whole = sum(stage.weight(day) for day in days_between(first, month_end(first)))
    revenue = channels.revenue_of(ago, whole)
    repeat = round(revenue * channels.REPEAT_SHARE)
    days = weights / weights.sum()
    won = np.array([flow.won for flow in FLOWS])
    codes = [flow.code for flow in FLOWS]
    found = []
    for is_repeat, total, price in (
        (False, revenue - repeat, channels.MACHINE_PRICE),
        (True, repeat, channels.SPARE_PRICE),
    ):
        amounts = _amounts(chance, total, price)
        for number, amount in enumerate(amounts):
            day = workdays[int(chance.choice(len(workdays), p=days))]
            if is_repeat:
                who = (str(chance.choice(_REPEAT_CHANNELS, p=_REPEAT_SHARES)), FOLLOW_ON)
            else:
                who = (str(chance.choice(codes, p=won / won.sum())), str(chance.choice(_SELLERS, p=_SELLER_SHARES)))
            found.append(_order(chance, day, number + 100 * is_repeat, who, amount, is_repeat=is_repeat))
    return found


def _amounts(chance: np.random.Generator, total: int, price: int) -> list[int]:
    """Amounts in 分 around a price that add up to the total (yuan), each a multiple of ten yuan but the last."""
    count = max(1, round(total / price))
    shares = chance.normal(1, _PRICE_NOISE, count).clip(0.5, 1.7)
    amounts = [int(total * share / shares.sum() / 10) * 1000 for share in shares]
    amounts[-1] += total * 100 - sum(amounts)
    return amounts


def _order(
    chance: np.random.Generator, day: date, number: int, who: tuple[str, str], amount: int, *, is_repeat: bool
) -> Order:
    channel, seller = who
    products = SPARE_PARTS if is_repeat else MACHINES
    product = products[int(chance.integers(len(products)))]
    # Spare parts are paid at once; machines in advance, with a part owed until they run.
    paid = amount if is_repeat or chance.random() < 0.55 else round(amount * 0.7)
    return Order(day, number, channel, seller, product, amount, is_repeat, day + _PAID_AFTER, paid)
