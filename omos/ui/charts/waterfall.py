"""From one figure to another in steps: what made the gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from omos.ui.charts.chart import (
    PLAIN,
    Chart,
    Look,
    Style,
    Table,
    Value,
    base_option,
    category_axis,
    plain,
    spoken,
    value_axis,
    written,
)


@dataclass(frozen=True)
class Change:
    """One cause with what it added (or took, below zero)."""

    label: str
    value: Value


def waterfall(
    *,
    key: str,
    start: Change,
    changes: Sequence[Change],
    end: Change,
    explanation: str,
    look: Look = PLAIN,
    is_more_better: bool = True,
) -> Chart:
    """Start and end as full columns, the causes floating between them."""
    causes = [change for change in changes if change.value is not None]
    floors, heights, fills = [0.0], [_number(start)], ["@comparison"]
    level = _number(start)
    for change in causes:
        step = _number(change)
        floors.append(min(level, level + step))
        heights.append(abs(step))
        fills.append("@fill-yes" if (step >= 0) == is_more_better else "@fill-no")
        level += step
    columns = [start, *causes, end]
    floors.append(0.0)
    heights.append(_number(end))
    fills.append("@accent")
    option = base_option(summary=explanation)
    option["xAxis"] = category_axis(column.label for column in columns)
    option["yAxis"] = value_axis()
    option["series"] = [_unseen(floors, look.style), _seen(columns, heights, fills, look.style)]
    return Chart(
        key=key,
        option=option,
        explanation=explanation,
        table=Table(("", ""), tuple((column.label, written(column.value, style=look.style)) for column in columns)),
        height=look.height,
        style=look.style,
        shown=tuple(range(len(columns))),
    )


def _number(change: Change) -> float:
    return 0.0 if change.value is None else float(change.value)


def _unseen(floors: Sequence[float], style: Style) -> dict[str, Any]:
    return {
        "type": "bar",
        "stack": "all",
        "silent": True,
        "itemStyle": {"color": "transparent"},
        "tooltip": {"show": False},
        "data": [plain(floor, style=style) for floor in floors],
    }


def _seen(columns: Sequence[Change], heights: Sequence[float], fills: Sequence[str], style: Style) -> dict[str, Any]:
    return {
        "type": "bar",
        "stack": "all",
        "barMaxWidth": 36,
        "label": {"show": True, "position": "top", "color": "@text", "fontSize": 12},
        "data": [
            {
                "value": plain(height, style=style),
                "itemStyle": {"color": fill},
                "label": {"formatter": spoken(column.value, style=style)},
            }
            for column, height, fill in zip(columns, heights, fills, strict=True)
        ],
    }
