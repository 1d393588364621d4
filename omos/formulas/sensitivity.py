"""Which number of the paid-budget formula matters most, and how sure its result is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from omos.formulas.bands import Band, log_band
from omos.formulas.budget import Plan, Terms, plan_from_revenue
from omos.formulas.funnel import RATES
from omos.formulas.limits import ONE, ZERO, FormulaError, require_amount, require_positive

TERMS: Final = ("cpc", *RATES, "deal_value")


@dataclass(frozen=True)
class Sensitivity:
    """What the spend becomes, in yuan, when one term gets better or worse and the goal stays."""

    term: str
    value: Decimal
    better: Decimal
    worse: Decimal
    spend_if_better: Decimal
    spend_if_worse: Decimal

    @property
    def swing(self) -> Decimal:
        """Yuan between the worse and the better case."""
        return self.spend_if_worse - self.spend_if_better


@dataclass(frozen=True)
class Doubt:
    """How much of the result's uncertainty comes from one term, as a share from 0 to 1."""

    term: str
    share: Decimal


def sensitivities(revenue: Decimal, terms: Terms, *, change: Decimal = Decimal("0.1")) -> tuple[Sensitivity, ...]:
    """Return each term's effect on the spend for a relative change, the largest swing first.

    A rate never passes 1, so one that stands at its ceiling can only get worse. Free sources without
    rates of their own follow the website's rates and make those weigh more than the price.

    :raises FormulaError: if the change is not above 0, or revenue or a term is out of range
    """
    require_positive("change", change)
    found = [_sensitivity(revenue, terms, term, change) for term in TERMS]
    return tuple(sorted(found, key=lambda one: -one.swing))


def spend_band(plan: Plan, variances: Mapping[str, Decimal]) -> Band:
    """Return the 80 % band of the spend for the same revenue; terms without variance are taken as given.

    :raises FormulaError: for an unknown term or a negative variance
    """
    return log_band(plan.spend, _total_variance(variances))


def revenue_band(plan: Plan, variances: Mapping[str, Decimal]) -> Band:
    """Return the 80 % band of the revenue for the same spend; free and repeat revenue are taken as given.

    :raises FormulaError: for an unknown term or a negative variance
    """
    paid = log_band(plan.paid.revenue, _total_variance(variances))
    given = plan.free.revenue + plan.repeat_revenue
    return Band(low=paid.low + given, middle=paid.middle + given, high=paid.high + given)


def doubts(variances: Mapping[str, Decimal]) -> tuple[Doubt, ...]:
    """Return where the uncertainty comes from, the term most worth measuring better first.

    :raises FormulaError: for an unknown term or a negative variance
    """
    total = _total_variance(variances)
    if total == 0:
        return ()
    found = [Doubt(term, variance / total) for term, variance in variances.items()]
    return tuple(sorted(found, key=lambda doubt: -doubt.share))


def _sensitivity(revenue: Decimal, terms: Terms, term: str, change: Decimal) -> Sensitivity:
    value = terms.cpc if term == "cpc" else getattr(terms.funnel, term)
    up, down = value * (1 + change), value / (1 + change)
    if term in RATES:
        up = min(up, ONE)
    better, worse = (down, up) if term == "cpc" else (up, down)
    return Sensitivity(
        term=term,
        value=value,
        better=better,
        worse=worse,
        spend_if_better=plan_from_revenue(revenue, _with(terms, term, better)).spend,
        spend_if_worse=plan_from_revenue(revenue, _with(terms, term, worse)).spend,
    )


def _with(terms: Terms, term: str, value: Decimal) -> Terms:
    if term == "cpc":
        return replace(terms, cpc=value)
    # By name: mypy cannot follow a keyword whose name is a value.
    changes: dict[str, Decimal] = {term: value}
    return replace(terms, funnel=replace(terms.funnel, **changes))


def _total_variance(variances: Mapping[str, Decimal]) -> Decimal:
    for term, variance in variances.items():
        if term not in TERMS:
            raise FormulaError(term, "unknown_term")
        require_amount(term, variance)
    return sum(variances.values(), ZERO)
