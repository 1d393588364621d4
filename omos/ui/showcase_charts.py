"""Charts of the components page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext as _

from omos.ui import charts

_DAILY = (300, 1050, 995, 930, 910, 840, 400, 315, 1025, 985, 980, 925, 845, 400, 305, 1050, 950, 900, 935, 855)
_BEFORE = (290, 930, 920, 915, 840, 790, 370, 310, 1010, 935, 950, 925, 800, 390, 295, 955, 920, 870, 905, 840)
_LATER = (420, 330, 1060, 1000, 970, 930, 890, 410, 330, 1050)
_REVENUE = (9, 68, 98, 125, 165, 176, 176, 205, 240, 265, 300, 320, 330, 345, 385, 410, 430, 455, 470, 489)


def samples() -> dict[str, Any]:
    """One chart of each kind."""
    return {
        "revenue": _revenue(),
        "visits": _visits(),
        "months": _months(),
        "channels": _channels(),
        "sales_funnel": _funnel(),
        "hours": _hours(),
        "ranks": _ranks(),
        "gap": _gap(),
        "spark": charts.spark(values=_DAILY, summary=_("sample", "Visits of 20 days")),
    }


def _days() -> list[str]:
    return [f"11-{day:02d}" for day in range(1, 31)]


def _revenue() -> charts.Chart:
    cents = [value * 100_000 for value in _REVENUE]
    pace = [round(80_000_000 * day / 30) for day in range(1, 31)]
    ahead: list[int | None] = [None] * 19
    expected = [round(48_900_000 + step * 2_280_000) for step in range(11)]
    return charts.trend(
        key="revenue",
        labels=_days(),
        actual=charts.Line(_("sample", "Actual"), cents + [None] * 10),
        explanation=_(
            "sample",
            "Revenue since the first of the month, what is due by workdays, and the forecast for the rest.",
        ),
        beside=charts.Beside(
            pace=charts.Line(_("sample", "Due by now"), pace),
            goal=80_000_000,
            forecast=charts.Forecast(
                [*ahead, *expected],
                [*ahead, *(round(value * (1 - step * 0.006)) for step, value in enumerate(expected))],
                [*ahead, *(round(value * (1 + step * 0.007)) for step, value in enumerate(expected))],
            ),
        ),
        look=charts.Look(style="money"),
    )


def _visits() -> charts.Chart:
    return charts.trend(
        key="visits",
        labels=_days(),
        actual=charts.Line(_("sample", "Visits"), [*_DAILY, *[None] * 10], last=_("sample", "Today")),
        explanation=_("sample", "Human visits per day. The comparison is last month, workday by workday."),
        beside=charts.Beside(
            forecast=charts.Forecast([*[None] * 19, 855, *_LATER]),
            comparison=charts.Line(_("sample", "Last month"), [*_BEFORE, *[None] * 10]),
            incidents=(
                charts.Incident("11-09", _("sample", "clicks got dearer")),
                charts.Incident("11-11", _("sample", "form broken for 26 hours")),
            ),
        ),
        look=charts.Look(height="high"),
    )


def _months() -> charts.Chart:
    names = _("sample", "May Jun Jul Aug Sep Oct Nov").split()
    done = (0.92, 1.04, 0.88, 0.97, 1.1, 0.95)
    past = [charts.Bar(value, "yes" if value >= 1 else "soft") for value in done]
    return charts.bars(
        key="months",
        labels=names,
        series=(charts.BarSeries(_("sample", "Goal reached"), [*past, charts.Bar(0.9, is_forecast=True)]),),
        explanation=_("sample", "Share of the month goal reached; the dashed bar is a forecast."),
        goal=1,
        legend=(
            charts.LegendItem("yes", _("sample", "reached")),
            charts.LegendItem("accent", _("sample", "not reached")),
        ),
        look=charts.Look(style="percent"),
    )


def _channels() -> charts.Chart:
    return charts.bars(
        key="channels",
        labels=[_("sample", "Baidu search"), _("sample", "Organic"), _("sample", "Social"), _("sample", "Direct")],
        series=(
            charts.BarSeries(_("sample", "passed"), (42, 38, 12, 9), "yes"),
            charts.BarSeries(_("sample", "unknown"), (3, 6, 2, 0), "unknown"),
            charts.BarSeries(_("sample", "failed"), (4, 1, 5, 1), "no"),
        ),
        explanation=_("sample", "Evidence of the week by channel and verdict. Unknown is not counted against anyone."),
        look=charts.Look(is_stacked=True, is_lying=True),
    )


def _funnel() -> charts.Chart:
    return charts.funnel(
        key="sales-funnel",
        stages=(
            (_("sample", "Visits"), 15794),
            (_("sample", "Inquiries"), 9335),
            (_("sample", "Valid inquiries"), 4169),
            (_("sample", "Won deals"), 1043),
        ),
        explanation=_("sample", "Each stage with its rate from the stage before."),
    )


def _hours() -> charts.Chart:
    return charts.heat(
        key="hours",
        columns=[f"{hour}:00" for hour in range(8, 20, 2)],
        rows=[_("sample", "Mon"), _("sample", "Tue"), _("sample", "Wed")],
        values=((3, 9, 12, 7, 14, 6), (2, 8, 15, 9, 11, None), (4, 10, 9, 8, 13, 5)),
        explanation=_("sample", "Inquiries by weekday and hour."),
        look=charts.Look(height="low"),
    )


def _ranks() -> charts.Chart:
    return charts.rank_history(
        key="ranks",
        labels=[f"11-{day:02d}" for day in range(1, 11)],
        lines=(
            charts.Line(_("sample", "Baidu"), (18, 17, 17, 14, None, None, 12, 9, 8, 7)),
            charts.Line("360", (22, 22, 20, 19, 19, 18, 15, 15, 14, 12)),
        ),
        depth=50,
        explanation=_("sample", "First place on top. A gap: not among the first 50, or not looked up."),
        day_header=_("sample", "Day"),
        height="low",
    )


def _gap() -> charts.Chart:
    return charts.waterfall(
        key="gap",
        start=charts.Change(_("sample", "Goal"), 80_000_000),
        changes=(
            charts.Change(_("sample", "Dearer clicks"), -3_100_000),
            charts.Change(_("sample", "Two days short of staff"), -2_800_000),
            charts.Change(_("sample", "Feed ads"), -3_800_000),
            charts.Change(_("sample", "New top word"), 1_400_000),
        ),
        end=charts.Change(_("sample", "Forecast"), 71_700_000),
        explanation=_("sample", "What takes the forecast away from the goal, by cause."),
        look=charts.Look(style="money"),
    )
