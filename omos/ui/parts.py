"""Plain values for the components. Mappings with the same names do as well; these let mypy check them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

Tone = Literal["yes", "no", "warning", "unknown", "accent", "plain"]
Family = Literal["content", "seo", "paid", "customers", "adhoc"]
Share = Decimal | float | None


@dataclass(frozen=True)
class State:
    """A verdict or state in words, with the tone that colours and marks it."""

    tone: Tone
    word: str


@dataclass(frozen=True)
class Change:
    """A rise or fall against an earlier time; the tone says whether it is good."""

    direction: Literal["up", "down", "flat"]
    tone: Tone
    text: str
    note: str = ""


@dataclass(frozen=True)
class Kpi:
    """One column of the figures' card; `value` and `pace` are shares between 0 and 1."""

    name: str
    figure: str
    prefix: str = ""
    unit: str = ""
    state: State | None = None
    value: Share = None
    pace: Share = None
    tone: Tone = "accent"
    left: str = ""
    right: str = ""
    change: Change | None = None
    url: str = ""
    help: str = ""
    figure_tone: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class Chip:
    """A work category with its quantity; outlined when carried over from earlier."""

    family: Family
    icon: str
    name: str
    quantity: str = ""
    is_outlined: bool = False
    url: str = ""
    title: str = ""


@dataclass(frozen=True)
class Step:
    """A step of a wizard."""

    label: str
    note: str = ""
    state: Literal["done", "now", "coming"] = "coming"
    url: str = ""


@dataclass(frozen=True)
class Place:
    """A tab, segment or page to go to."""

    label: str
    url: str
    is_current: bool = False
    count: int | None = None
    icon: str = ""


@dataclass(frozen=True)
class Measured:
    """A figure that can answer for itself: unit, origin, freshness and the rows behind it."""

    name: str
    figure: str
    unit: str = ""
    source: str = ""
    as_of: datetime | None = None
    rows_url: str = ""
    help: str = ""


@dataclass(frozen=True)
class Person:
    """Someone at the head of a row."""

    name: str
    initial: str
    position: str = ""
    url: str = ""


@dataclass(frozen=True)
class Day:
    """A column of the matrix or the calendar; `note` is a small word such as 班."""

    label: str
    date: str
    is_off: bool = False
    is_today: bool = False
    note: str = ""


@dataclass(frozen=True)
class Load:
    """Hours planned against hours there are; shares between 0 and 1."""

    percent: str
    hours: str
    value: Share
    pace: Share = 1.0
    tone: Tone = "accent"


@dataclass(frozen=True)
class Cell:
    """One person on one day: chips, or away with a reason."""

    chips: tuple[Chip, ...] = ()
    away: str = ""
    over: str = ""
    is_selected: bool = False
    is_rest: bool = False
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class PlanRow:
    """A person's week."""

    person: Person
    cells: tuple[Cell, ...]
    load: Load | None = None


@dataclass(frozen=True)
class HeatCell:
    """One day of one person: yes ✓, late 迟, missing 缺, away 假, unknown ?, today (figure), coming, or off."""

    kind: Literal["yes", "late", "missing", "away", "unknown", "today", "coming", "off"]
    word: str = ""
    url: str = ""


@dataclass(frozen=True)
class HeatRow:
    """A person's month; `total` stands at the right, e.g. 13 / 14."""

    person: Person
    cells: tuple[HeatCell, ...]
    total: str = ""


@dataclass(frozen=True)
class BarShare:
    """A stretch of a stacked bar, in percent of its length."""

    tone: str
    start: str
    width: str
    is_round: bool


@dataclass(frozen=True)
class Stage:
    """A stage of a funnel: its figure, the share of the first stage, and the rate from the stage before."""

    label: str
    figure: str
    share: Share
    rate: str = ""
    note: str = ""


def initial_of(name: str) -> str:
    """What an avatar shows of a name: the last character of a Chinese one, the first letter of any other."""
    return name[:1].upper() if name.isascii() else name[-1:]
