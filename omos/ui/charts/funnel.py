"""A funnel of stages, each with its rate from the stage before."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from omos.ui import formats
from omos.ui.charts.chart import Chart, Height, Table, Value, base_option, plain, written


def funnel(
    *,
    key: str,
    stages: Sequence[tuple[str, Value]],
    explanation: str,
    notes: Sequence[str] = (),
    height: Height = "normal",
) -> Chart:
    """Stages from wide to narrow with their figures; `notes` may carry a comparison per stage."""
    rates = _rates([value for _label, value in stages])
    option = base_option(summary=explanation)
    option["tooltip"] = option["tooltip"] | {"trigger": "item"}
    option["series"] = [
        {
            "type": "funnel",
            "sort": "none",
            "left": 8,
            "right": 8,
            "top": 8,
            "bottom": 8,
            "minSize": "4%",
            "gap": 2,
            "label": {"position": "inside", "fontSize": 12, "color": "@text"},
            "labelLine": {"show": False},
            "data": [
                {
                    "name": label,
                    "value": plain(value, style="number"),
                    "itemStyle": {"color": f"@accent/{max(20, 55 - 8 * position)}", "borderWidth": 0},
                    "label": {"formatter": _words(label, value, rate)},
                }
                for position, ((label, value), rate) in enumerate(zip(stages, rates, strict=True))
            ],
        }
    ]
    return Chart(
        key=key,
        option=option,
        explanation=explanation,
        table=_table(stages, rates, notes),
        height=height,
        style="number",
    )


def _rates(values: Sequence[Value]) -> list[Decimal | None]:
    """Each stage by the one before it; None where nothing stood before."""
    rates: list[Decimal | None] = [None]
    for before, here in pairwise(values):
        rates.append(Decimal(str(here)) / Decimal(str(before)) if before and here is not None else None)
    return rates[: len(values)]


def _words(label: str, value: Value, rate: Decimal | None) -> str:
    figure = f"{label} {written(value, style='number')}"
    return figure if rate is None else f"{figure} · {formats.percent(rate)}"


def _table(stages: Sequence[tuple[str, Value]], rates: Sequence[Decimal | None], notes: Sequence[str]) -> Table:
    remarks = (*notes, *[""] * (len(stages) - len(notes)))
    headers = (_("Stage"), _("Figure"), _("From the stage before"))
    rows = tuple(
        (label, written(value, style="number"), formats.percent(rate), *([remark] if notes else []))
        for (label, value), rate, remark in zip(stages, rates, remarks, strict=True)
    )
    return Table((*headers, _("Note")) if notes else headers, rows)
