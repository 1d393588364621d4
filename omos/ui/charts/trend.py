"""A measure over days: actual, pace, month goal, forecast with its band, comparison, incidents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from omos.ui.charts.chart import (
    PLAIN,
    Chart,
    LegendItem,
    Look,
    Style,
    Value,
    base_option,
    category_axis,
    plain,
    spoken,
    table_of,
    value_axis,
    weekly_positions,
)

PLAIN_MARGIN = 16


@dataclass(frozen=True)
class Line:
    """A series as long as the labels, None where nothing is known; `last` stands before the last value, e.g. 今天."""

    label: str
    values: Sequence[Value]
    last: str = ""


@dataclass(frozen=True)
class Forecast:
    """What is expected after the last actual value, with the bounds of the 80 % band."""

    values: Sequence[Value]
    low: Sequence[Value] = ()
    high: Sequence[Value] = ()


@dataclass(frozen=True)
class Incident:
    """Something that happened on a day, told in a few words."""

    label: str
    words: str


@dataclass(frozen=True)
class Beside:
    """What stands beside the actual line; every part may be missing."""

    pace: Line | None = None
    goal: Value = None
    forecast: Forecast | None = None
    comparison: Line | None = None
    incidents: Sequence[Incident] = ()


def trend(
    *,
    key: str,
    labels: Sequence[str],
    actual: Line,
    explanation: str,
    beside: Beside = Beside(),  # frozen, so safe to share
    look: Look = PLAIN,
) -> Chart:
    """A line over `labels`. Money in whole 分, percent as shares between 0 and 1."""
    lines = _lines(actual, beside)
    option = base_option(summary=explanation)
    option["grid"] = option["grid"] | _margins(actual, beside, look.style)
    option["xAxis"] = category_axis(labels) | {"boundaryGap": False}
    option["yAxis"] = value_axis(scale=not look.is_from_zero)
    option["series"] = [
        *_band(beside.forecast, look.style),
        *_optional(beside.comparison, look.style, color="@comparison", dash="solid"),
        *_optional(beside.pace, look.style, color="@note", dash="dotted"),
        *_forecast(beside.forecast, look.style),
        _actual(actual, beside, look.style),
    ]
    return Chart(
        key=key,
        option=option,
        explanation=explanation,
        table=table_of(
            [_("Day"), *(line.label for line in lines)], labels, [line.values for line in lines], style=look.style
        ),
        legend=_legend(actual, beside),
        height=look.height,
        style=look.style,
        shown=weekly_positions(len(labels)),
    )


def _margins(actual: Line, beside: Beside, style: Style) -> dict[str, int]:
    room = _room_for(actual.values, actual.last, style)
    if beside.forecast:
        room = max(room, _room_for(beside.forecast.values, _("Forecast"), style))
    return {"right": room, "top": 24 + 14 * min(len(beside.incidents), 2)}


def _lines(actual: Line, beside: Beside) -> list[Line]:
    lines = [actual, *([beside.pace] if beside.pace else [])]
    if beside.forecast:
        lines.append(Line(_("Forecast"), beside.forecast.values))
        if beside.forecast.low:
            lines += [Line(_("80% at least"), beside.forecast.low), Line(_("80% at most"), beside.forecast.high)]
    return lines + ([beside.comparison] if beside.comparison else [])


def _legend(actual: Line, beside: Beside) -> tuple[LegendItem, ...]:
    items = [LegendItem("actual", actual.label)]
    if beside.pace:
        items.append(LegendItem("pace", beside.pace.label))
    if beside.forecast:
        items.append(LegendItem("forecast", _("Forecast")))
        if beside.forecast.low:
            items.append(LegendItem("band", _("80% band")))
    if beside.comparison:
        items.append(LegendItem("comparison", beside.comparison.label))
    return tuple(items)


def _line(name: str, values: Sequence[Value], style: Style) -> dict[str, Any]:
    return {
        "type": "line",
        "name": name,
        "data": [plain(value, style=style) for value in values],
        "showSymbol": False,
        "connectNulls": False,
    }


def _optional(line: Line | None, style: Style, *, color: str, dash: str) -> list[dict[str, Any]]:
    if line is None:
        return []
    look = {"lineStyle": {"color": color, "width": 1.5, "type": dash}, "itemStyle": {"color": color}}
    return [_line(line.label, line.values, style) | look]


def _band(forecast: Forecast | None, style: Style) -> list[dict[str, Any]]:
    """Two stacked lines: an unseen lower one, and above it the area up to the upper bound."""
    if forecast is None or not forecast.low:
        return []
    gaps = [_gap(low, high) for low, high in zip(forecast.low, forecast.high, strict=True)]
    unseen = {
        "stack": "band",
        "silent": True,
        "lineStyle": {"opacity": 0},
        "tooltip": {"show": False},
        "symbol": "none",
    }
    return [
        _line("", forecast.low, style) | unseen,
        _line("", gaps, style) | unseen | {"areaStyle": {"color": "@accent/14"}},
    ]


def _gap(low: Value, high: Value) -> Value:
    return None if low is None or high is None else float(high) - float(low)


def _forecast(forecast: Forecast | None, style: Style) -> list[dict[str, Any]]:
    if forecast is None:
        return []
    series = _line(_("Forecast"), forecast.values, style)
    _name_last(series, forecast.values, text=_("Forecast"), style=style, color="@accent")
    return [
        series
        | {"lineStyle": {"color": "@accent", "width": 2, "type": "dashed"}, "itemStyle": {"color": "@accent"}, "z": 3}
    ]


def _actual(actual: Line, beside: Beside, style: Style) -> dict[str, Any]:
    series = _line(actual.label, actual.values, style) | {
        "lineStyle": {"color": "@accent", "width": 2.5},
        "itemStyle": {"color": "@accent"},
        "areaStyle": {"color": "@accent/6"},
        "z": 4,
    }
    _name_last(series, actual.values, text=actual.last, style=style, color="@text", has_dot=True)
    _lean_away(series, beside.forecast)
    marks = _goal_mark(beside.goal, style) + [
        _incident_mark(incident, position) for position, incident in enumerate(beside.incidents)
    ]
    if marks:
        series["markLine"] = {"silent": True, "symbol": "none", "animation": False, "data": marks}
    return series


def _name_last(
    series: dict[str, Any], values: Sequence[Value], *, text: str, style: Style, color: str, has_dot: bool = False
) -> None:
    """Write the last known value at its point, to its right."""
    known = [position for position, value in enumerate(values) if value is not None]
    if not known:
        return
    last = known[-1]
    series["showSymbol"] = True
    series["symbol"] = "none"
    series["data"][last] = {
        "value": series["data"][last],
        "symbol": "circle",
        "symbolSize": 8 if has_dot else 1,
        "label": {
            "show": True,
            "position": "right",
            "formatter": _last_words(text, values[last], style),
            "color": color,
            "fontWeight": "bold",
            "fontSize": 12,
        },
    }


def _lean_away(series: dict[str, Any], forecast: Forecast | None) -> None:
    """Move the last value's words off the forecast that starts at the same point."""
    known = [position for position, value in enumerate(series["data"]) if value is not None]
    if forecast is None or not known or known[-1] + 1 >= len(forecast.values):
        return
    here, after = forecast.values[known[-1]], forecast.values[known[-1] + 1]
    if here is not None and after is not None:
        series["data"][known[-1]]["label"]["offset"] = [0, 11 if after >= here else -8]


def _last_words(text: str, value: Value, style: Style) -> str:
    return f"{text} {spoken(value, style=style)}".strip()


def _room_for(line: Sequence[Value], text: str, style: Style) -> int:
    """Pixels kept free at the right for the last value, when it stands at the end of the plot."""
    known = [position for position, value in enumerate(line) if value is not None]
    if not known or known[-1] < len(line) * 0.85:
        return PLAIN_MARGIN
    return 10 + sum(12 if ord(letter) > 0x2E80 else 7 for letter in _last_words(text, line[known[-1]], style))


def _goal_mark(goal: Value, style: Style) -> list[dict[str, Any]]:
    if goal is None:
        return []
    label = {"formatter": f"{_('Goal')} {spoken(goal, style=style)}", "position": "insideStartTop", "color": "@second"}
    return [
        {
            "yAxis": plain(goal, style=style),
            "lineStyle": {"color": "@second", "width": 1.5, "type": "solid"},
            "label": label,
        }
    ]


def _incident_mark(incident: Incident, position: int) -> dict[str, Any]:
    # Neighbours take turns between two rows, so that their words do not lie upon one another.
    return {
        "xAxis": incident.label,
        "lineStyle": {"color": "@warning", "width": 1, "type": "dashed"},
        "label": {
            "formatter": incident.words,
            "position": "end",
            "distance": 4 + 14 * (position % 2),
            "color": "@warning",
            "fontSize": 12,
        },
    }
