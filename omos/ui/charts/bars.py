"""Columns or bars over names: one series toned bar by bar, or several side by side or stacked. Always from zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

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
)

Fill = Literal["accent", "soft", "yes", "warning", "no", "unknown", "comparison", "seo", "paid", "customers"]
_COLORS: dict[str, str] = {
    "accent": "@accent",
    "soft": "@accent/65",
    "yes": "@fill-yes",
    "warning": "@fill-warning",
    "no": "@fill-no",
    "unknown": "@fill-unknown",
    "comparison": "@comparison",
    "seo": "@seo",
    "paid": "@paid",
    "customers": "@customers",
}


# Patterns, so that grey print and colour-blind eyes still tell the stretches apart.
_DECALS: dict[str, dict[str, Any]] = {
    "unknown": {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 4], "rotation": -0.79, "color": "@card/75"},
    "no": {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [1, 5], "rotation": 0.79, "color": "@card/55"},
    "warning": {"symbol": "circle", "dashArrayX": [[6, 6], [0, 6, 6, 0]], "dashArrayY": [6, 0], "color": "@card/40"},
}


@dataclass(frozen=True)
class Bar:
    """One bar with a fill of its own; a forecast is drawn as a dashed outline."""

    value: Value
    fill: Fill = "accent"
    is_forecast: bool = False


@dataclass(frozen=True)
class BarSeries:
    """A named row of bars; plain values take the fill of the series."""

    label: str
    bars: Sequence[Bar | Value]
    fill: Fill = "accent"


def bars(
    *,
    key: str,
    labels: Sequence[str],
    series: Sequence[BarSeries],
    explanation: str,
    goal: Value = None,
    legend: Sequence[LegendItem] | None = None,
    look: Look = PLAIN,
) -> Chart:
    """Bars over `labels`; each series is as long as the labels. Lying bars suit long names."""
    option = base_option(summary=explanation)
    names, values = category_axis(labels), value_axis()
    option["xAxis"], option["yAxis"] = (values, names | {"inverse": True}) if look.is_lying else (names, values)
    option["series"] = _all_drawn(series, goal, look)
    return Chart(
        key=key,
        option=option,
        explanation=explanation,
        table=table_of(
            ["", *(one.label for one in series)],
            labels,
            [[_value(bar) for bar in one.bars] for one in series],
            style=look.style,
        ),
        legend=_legend(series) if legend is None else tuple(legend),
        height=look.height,
        style=look.style,
        shown=tuple(range(len(labels))),
    )


def _all_drawn(series: Sequence[BarSeries], goal: Value, look: Look) -> list[dict[str, Any]]:
    drawn = [_drawn(one, look) for one in series]
    if goal is not None and drawn:
        drawn[0]["markLine"] = _goal_line(goal, look)
    return drawn


def _value(bar: Bar | Value) -> Value:
    return bar.value if isinstance(bar, Bar) else bar


def _drawn(series: BarSeries, look: Look) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "type": "bar",
        "name": series.label,
        "data": [_item(bar, series.fill, look.style) for bar in series.bars],
        "barMaxWidth": 18 if look.is_lying else 36,
        "itemStyle": {
            "color": _COLORS[series.fill],
            "borderRadius": [0, 2, 2, 0] if look.is_lying else [2, 2, 0, 0],
            "decal": _DECALS.get(series.fill, {"symbol": "none"}),
        },
    }
    if look.is_stacked:
        return drawn | {"stack": "all"}
    return drawn | {
        "label": {
            "show": True,
            "position": "right" if look.is_lying else "top",
            "color": "@text",
            "fontSize": 12,
            "backgroundColor": "@card",
            "padding": [1, 3],
        }
    }


def _item(bar: Bar | Value, fill: Fill, style: Style) -> dict[str, Any]:
    value = _value(bar)
    item: dict[str, Any] = {"value": plain(value, style=style)}
    if value is not None:
        item["label"] = {"formatter": spoken(value, style=style)}
    if isinstance(bar, Bar):
        color = _COLORS[bar.fill]
        item["itemStyle"] = (
            {"color": "@accent/10", "borderColor": "@accent", "borderType": "dashed", "borderWidth": 1.5}
            if bar.is_forecast
            else {"color": color}
        )
    return item


def _goal_line(goal: Value, look: Look) -> dict[str, Any]:
    axis = "xAxis" if look.is_lying else "yAxis"
    mark = {
        axis: plain(goal, style=look.style),
        "lineStyle": {"color": "@second", "width": 1.5, "type": "solid"},
        "label": {
            "formatter": f"{_('Goal')} {spoken(goal, style=look.style)}",
            "position": "insideEndTop",
            "color": "@second",
        },
    }
    return {"silent": True, "symbol": "none", "animation": False, "z": 1, "data": [mark]}


def _legend(series: Sequence[BarSeries]) -> tuple[LegendItem, ...]:
    if len(series) < 2:
        return ()
    kinds: dict[str, Any] = {"yes": "yes", "warning": "warning", "no": "no", "unknown": "unknown"}
    return tuple(LegendItem(kinds.get(one.fill, "accent"), one.label) for one in series)
