"""Ranks over time: first place on top, a gap where the word was not found within the depth looked at."""

from __future__ import annotations

from collections.abc import Sequence

from omos.ui.charts.chart import Chart, Height, base_option, category_axis, table_of, value_axis, weekly_positions
from omos.ui.charts.trend import Line

_COLORS = ("@accent", "@seo", "@paid", "@customers", "@comparison")
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
    option["grid"] = option["grid"] | {"top": 34}
    option["legend"] = {
        "show": len(lines) > 1,
        "top": 0,
        "right": 0,
        "textStyle": {"color": "@second"},
        "icon": "roundRect",
    }
    option["xAxis"] = category_axis(labels) | {"boundaryGap": False, "position": "bottom"}
    option["yAxis"] = value_axis(inverse=True, min=1, max=depth, minInterval=1)
    option["series"] = [
        {
            "type": "line",
            "name": line.label,
            "data": [None if value is None else float(value) for value in line.values],
            "connectNulls": False,
            "symbolSize": 5,
            "lineStyle": {"color": color, "width": 2, "type": dash},
            "itemStyle": {"color": color},
        }
        for line, color, dash in zip(lines, _COLORS, _DASHES, strict=False)
    ]
    headers = [day_header, *(line.label for line in lines)]
    return Chart(
        key=key,
        option=option,
        explanation=explanation,
        table=table_of(headers, labels, [line.values for line in lines], style="number"),
        height=height,
        shown=weekly_positions(len(labels)),
    )
