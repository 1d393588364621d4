"""Makes budgets and the history they learn from, for tests of any room."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from omos.loop.budget.inputs import Direction, FreeTraffic, Inputs, Rate, RateSource
from omos.loop.budget.services import adopt, save_scenario
from omos.loop.catalogue.tests.factories import make_channel
from omos.loop.ledger.services import Line, post
from omos.people.tests.factories import make_workday, system_viewer

MONTH = date(2026, 11, 1)
TODAY = date(2026, 11, 20)
PLANNED = datetime(2026, 10, 30, 2, 0, tzinfo=UTC)


def typed(value: str) -> Rate:
    """A rate somebody typed, without history."""
    return Rate(Decimal(value), RateSource.TYPED, origin="林岚", since=date(2026, 10, 30))


def make_inputs(amount: str | None = "800000", **changes: Any) -> Inputs:
    """The reference month: ¥800,000 of 22 workdays with 13,000 free visits and 46 repeat orders."""
    inputs = Inputs(
        month=MONTH,
        direction=Direction.REVENUE,
        amount=None if amount is None else Decimal(amount),
        cpc=typed("4.37"),
        arrival_rate=typed("0.76"),
        inquiry_rate=typed("0.0309"),
        valid_rate=typed("0.497"),
        close_rate=typed("0.0575"),
        deal_value=typed("36000"),
        days=30,
        workdays=22,
        free=FreeTraffic(Decimal(13_000), Decimal(184) / 13_000, Decimal(113) / 184, Decimal("8.2") / 113),
        repeat_orders=Decimal(46),
        repeat_value=Decimal(3_900),
        rebate_rate=Decimal("0.2"),
        gross_margin=Decimal("0.38"),
        wages=Decimal(128_000),
        industry="GENERAL",
    )
    return replace(inputs, **changes)


def make_scenario(amount: str = "800000", *, name: str = "", now: datetime = PLANNED, **changes: Any) -> int:
    """Keep a version of November 2026; returns its id."""
    return save_scenario(inputs=make_inputs(amount, **changes), name=name, actor=system_viewer(), now=now)


def make_adopted(amount: str = "800000", *, now: datetime = PLANNED, **changes: Any) -> int:
    """Keep a version and make it the month's budget."""
    budget_id = make_scenario(amount, now=now, **changes)
    adopt(budget_id=budget_id, actor=system_viewer(), now=now)
    return budget_id


def make_november() -> None:
    """The calendar of November 2026 with its 22 workdays: Saturday the 28th is one."""
    make_workday(date(2026, 11, 28), is_workday=True)


def make_month(
    month: date, *, code: str = "BAIDU_SEARCH", kind: str = "PAID", now: datetime = PLANNED, **values: int
) -> None:
    """What one month brought on one channel, booked on its 15th."""
    day = month.replace(day=15)
    channel = make_channel(code=code, kind=kind)
    lines = [
        Line(day=day, measure=measure, value=value, source="test", source_id=f"{day}/{code}", channel_id=channel.pk)
        for measure, value in values.items()
    ]
    post(lines=lines, actor=system_viewer(), now=now)


def make_history(first: date = date(2026, 5, 1), months: int = 6) -> None:
    """Whole months of paid and free traffic, each like the other; amounts in 分."""
    for number in range(months):
        month = date(first.year, first.month + number, 1)
        make_month(
            month,
            spend=6_000_000,
            clicks=13_000,
            visits=10_000,
            inquiries=310,
            valid_inquiries=155,
            won_deals=9,
            revenue=32_400_000,
        )
        make_month(
            month,
            code="DIRECT",
            kind="DIRECT",
            visits=13_000,
            inquiries=184,
            valid_inquiries=113,
            won_deals=54,
            revenue=46_740_000,
            repeat_orders=46,
            repeat_revenue=17_940_000,
        )
