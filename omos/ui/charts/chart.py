"""What every builder returns, and the pieces of an option they share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import get_language

from omos.ui import formats

Style = Literal["number", "money", "percent"]
Height = Literal["low", "normal", "high"]
Kind = Literal[
    "actual",
    "pace",
    "goal",
    "forecast",
    "band",
    "comparison",
    "incident",
    "accent",
    "yes",
    "no",
    "warning",
    "unknown",
    "seo",
    "paid",
    "customers",
]
Value = int | float | Decimal | None


@dataclass(frozen=True)
class Look:
    """How a chart is drawn: kind of value, height, and for bars whether they lie or are stacked."""

    style: Style = "number"
    height: Height = "normal"
    is_from_zero: bool = True
    is_stacked: bool = False
    is_lying: bool = False


PLAIN = Look()


@dataclass(frozen=True)
class Table:
    """The same figures as text, for reading aloud and for export; the first cell of a row names it."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class LegendItem:
    """One entry of the legend in the card head."""

    kind: Kind
    label: str


@dataclass(frozen=True)
class Chart:
    """A drawing as data: nothing in it is code, so the page needs no inline script."""

    key: str
    option: dict[str, Any]
    explanation: str
    table: Table
    legend: tuple[LegendItem, ...] = ()
    height: Height = "normal"
    style: Style = "number"
    shown: tuple[int, ...] = field(default=())

    @property
    def payload(self) -> dict[str, Any]:
        """What the browser needs to draw it."""
        return {
            "option": self.option,
            "style": self.style,
            "language": get_language() or "en",
            "shown": list(self.shown),
        }

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing known to draw."""
        return not any(cell != formats.NOTHING_KNOWN for row in self.table.rows for cell in row[1:])


def plain(value: Value, *, style: Style) -> float | None:
    """A value as the browser draws it; money comes in whole 分 and is drawn in yuan."""
    if value is None:
        return None
    number = float(value)
    return number / 100 if style == "money" else number


def written(value: Value, *, style: Style) -> str:
    """A value in full, as tables and exports show it."""
    if value is None:
        return formats.NOTHING_KNOWN
    if style == "money":
        return formats.money(round(value))
    return formats.percent(value) if style == "percent" else formats.number(value)


def spoken(value: Value, *, style: Style) -> str:
    """A value as briefly as it is said, for labels inside the plot."""
    language = get_language() or "en"
    if value is None:
        return formats.NOTHING_KNOWN
    if style == "money":
        return formats.short_money(round(value), language=language)
    return formats.percent(value).replace(".0%", "%") if style == "percent" else formats.short(value, language=language)


def base_option(*, summary: str) -> dict[str, Any]:
    """Ground of every option: no animation of meaning, text read aloud, tooltip drawn on the canvas itself."""
    return {
        "animationDuration": 300,
        "aria": {"enabled": True, "label": {"description": summary}},
        "grid": {
            "left": 8,
            "right": 16,
            "top": 24,
            "bottom": 4,
            "outerBoundsMode": "same",
            "outerBoundsContain": "axisLabel",
        },
        "textStyle": {"fontSize": 12, "color": "@note"},
        "tooltip": {
            "trigger": "axis",
            "renderMode": "richText",
            "confine": True,
            "backgroundColor": "@card",
            "borderColor": "@line",
            "textStyle": {"color": "@text", "fontSize": 12},
            "axisPointer": {"lineStyle": {"color": "@control"}},
        },
    }


def category_axis(labels: Iterable[str]) -> dict[str, Any]:
    """The axis of days or names."""
    return {
        "type": "category",
        "data": list(labels),
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": "@control"}},
        "axisLabel": {"color": "@note", "fontSize": 12, "hideOverlap": True},
    }


def value_axis(**changes: Any) -> dict[str, Any]:
    """The axis of values, from zero, with about four lines."""
    return {
        "type": "value",
        "splitNumber": 4,
        "axisLabel": {"color": "@note", "fontSize": 12},
        "splitLine": {"lineStyle": {"color": "@line"}},
    } | changes


def table_of(
    headers: Sequence[str], labels: Sequence[str], columns: Sequence[Sequence[Value]], *, style: Style
) -> Table:
    """Columns of values beside their labels."""
    rows = zip(labels, *columns, strict=True)
    return Table(
        headers=tuple(headers),
        rows=tuple((label, *(written(value, style=style) for value in values)) for label, *values in rows),
    )


def weekly_positions(count: int) -> tuple[int, ...]:
    """Every seventh label and the last one, leaving out a neighbour too close to it."""
    if count <= 8:
        return tuple(range(count))
    weekly = [position for position in range(0, count, 7) if count - 1 - position > 3]
    return (*weekly, count - 1)
