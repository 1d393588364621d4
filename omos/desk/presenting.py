"""Figures of the homes in the plain values of the components."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from omos.centres.website import queries as website
from omos.loop.goals import queries as goals
from omos.loop.ledger import queries as ledger
from omos.loop.reports.queries import Line, MonthVerdict
from omos.ui import charts, formats, parts

# The five figures a supervisor and a boss look at, in the order of the trade.
GOALS_SHOWN = ("revenue", "inquiries", "valid_inquiries", "visits", "spend")

STATES: dict[goals.GoalState, parts.Tone] = {
    goals.GoalState.AHEAD: "yes",
    goals.GoalState.ON_PACE: "yes",
    goals.GoalState.BEHIND: "warning",
    goals.GoalState.FAR_BEHIND: "no",
    goals.GoalState.OVERSPENT: "warning",
    goals.GoalState.UNKNOWN: "unknown",
}
BARS: dict[parts.Tone, parts.Tone] = {"yes": "accent", "warning": "warning", "no": "no", "unknown": "unknown"}


def spoken(value: int | Decimal | None, unit: ledger.Unit) -> str:
    """A figure short enough for a home: 48.9 万 with money in yuan."""
    language = get_language() or "en"
    if unit is ledger.Unit.CENTS:
        return formats.short_money(None if value is None else int(value), language=language).removeprefix("¥")
    if unit is ledger.Unit.SHARE:
        return formats.percent(value)
    if unit is ledger.Unit.MULTIPLE:
        return formats.number(value, digits=1)
    is_long = value is not None and value >= 100_000
    return formats.short(value, language=language) if is_long else formats.number(value, digits=0)


def goal_kpis(rows: Sequence[goals.Progress]) -> tuple[parts.Kpi, ...]:
    """The company's goals as columns of one card, in the order of `GOALS_SHOWN`."""
    by_measure = {row.measure: row for row in rows if not row.category}
    return tuple(_kpi(by_measure[code]) for code in GOALS_SHOWN if code in by_measure)


def state_of(row: goals.Progress) -> parts.State:
    """How a goal stands, in words with points where they are known."""
    tone = STATES[row.state]
    gap = row.gap_points
    if row.state is goals.GoalState.UNKNOWN or gap is None:
        return parts.State("unknown", _("unknown"))
    words = {
        goals.GoalState.AHEAD: _("ahead"),
        goals.GoalState.ON_PACE: _("on pace"),
        goals.GoalState.BEHIND: _("%(points)s behind"),
        goals.GoalState.FAR_BEHIND: _("%(points)s behind"),
        goals.GoalState.OVERSPENT: _("%(points)s over"),
    }
    points = formats.points(abs(gap), language=get_language() or "en").lstrip("+")
    return parts.State(tone, words[row.state] % {"points": points} if "%" in words[row.state] else words[row.state])


def _kpi(row: goals.Progress) -> parts.Kpi:
    state = state_of(row)
    is_money = row.unit is ledger.Unit.CENTS
    unit = _("goal %(target)s") % {"target": spoken(row.target, row.unit)}
    return parts.Kpi(
        name=row.label,
        figure=spoken(row.actual, row.unit),
        prefix="¥" if is_money and row.actual is not None else "",
        unit=f"{'' if is_money else row.unit_label} / {unit}".strip(" /"),
        state=state,
        value=min(row.done_share, Decimal(1)) if row.done_share is not None else None,
        pace=row.pace_share,
        tone=BARS[state.tone],
        left=_("done %(share)s") % {"share": formats.percent(row.done_share)},
        right=_("forecast %(value)s") % {"value": spoken(row.forecast, row.unit)},
        url=row.rows_url,
        help=row.source,
    )


def course_chart(trend: goals.GoalTrend, *, is_money: bool, marks: Sequence[website.VersionMark] = ()) -> charts.Chart:
    """The course of the month: actual, due, goal, forecast with its band, and when the website changed."""
    days = [formats.short_day(day) for day in trend.days]
    return charts.trend(
        key="course",
        labels=days,
        actual=charts.Line(_("Actual"), _whole(trend.actual)),
        explanation=_(
            "Sum of the month up to each day. Due follows the workdays; the forecast carries today's pace on."
        ),
        beside=charts.Beside(
            pace=charts.Line(_("Due"), _whole(trend.due)),
            goal=int(trend.target),
            forecast=charts.Forecast(_whole(trend.forecast), _whole(trend.low), _whole(trend.high)),
            incidents=[charts.Incident(formats.short_day(mark.day), mark.words) for mark in marks],
        ),
        look=charts.Look(style="money" if is_money else "number"),
    )


def attainment_chart(rows: Sequence[goals.Attainment], *, today_share: Decimal | None) -> charts.Chart:
    """How far the last months came, in percent of their goals; the running month by its forecast."""
    bars = [charts.Bar(row.share, "yes" if row.share is not None and row.share >= 1 else "soft") for row in rows]
    labels = [date_format(row.month, "M") for row in rows]
    if today_share is not None:
        bars[-1] = charts.Bar(today_share, is_forecast=True)
    return charts.bars(
        key="attainment",
        labels=labels,
        series=(charts.BarSeries(_("Reached"), bars),),
        explanation=_("Revenue of the month as a share of its goal; the running month by its forecast."),
        goal=Decimal(1),
        look=charts.Look(style="percent", height="low"),
    )


def change_of(share: Decimal | None, *, good: ledger.Direction) -> parts.Change | None:
    """A rise or fall against an earlier time; red where it is bad for the measure."""
    if share is None:
        return None
    direction: Literal["up", "down", "flat"] = (
        "flat" if abs(share) < Decimal("0.0005") else "up" if share > 0 else "down"
    )
    is_good = (share > 0) == (good is ledger.Direction.UP)
    tone: parts.Tone = (
        "plain" if direction == "flat" or good is ledger.Direction.NEUTRAL else "yes" if is_good else "no"
    )
    return parts.Change(direction, tone, formats.percent(abs(share)))


def line_row(line: Line) -> dict[str, object]:
    """One measure of the boss's table."""
    progress, unit = line.progress, line.measure.unit
    state = state_of(progress) if progress else None
    return {
        "label": str(line.measure.label),
        "actual": spoken(line.actual, unit),
        "target": spoken(progress.target, unit) if progress else "—",
        "share": progress.done_share if progress else None,
        "pace": progress.pace_share if progress else None,
        "tone": BARS[state.tone] if state else "accent",
        "forecast": spoken(progress.forecast, unit) if progress else "—",
        "forecast_share": progress.forecast_share if progress else None,
        "last_month": change_of(line.last_month, good=line.measure.good),
        "last_year": change_of(line.last_year, good=line.measure.good),
        "url": line.rows_url,
    }


def goal_line(row: goals.Progress) -> dict[str, object]:
    """One of a person's own goals, by the name of its work category where it has one."""
    state = state_of(row)
    return {
        "label": ledger.category_name(row.category) or row.label,
        "actual": spoken(row.actual, row.unit),
        "target": spoken(row.target, row.unit),
        "share": min(row.done_share, Decimal(1)) if row.done_share is not None else None,
        "pace": row.pace_share,
        "tone": BARS[state.tone],
    }


def cost_columns(verdict: MonthVerdict) -> tuple[dict[str, str], ...]:
    """What one inquiry, one valid inquiry and one new deal cost, beside the plan."""
    return tuple(
        {
            "label": _("Paid: %(cost)s") % {"cost": str(ledger.measure(code).label).lower()},
            "value": formats.money(_cents(verdict.paid[code].value), digits=0),
            "plan": formats.money(_cents(verdict.planned_costs.get(code)), digits=0)
            if verdict.planned_costs.get(code)
            else "",
            "url": ledger.rows_url("spend", verdict.first, verdict.today),
        }
        for code in ("cost_per_inquiry", "cost_per_valid", "cost_per_won")
    )


def _cents(value: int | Decimal | None) -> int | None:
    return None if value is None else int(value)


def _whole(values: Sequence[Decimal | None]) -> list[int | None]:
    return [None if value is None else int(value) for value in values]
