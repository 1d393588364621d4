"""The month in one sentence for the boss: what was spent, what came, what it earned, where it will end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from omos.loop.budget import queries as budget
from omos.loop.catalogue import queries as catalogue
from omos.loop.goals import queries as goals
from omos.loop.ledger import queries as ledger
from omos.people import queries as people
from omos.people.viewer import Viewer

SHOWN = ("revenue", "cash_received", "inquiries", "valid_inquiries", "spend")
COSTS = ("cost_per_inquiry", "cost_per_valid", "cost_per_won")
PAID = ("revenue", "spend", *COSTS)
ALL = (
    *SHOWN,
    "cash_spend",
    "won_deals",
    "visits",
    "repeat_revenue",
    "repeat_orders",
)

Figures = Mapping[str, ledger.Figure]


@dataclass(frozen=True)
class Line:
    """One measure of the month: actual, goal and forecast, and the same stretch of the month before and a year ago."""

    measure: ledger.Measure
    actual: int | Decimal | None
    progress: goals.Progress | None
    last_month: Decimal | None
    last_year: Decimal | None
    rows_url: str


@dataclass(frozen=True)
class Return:
    """A return with the parts it is made of, in 分; None where a part is not known."""

    value: Decimal | None
    gain: int | None
    cost: int | None
    last_month: Decimal | None = None


@dataclass(frozen=True)
class MonthVerdict:
    """Everything the boss's home says."""

    first: date
    today: date
    workday: int
    workdays: int
    lines: tuple[Line, ...]
    figures: Mapping[str, ledger.Figure]
    paid: Mapping[str, ledger.Figure]
    roas: Return
    roi: Return
    cash_spend: int | None
    wages: int | None
    # Planned cost per inquiry, valid inquiry and new deal in 分, from the adopted budget.
    planned_costs: Mapping[str, int]
    fresh_at: datetime | None

    def line(self, code: str) -> Line:
        """The line of one measure."""
        return next(line for line in self.lines if line.measure.code == code)

    @property
    def gap(self) -> int | None:
        """Forecast revenue less goal, in 分; None where either is not known."""
        progress = self.line("revenue").progress
        if progress is None or progress.forecast is None:
            return None
        return int(progress.forecast - progress.target)

    @property
    def missing(self) -> int:
        """What the forecast lacks to the goal, in 分; 0 where it lacks nothing or nothing is known."""
        return max(0, -(self.gap or 0))


def month_verdict(*, viewer: Viewer, today: date) -> MonthVerdict:
    """The month up to today beside its goals, the month before and the year before."""
    first, last = goals.month_of(today)
    days = people.workdays_between(first, last)
    done = [day for day in days if day <= today]
    figures = ledger.totals(measures=ALL, first=first, last=today)
    earlier = _same_stretch(_month_before(first), len(done))
    year_ago = _same_stretch(first.replace(year=first.year - 1), len(done))
    progress = {
        one.measure: one
        for one in goals.progress(
            viewer=viewer, first=first, last=last, today=today, level="COMPANY", has_categories=False
        )
    }
    before, past, paid = _totals(earlier), _totals(year_ago), _paid(first, today)
    lines = tuple(
        Line(
            measure=ledger.measure(code),
            actual=figures[code].value,
            progress=progress.get(code),
            last_month=_change(figures[code], before.get(code)),
            last_year=_change(figures[code], past.get(code)),
            rows_url=ledger.rows_url(code, first, today),
        )
        for code in SHOWN
    )
    share = Decimal(len(done)) / len(days) if days else Decimal(0)
    cash_spend, wages, margin = _costs(first, share, figures)
    return MonthVerdict(
        first=first,
        today=today,
        workday=len(done),
        workdays=len(days),
        lines=lines,
        figures=figures,
        paid=paid,
        roas=_roas(paid, _paid(*earlier) if earlier else None),
        roi=_roi(figures, cash_spend, wages, margin),
        cash_spend=cash_spend,
        wages=wages,
        planned_costs=_planned_costs(first),
        fresh_at=ledger.data_fresh_at(),
    )


def _roas(now: Figures, past: Figures | None) -> Return:
    """Revenue that paid channels brought ÷ what they cost."""
    return Return(
        value=_multiple(now),
        gain=_whole(now["revenue"].value),
        cost=_whole(now["spend"].value),
        last_month=_multiple(past) if past else None,
    )


def _multiple(figures: Figures) -> Decimal | None:
    revenue, spend = figures["revenue"].value, figures["spend"].value
    return None if revenue is None or not spend else Decimal(revenue) / Decimal(spend)


def _paid(first: date, last: date) -> Figures:
    """What paid channels cost and brought; all that is said per paid inquiry or deal comes from here."""
    paid = [channel.pk for channel in catalogue.channels_in_use() if channel.is_paid]
    return ledger.totals(measures=PAID, first=first, last=last, channel_ids=paid)


def _roi(
    figures: Mapping[str, ledger.Figure], cash_spend: int | None, wages: int | None, margin: Decimal | None
) -> Return:
    """(Gross profit − cost) ÷ cost, cost = cash spend and wages so far."""
    revenue = figures["revenue"].value
    if revenue is None or margin is None or cash_spend is None or wages is None or not cash_spend + wages:
        return Return(None, None, None)
    profit, cost = int(Decimal(revenue) * margin), cash_spend + wages
    return Return(value=Decimal(profit - cost) / cost, gain=profit, cost=cost)


def _costs(
    first: date, share: Decimal, figures: Mapping[str, ledger.Figure]
) -> tuple[int | None, int | None, Decimal | None]:
    """Cash spend after rebates, wages of the days worked, and gross margin, as the adopted budget says."""
    adopted = budget.adopted(month=first)
    spend = figures["spend"].value
    if adopted is None or spend is None:
        return _whole(figures["cash_spend"].value), None, None
    terms = adopted.inputs
    known = _whole(figures["cash_spend"].value)
    # The rebates of the very days beat the one rate the budget was made with.
    cash = int(Decimal(spend) / (1 + terms.rebate_rate)) if known is None else known
    wages = None if terms.wages is None else int(terms.wages * 100 * share)
    return cash, wages, terms.gross_margin


def _planned_costs(first: date) -> dict[str, int]:
    """What one paid inquiry, valid inquiry and new deal may cost by the adopted budget, in 分."""
    adopted = budget.adopted(month=first)
    if adopted is None:
        return {}
    terms = adopted.inputs
    rates = (terms.arrival_rate.value * terms.inquiry_rate.value, terms.valid_rate.value, terms.close_rate.value)
    cost, costs = terms.cpc.value * 100, {}
    for code, rate in zip(COSTS, rates, strict=True):
        if not rate:
            break
        cost /= rate
        costs[code] = int(cost)
    return costs


def _change(now: ledger.Figure, then: ledger.Figure | None) -> Decimal | None:
    if then is None or not then.value or now.value is None:
        return None
    return Decimal(now.value) / Decimal(then.value) - 1


def _totals(stretch: tuple[date, date] | None) -> Mapping[str, ledger.Figure]:
    return ledger.totals(measures=SHOWN, first=stretch[0], last=stretch[1]) if stretch else {}


def _same_stretch(first: date, workdays: int) -> tuple[date, date] | None:
    """From the month's first day to its workday with the same number, so that stretches of equal work are compared."""
    days = people.workdays_between(*goals.month_of(first))
    if not workdays or not days:
        return None
    return first, days[min(workdays, len(days)) - 1]


def _month_before(first: date) -> date:
    return first.replace(year=first.year - 1, month=12) if first.month == 1 else first.replace(month=first.month - 1)


def _whole(value: int | Decimal | None) -> int | None:
    return None if value is None else int(value)
