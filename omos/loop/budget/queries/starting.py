"""What the page starts from: a saved version, or the best that is known about the month."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from omos.formulas.rounding import from_cents
from omos.loop.budget.inputs import Direction, Inputs, Rate
from omos.loop.budget.presets import GENERAL, preset_of
from omos.loop.budget.queries.learnt import Learnt
from omos.loop.budget.queries.scenarios import Scenario, latest_before
from omos.loop.goals import queries as goals
from omos.people import queries as people


@dataclass(frozen=True)
class Start:
    """Inputs to begin with, and the other rates on offer by name: learnt, of the running month, of the industry."""

    inputs: Inputs
    learnt: Learnt
    workdays: tuple[date, ...]
    scenario_id: int | None = None

    def offers(self, name: str, industry: str) -> tuple[Rate, ...]:
        """Every known value of one rate, the one in use first."""
        known = (
            self.inputs.rate(name),
            self.learnt.rates.get(name),
            self.learnt.this_month.get(name),
            preset_of(industry).rate(name),
        )
        return tuple(rate for rate in known if rate is not None)

    @property
    def is_newcomer(self) -> bool:
        """Whether nothing was saved and nothing learnt: then only the one field is shown."""
        return self.scenario_id is None and self.learnt.is_empty


def start(*, month: date, learnt: Learnt, saved: Scenario | None = None) -> Start:
    """A saved version as it was; else learnt rates, presets where there are none, and costs as last typed.

    One query, three where nothing is saved.
    """
    first, last = goals.month_of(month)
    workdays = tuple(people.workdays_between(first, last))
    if saved is not None:
        inputs = replace(saved.inputs, days=last.day, workdays=len(workdays))
        return Start(inputs, learnt, workdays, saved.id)
    earlier = latest_before(month=first)
    fresh = _fresh(first, learnt, earlier.inputs if earlier else None, days=last.day, workdays=len(workdays))
    target = goals.company_targets(first, last).get("revenue")
    amount = from_cents(target) if target else from_cents(earlier.revenue) if earlier else None
    return Start(replace(fresh, amount=amount), learnt, workdays)


def _fresh(month: date, learnt: Learnt, earlier: Inputs | None, *, days: int, workdays: int) -> Inputs:
    industry = earlier.industry if earlier else GENERAL
    rates = preset_of(industry).rates() | dict(learnt.rates)
    fresh = Inputs(
        month=month,
        direction=Direction.REVENUE,
        amount=None,
        cpc=rates["cpc"],
        arrival_rate=rates["arrival_rate"],
        inquiry_rate=rates["inquiry_rate"],
        valid_rate=rates["valid_rate"],
        close_rate=rates["close_rate"],
        deal_value=rates["deal_value"],
        days=days,
        workdays=workdays,
        free=learnt.free,
        repeat_orders=learnt.repeat_orders or Decimal(0),
        repeat_value=learnt.repeat_value or Decimal(0),
        rebate_rate=learnt.rebate_rate or Decimal(0),
        industry=industry,
    )
    if earlier is None:
        return fresh
    return replace(
        fresh,
        gross_margin=earlier.gross_margin,
        wages=earlier.wages,
        on_site_share=earlier.on_site_share,
        spends_on_rest_days=earlier.spends_on_rest_days,
    )
