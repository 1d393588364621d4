"""Versions side by side, what matters most, and the month day by day, as plain values for the page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from omos.loop.budget import figures
from omos.loop.budget.calculation import Worksheet, day_budgets, swings
from omos.loop.budget.inputs import PRICES
from omos.loop.budget.queries import Pacing, PacingState, Scenario, month_days
from omos.ui import formats, parts

COLUMNS: Final = 4
_BARS: Final = 4
_THOUSAND: Final = 1000
# Spends that differ by less are called the same in a sentence.
_SAME: Final = Decimal("0.005")


@dataclass(frozen=True)
class Column:
    """One version of the month in the comparison."""

    letter: str
    name: str
    note: str
    url: str
    is_adopted: bool


@dataclass(frozen=True)
class Line:
    """One answer across the versions: (text, is the best)."""

    label: str
    cells: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Comparison:
    """Versions side by side, with a recommendation in words."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    best_letter: str
    advice: str
    costs: str


@dataclass(frozen=True)
class SwingRow:
    """What one rate does to the spend; lengths are shares of half the bar."""

    label: str
    less: str
    more: str
    less_start: Decimal
    less_width: Decimal
    more_width: Decimal


@dataclass(frozen=True)
class DayRow:
    """One day of the month: weight and money."""

    day: date
    label: str
    is_workday: bool
    is_today: bool
    amount: str


def compare(versions: Sequence[Scenario], base: str) -> Comparison | None:
    """The adopted version first, then the latest, at most four."""
    shown = tuple(versions[:COLUMNS])
    if not shown:
        return None
    columns = tuple(_column(one, letter, base) for one, letter in zip(shown, "ABCD", strict=False))
    best = _best(shown)
    return Comparison(
        columns=columns,
        lines=tuple(_lines(shown)),
        best_letter=columns[shown.index(best)].letter if best else "",
        advice=_advice(shown, best, columns) if best else "",
        costs=_costs(shown[0]),
    )


def swing_rows(worksheet: Worksheet | None) -> tuple[SwingRow, ...]:
    """The rates that move the spend most, in thousands of yuan."""
    found = swings(worksheet)[:_BARS] if worksheet else ()
    if worksheet is None or not found:
        return ()
    spend = worksheet.plan.spend
    longest = max(max(abs(one.spend_if_better - spend), abs(one.spend_if_worse - spend)) for one in found)
    if not longest:
        return ()
    rows = []
    for one in found:
        less, more = spend - one.spend_if_better, one.spend_if_worse - spend
        rows.append(
            SwingRow(
                label=f"{_names()[one.term]} ±{_step(one.term, one.worse, one.value)}",
                less=formats.number(-less / _THOUSAND, digits=1),
                more=f"+{formats.number(more / _THOUSAND, digits=1)}",
                less_start=(1 - less / longest) / 2,
                less_width=less / longest / 2,
                more_width=more / longest / 2,
            )
        )
    return tuple(rows)


def day_rows(worksheet: Worksheet | None, *, workdays: Collection[date], today: date) -> tuple[DayRow, ...]:
    """Each day's money; the days sum to the month to the cent."""
    if worksheet is None:
        return ()
    inputs = worksheet.inputs
    weights = month_days(inputs.month, workdays=workdays, on_rest_days=inputs.spends_on_rest_days)
    language = get_language() or ""
    return tuple(
        DayRow(
            day=one.day,
            label=_day_label(one.day, language),
            is_workday=one.day in workdays,
            is_today=one.day == today,
            amount=figures.yuan(one.amount, digits=2),
        )
        for one in day_budgets(worksheet.plan.spend, weights)
    )


@lru_cache(maxsize=256)
def _day_label(day: date, language: str) -> str:
    return f"{formats.short_day(day)} {formats.weekday(day, language=language)}"


def days_as_text(rows: Sequence[DayRow]) -> str:
    """The days as lines that paste into a spreadsheet."""
    return "\n".join(f"{row.day:%Y-%m-%d}\t{row.amount.strip('¥').replace(',', '')}" for row in rows)


def pacing_kpis(pacing: Pacing) -> tuple[parts.Kpi, ...]:
    """How the adopted budget runs: today, the month, what is left, where it will end."""
    known = pacing.budget is not None
    share = pacing.spent_share
    states = {
        PacingState.OVERSPENT: parts.State("warning", _("ahead of the days")),
        PacingState.UNDERSPENT: parts.State("warning", _("behind the days")),
        PacingState.ON_PACE: parts.State("yes", _("as planned")),
    }
    return (
        parts.Kpi(
            _("Today"),
            formats.money(pacing.spent_today, digits=0),
            unit=f"/ {formats.money(pacing.day_budget, digits=0)}" if known else "",
        ),
        parts.Kpi(
            _("Spent this month"),
            formats.money(pacing.spent_month, digits=0),
            unit=f"/ {formats.money(pacing.budget, digits=0)}" if known else "",
            state=states.get(pacing.state),
            value=share,
            pace=pacing.due_share if share is not None else None,
        ),
        parts.Kpi(
            _("Money left"),
            formats.money(pacing.left, digits=0),
            left=_("%(amount)s for each day to come") % {"amount": formats.money(pacing.per_day_left, digits=0)}
            if pacing.per_day_left is not None
            else "",
        ),
        parts.Kpi(
            _("Month will end at"),
            formats.money(pacing.forecast, digits=0),
            left=_("80%% sure: %(span)s") % {"span": _forecast_span(pacing)} if pacing.forecast is not None else "",
        ),
    )


def _column(one: Scenario, letter: str, base: str) -> Column:
    name = _("in force") if one.is_adopted else one.name or _("version %(n)s") % {"n": one.version}
    note = (one.note or one.name) if one.is_adopted else one.note
    return Column(letter, name, note, f"{base}?scenario={one.id}", one.is_adopted)


def _lines(shown: Sequence[Scenario]) -> list[Line]:
    return [
        _line(_("Spend"), "spend", shown),
        _line(_("Revenue"), "revenue", shown),
        _line(_("Inquiries"), "inquiries", shown),
        _line(_("Valid inquiries"), "valid_inquiries", shown),
        _line(_("New deals"), "new_deals", shown, digits=1),
        _line(_("Paid ROAS"), "paid_roas", shown, digits=1, has_best=True),
        _line(_("Gross profit − costs"), "profit", shown),
        _line(_("ROI"), "roi", shown, is_share=True, has_best=True),
    ]


def _line(
    label: str,
    answer: str,
    shown: Sequence[Scenario],
    *,
    digits: int = 0,
    is_share: bool = False,
    has_best: bool = False,
) -> Line:
    values = [one.answer(answer) for one in shown]
    show = formats.percent if is_share else formats.number
    texts = [show(value, digits=digits) for value in values]
    winner = _winner(values, texts) if has_best else None
    return Line(label, tuple((text, text == winner) for text in texts))


def _winner(values: Sequence[Decimal | None], texts: Sequence[str]) -> str | None:
    """How the best value reads; what reads the same is as good: 78.9 and 79.1 per cent are both the best."""
    known = [value for value in values if value is not None]
    return texts[values.index(max(known))] if len(set(known)) > 1 else None


def _best(shown: Sequence[Scenario]) -> Scenario | None:
    """The version with the highest ROI, or ROAS where margin or wages are not known of all."""
    if len(shown) < 2:
        return None
    for name in ("roi", "paid_roas"):
        values = [one.answer(name) for one in shown]
        if all(value is not None for value in values) and len(set(values)) > 1:
            return max(shown, key=lambda one: one.answer(name) or Decimal(0))
    return None


def _advice(shown: Sequence[Scenario], best: Scenario, columns: Sequence[Column]) -> str:
    letter = columns[shown.index(best)].letter
    other = shown[0] if best is not shown[0] else shown[1]
    text, deals = _difference(best, other), _more_deals(best, other)
    if deals:
        text = _("%(first)s, %(second)s") % {"first": text, "second": deals}
    if abs(best.spend - other.spend) <= other.spend * _SAME:
        amount = formats.short_money(best.spend, language=get_language() or "")
        return _("%(letter)s is best: for the same %(amount)s %(gain)s") % {
            "letter": letter,
            "amount": amount,
            "gain": text,
        }
    return _("%(letter)s is best: %(gain)s") % {"letter": letter, "gain": text}


def _more_deals(best: Scenario, other: Scenario) -> str:
    """How many deals more or fewer, in words; nothing where it reads as none."""
    deals = (best.answer("new_deals") or Decimal(0)) - (other.answer("new_deals") or Decimal(0))
    count = formats.number(abs(deals), digits=1)
    if count == "0.0":
        return ""
    return (_("%(n)s deals more") if deals > 0 else _("%(n)s deals fewer")) % {"n": count}


def _difference(best: Scenario, other: Scenario) -> str:
    mine, theirs = best.answer("roi"), other.answer("roi")
    if mine is not None and theirs is not None:
        gap = formats.points(mine - theirs, language=get_language() or "")
        return _("ROI higher by %(gap)s") % {"gap": gap}
    gap = formats.number((best.answer("paid_roas") or Decimal(0)) - (other.answer("paid_roas") or Decimal(0)), digits=1)
    return _("paid ROAS higher by %(gap)s") % {"gap": gap}


def _costs(one: Scenario) -> str:
    if one.inputs.gross_margin is None or one.inputs.wages is None:
        return _("Fill in gross margin and wages to see profit and ROI.")
    margin = figures.shown("gross_margin", one.inputs.gross_margin)
    return _("Costs = cash spend + wages; gross margin %(margin)s") % {"margin": margin}


def _names() -> dict[str, str]:
    return {
        "cpc": _("Click price"),
        "arrival_rate": _("Arrival rate"),
        "inquiry_rate": _("Inquiry rate"),
        "valid_rate": _("Valid rate"),
        "close_rate": _("Close rate"),
        "deal_value": _("Deal value"),
    }


def _step(name: str, worse: Decimal, value: Decimal) -> str:
    gap = abs(value - worse)
    if name in PRICES:
        return _("%(n)s yuan") % {"n": formats.number(gap, digits=2 if gap < 1 else 0)}
    return formats.points(gap, language=get_language() or "")


def _forecast_span(pacing: Pacing) -> str:
    low, high = Decimal(pacing.forecast_low or 0) / 100, Decimal(pacing.forecast_high or 0) / 100
    return figures.short_range(low, high, language=get_language() or "")
