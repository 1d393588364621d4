"""Ranks over time: first place on top, a gap where the word was not found within the depth looked at."""

from __future__ import annotations

from collections.abc import Sequence

from omos.ui.charts.chart import (
    Chart,
    Height,
    Kind,
    LegendItem,
    base_option,
    category_axis,
    table_of,
    value_axis,
    weekly_positions,
)
from omos.ui.charts.trend import Line

_KINDS: tuple[Kind, ...] = ("accent", "seo", "paid", "customers", "comparison")
_DASHES = ("solid", "dashed", "dotted", "solid", "dashed")


def rank_history(
    *,
    key: str,
    labels: Sequence[str],
    lines: Sequence[Line],
    depth: int,
    explanation: str,
    day_header: str = "",
    height: Height = "normal",
) -> Chart:
    """One line per engine or word (at most five); None where it was beyond `depth` or not looked up."""
    option = base_option(summary=explanation)
    option["xAxis"] = category_axis(labels) | {"boundaryGap": False, "position": "bottom"}
    option["yAxis"] = value_axis(inverse=True, min=1, max=depth, minInterval=1)
    option["series"] = [
        {
            "type": "line",
            "name": line.label,
            "data": [None if value is None else float(value) for value in line.values],
            "connectNulls": False,
            "symbolSize": 5,
            "lineStyle": {"color": f"@{kind}", "width": 2, "type": dash},
            "itemStyle": {"color": f"@{kind}"},
        }
        for line, kind, dash in zip(lines, _KINDS, _DASHES, strict=False)
    ]
    headers = [day_header, *(line.label for line in lines)]
    return Chart(
        key=key,
        option=option,
        explanation=explanation,
        table=table_of(headers, labels, [line.values for line in lines], style="number"),
        legend=tuple(LegendItem(kind, line.label) for line, kind in zip(lines, _KINDS, strict=False)),
        height=height,
        shown=weekly_positions(len(labels)),
    )
