"""How much happens when: a grid of columns and rows, darker where there is more."""

from __future__ import annotations

from collections.abc import Sequence

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
    written,
)


def heat(
    *,
    key: str,
    columns: Sequence[str],
    rows: Sequence[str],
    values: Sequence[Sequence[Value]],
    explanation: str,
    look: Look = PLAIN,
    has_figures: bool = True,
) -> Chart:
    """`values` holds one sequence per row, as long as the columns; None stays empty."""
    known = [float(value) for line in values for value in line if value is not None]
    option = base_option(summary=explanation)
    option["tooltip"] = option["tooltip"] | {"trigger": "item"}
    option["xAxis"] = category_axis(columns) | {"splitArea": {"show": False}}
    option["yAxis"] = category_axis(rows) | {"inverse": True}
    option["visualMap"] = {
        "show": False,
        "min": 0,
        "max": (max(known, default=1) or 1) / (100 if look.style == "money" else 1),
        "inRange": {"color": ["@raised", "@accent/75"]},
    }
    option["series"] = [
        {
            "type": "heatmap",
            "data": _cells(values, look, has_figures=has_figures),
            "itemStyle": {"borderColor": "@card", "borderWidth": 2, "borderRadius": 3},
            "label": {"show": has_figures, "color": "@text", "fontSize": 12},
        }
    ]
    lines = zip(rows, values, strict=True)
    table = Table(
        headers=("", *columns),
        rows=tuple((name, *(written(value, style=look.style) for value in line)) for name, line in lines),
    )
    return Chart(
        key=key,
        option=option,
        explanation=explanation,
        table=table,
        height=look.height,
        style=look.style,
        shown=tuple(range(len(columns))),
    )


def _cells(values: Sequence[Sequence[Value]], look: Look, *, has_figures: bool) -> list[dict[str, object]]:
    return [
        _cell(x, y, value, look.style, has_figures=has_figures)
        for y, line in enumerate(values)
        for x, value in enumerate(line)
        if value is not None
    ]


def _cell(x: int, y: int, value: Value, style: Style, *, has_figures: bool) -> dict[str, object]:
    cell: dict[str, object] = {"value": [x, y, plain(value, style=style)]}
    return cell | {"label": {"formatter": spoken(value, style=style)}} if has_figures else cell
