"""付费推广转化流量公式: from budget to revenue and from revenue to budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final

from omos.formulas.funnel import Counts, Funnel, backward, counts_onward, forward
from omos.formulas.limits import (
    LARGEST,
    ZERO,
    FormulaError,
    require_amount,
    require_days,
    require_positive,
    require_share,
)
from omos.formulas.rounding import allot_money

ON_SITE_SHARE: Final = Decimal("0.07")


@dataclass(frozen=True)
class FreeSource:
    """Unpaid visits, inquiries or deals of the period, with rates of their own or those of the website."""

    stage: str
    quantity: Decimal
    funnel: Funnel | None = None

    def __post_init__(self) -> None:
        require_amount("free", self.quantity)
        if self.stage == "clicks":
            raise FormulaError("stage", "clicks_are_paid")


@dataclass(frozen=True)
class Terms:
    """Everything the formula needs besides the budget or the revenue; amounts in yuan.

    :raises FormulaError: for a price, rate, share or number of days outside its range
    """

    cpc: Decimal
    funnel: Funnel
    days: int | None = None
    workdays: int | None = None
    free: tuple[FreeSource, ...] = ()
    repeat_revenue: Decimal = ZERO
    rebate_rate: Decimal = ZERO
    gross_margin: Decimal | None = None
    wages: Decimal = ZERO
    on_site_share: Decimal = ON_SITE_SHARE

    def __post_init__(self) -> None:
        require_positive("cpc", self.cpc)
        require_amount("repeat_revenue", self.repeat_revenue)
        require_amount("rebate_rate", self.rebate_rate)
        require_amount("wages", self.wages)
        require_share("on_site_share", self.on_site_share)
        if self.gross_margin is not None:
            require_share("gross_margin", self.gross_margin)
        _require_period(self.days, self.workdays)


@dataclass(frozen=True)
class Plan:
    """A period's paid plan, unrounded; ``spend`` is account money, ``cash_spend`` what it costs."""

    spend: Decimal
    cash_spend: Decimal
    paid: Counts
    free: Counts
    repeat_revenue: Decimal
    on_site_revenue: Decimal
    follow_up_revenue: Decimal
    wages: Decimal
    gross_profit: Decimal | None
    spend_per_day: Decimal | None
    spend_per_workday: Decimal | None
    surplus: Decimal = field(default=ZERO)

    @property
    def total(self) -> Counts:
        """Paid and free together at every stage; the revenue is that of new deals only."""
        return self.paid + self.free

    @property
    def new_revenue(self) -> Decimal:
        """Revenue of first purchases, paid and free."""
        return self.paid.revenue + self.free.revenue

    @property
    def revenue(self) -> Decimal:
        """New and repeat revenue."""
        return self.new_revenue + self.repeat_revenue

    @property
    def profit(self) -> Decimal | None:
        """Gross profit less cash spend and wages; unknown without a gross margin."""
        return None if self.gross_profit is None else self.gross_profit - self.cash_spend - self.wages

    @property
    def roas(self) -> Decimal | None:
        """投产比: all revenue ÷ spend; none without spend."""
        return _ratio(self.revenue, self.spend)

    @property
    def paid_roas(self) -> Decimal | None:
        """Revenue of the paid clicks alone ÷ spend; none without spend."""
        return _ratio(self.paid.revenue, self.spend)

    @property
    def roi(self) -> Decimal | None:
        """投资回报率: profit ÷ (cash spend + wages); none without margin or cost."""
        return None if self.profit is None else _ratio(self.profit, self.cash_spend + self.wages)


@dataclass(frozen=True)
class DayBudget:
    """Account money for one day, in yuan and whole cents."""

    day: date
    amount: Decimal


def plan_from_budget(budget: Decimal, terms: Terms) -> Plan:
    """Return what a budget in yuan brings: clicks = budget ÷ CPC, then down the funnel.

    :raises FormulaError: for a negative or endless budget
    """
    require_amount("budget", budget)
    return _plan(forward(budget / terms.cpc, terms.funnel), budget, terms)


def plan_from_revenue(revenue: Decimal, terms: Terms) -> Plan:
    """Return the budget that a revenue in yuan needs, after repeat and free revenue are taken off.

    Where these alone pass the goal nothing needs to be spent and ``surplus`` says by how much.

    :raises FormulaError: if the revenue is not positive
    """
    require_positive("revenue", revenue)
    missing = revenue - terms.repeat_revenue - free_counts(terms).revenue
    paid = backward(max(missing, ZERO), terms.funnel) if missing > 0 else Counts()
    spend = paid.clicks * terms.cpc
    return replace(_plan(paid, spend, terms), surplus=max(-missing, ZERO))


def free_counts(terms: Terms) -> Counts:
    """Return what comes without paying, source by source and added up."""
    return sum(
        (counts_onward(source.stage, source.quantity, source.funnel or terms.funnel) for source in terms.free),
        Counts(),
    )


def spread_over_days(spend: Decimal, weights: Sequence[tuple[date, Decimal]]) -> tuple[DayBudget, ...]:
    """Split a budget over days by weight; the days sum to the budget rounded to the cent.

    :raises FormulaError: without days, or for a negative weight
    """
    amounts = allot_money(require_amount("budget", spend), [weight for _, weight in weights])
    return tuple(DayBudget(day, amount) for (day, _), amount in zip(weights, amounts, strict=True))


def _plan(paid: Counts, spend: Decimal, terms: Terms) -> Plan:
    free = free_counts(terms)
    revenue = paid.revenue + free.revenue + terms.repeat_revenue
    if max(revenue, spend, paid.clicks) > LARGEST:
        raise FormulaError("revenue", "result_too_large")
    on_site = revenue * terms.on_site_share
    return Plan(
        spend=spend,
        cash_spend=spend / (1 + terms.rebate_rate),
        paid=paid,
        free=free,
        repeat_revenue=terms.repeat_revenue,
        on_site_revenue=on_site,
        follow_up_revenue=revenue - on_site,
        wages=terms.wages,
        gross_profit=None if terms.gross_margin is None else revenue * terms.gross_margin,
        spend_per_day=spend / terms.days if terms.days else None,
        spend_per_workday=spend / terms.workdays if terms.workdays else None,
    )


def _require_period(days: int | None, workdays: int | None) -> None:
    if days is not None:
        require_days("days", days)
    if workdays is not None:
        require_days("workdays", workdays)
    if days is not None and workdays is not None and workdays > days:
        raise FormulaError("workdays", "more_than_days")


def _ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    return part / whole if whole > 0 else None
