"""The paid budgets: one adopted for each of the last months, and scenarios of the present one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from omos.demo.people import Cast
from omos.demo.stage import Stage, days_between, month_end, months_before
from omos.demo.targets import spend_target
from omos.loop.budget import services
from omos.loop.budget.queries import Direction, FreeTraffic, Inputs, Rate, RateSource

_MONTHS: Final = 6
_TYPED_BY: Final = "林岚"
# The paid funnel of an average month, and what is about as likely below as above eight times out of ten.
_RATES: Final = {
    "cpc": ("4.37", "4.12", "4.71"),
    "arrival_rate": ("0.76", "0.73", "0.79"),
    "inquiry_rate": ("0.0309", "0.027", "0.035"),
    "valid_rate": ("0.497", "0.46", "0.54"),
    "close_rate": ("0.0575", "0.048", "0.068"),
    "deal_value": ("36000", "33800", "38500"),
}
_FREE: Final = FreeTraffic(Decimal(13_000), Decimal("0.01415"), Decimal("0.614"), Decimal("0.0726"))


def adopt_budgets(stage: Stage, cast: Cast) -> None:
    """The boss adopts what the supervisor worked out two days before each month; this month's third version waits."""
    for ago in range(_MONTHS, 0, -1):
        first = months_before(stage.today, ago)
        _adopt(stage, cast, first, "五渠道照旧", _inputs(stage, first, spend_target(stage, first) // 100))
    first = stage.month_first
    plan = _inputs(stage, first, 60_000)
    at = min(stage.at(first - timedelta(days=3), 10.0), stage.now)
    services.save_scenario(inputs=replace(plan, amount=Decimal(55_000)), name="先按上月", actor=cast.lead, now=at)
    _adopt(stage, cast, first, "五渠道照旧", plan)
    better = plan.with_rates({"cpc": _rate("cpc", "4.72"), "inquiry_rate": _rate("inquiry_rate", "0.0352")})
    services.save_scenario(
        inputs=better, name="停信息流，移到百度", note="同样的钱，多换有效询盘", actor=cast.lead, now=stage.now
    )
    larger = replace(plan, direction=Direction.REVENUE, amount=Decimal(880_000))
    services.save_scenario(inputs=larger, name="冲 88 万", actor=cast.lead, now=stage.now)


def _adopt(stage: Stage, cast: Cast, first: date, name: str, inputs: Inputs) -> None:
    at = min(stage.at(first - timedelta(days=2), 16.0), stage.now)
    budget_id = services.save_scenario(inputs=inputs, name=name, actor=cast.lead, now=at)
    services.adopt(budget_id=budget_id, actor=cast.viewers["顾云帆"], now=at)


def _inputs(stage: Stage, first: date, spend: int) -> Inputs:
    last = month_end(first)
    rates = {name: _rate(name, value) for name, (value, _low, _high) in _RATES.items()}
    return Inputs(
        month=first,
        direction=Direction.BUDGET,
        amount=Decimal(spend),
        cpc=rates["cpc"],
        arrival_rate=rates["arrival_rate"],
        inquiry_rate=rates["inquiry_rate"],
        valid_rate=rates["valid_rate"],
        close_rate=rates["close_rate"],
        deal_value=rates["deal_value"],
        days=len(days_between(first, last)),
        workdays=len(stage.workdays(first, last)),
        free=_FREE,
        repeat_orders=Decimal(46),
        repeat_value=Decimal(3_900),
        rebate_rate=Decimal("0.2"),
        gross_margin=Decimal("0.38"),
        wages=Decimal(128_000),
        industry="MACHINERY",
    )


def _rate(name: str, value: str) -> Rate:
    _usual, low, high = _RATES[name]
    return Rate(Decimal(value), RateSource.TYPED, low=Decimal(low), high=Decimal(high), origin=_TYPED_BY)
