"""Years, quarters, months and weeks: what they are called, what follows them, what they are made of.

A week belongs to the month that holds its Thursday, so every week counts to exactly one month and sums are exact.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_DAY = timedelta(days=1)
_KEY = re.compile(r"(?P<year>[12]\d{3})(?:-(?:Q(?P<quarter>[1-4])|W(?P<week>\d\d)|(?P<month>\d\d)))?", re.ASCII)


class Grain(StrEnum):
    """The four lengths of a plan, the longest first."""

    YEAR = "YEAR"
    QUARTER = "QUARTER"
    MONTH = "MONTH"
    WEEK = "WEEK"


_FINER = {Grain.YEAR: Grain.QUARTER, Grain.QUARTER: Grain.MONTH, Grain.MONTH: Grain.WEEK}


@dataclass(frozen=True, order=True)
class Period:
    """One whole year, quarter, month or week (Monday to Sunday)."""

    first: date
    last: date
    grain: Grain

    @property
    def key(self) -> str:
        """How an address names it: 2026, 2026-Q4, 2026-11 or 2026-W47."""
        middle = self.middle
        week = middle.isocalendar().week
        quarter = (middle.month + 2) // 3
        suffix = {
            Grain.YEAR: "",
            Grain.QUARTER: f"-Q{quarter}",
            Grain.MONTH: f"-{middle.month:02}",
            Grain.WEEK: f"-W{week:02}",
        }
        return f"{middle.year}{suffix[self.grain]}"

    @property
    def middle(self) -> date:
        """A day that decides which longer period it belongs to: of a week the Thursday."""
        return self.first + (self.last - self.first) // 2

    @property
    def previous(self) -> Period:
        """The one before."""
        return period_of(self.first - _DAY, self.grain)

    @property
    def following(self) -> Period:
        """The one after."""
        return period_of(self.last + _DAY, self.grain)

    @property
    def finer(self) -> Grain | None:
        """The length it is parted into; None for a week."""
        return _FINER.get(self.grain)

    def parts(self) -> tuple[Period, ...]:
        """The quarters of a year, the months of a quarter, the weeks of a month; none of a week."""
        if self.finer is None:
            return ()
        found, part = [], period_of(self.first, self.finer)
        while part.middle <= self.last:
            if part.middle >= self.first:
                found.append(part)
            part = part.following
        return tuple(found)

    def whole(self, grain: Grain) -> Period:
        """The longer period of this length that it belongs to."""
        return period_of(self.middle, grain)


def period_of(day: date, grain: Grain) -> Period:
    """The period of this length in which a day lies."""
    first, last = _BOUNDS[grain](day)
    return Period(first, last, grain)


def read_period(text: str) -> Period | None:
    """The period an address names, or None where it names none."""
    found = _KEY.fullmatch(text)
    if not found:
        return None
    year = int(found["year"])
    if found["week"]:
        return _week(year, int(found["week"]))
    if found["quarter"]:
        return period_of(date(year, int(found["quarter"]) * 3, 1), Grain.QUARTER)
    if found["month"]:
        month = int(found["month"])
        return period_of(date(year, month, 1), Grain.MONTH) if 1 <= month <= 12 else None
    return period_of(date(year, 1, 1), Grain.YEAR)


def whole_period(first: date, last: date) -> Period | None:
    """The period with exactly these bounds, or None where there is none."""
    candidates = (period_of(first, grain) for grain in Grain)
    return next((one for one in candidates if (one.first, one.last) == (first, last)), None)


def _week(year: int, number: int) -> Period | None:
    try:
        return period_of(date.fromisocalendar(year, number, 4), Grain.WEEK)
    except ValueError:
        return None


def _months(day: date, count: int) -> tuple[date, date]:
    """Bounds of the stretch of so many months, counted from January, in which a day lies."""
    start = (day.month - 1) // count * count + 1
    end = start + count - 1
    return date(day.year, start, 1), date(day.year, end, monthrange(day.year, end)[1])


def _week_bounds(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


_BOUNDS: dict[Grain, Callable[[date], tuple[date, date]]] = {
    Grain.YEAR: lambda day: _months(day, 12),
    Grain.QUARTER: lambda day: _months(day, 3),
    Grain.MONTH: lambda day: _months(day, 1),
    Grain.WEEK: _week_bounds,
}
