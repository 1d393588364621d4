"""产能: how many minutes of verified work a person does on a workday."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from omos.formulas.limits import ONE, ZERO, FormulaError, require_share
from omos.formulas.rounding import whole

DEFAULT_MINUTES: Final = 360
MINIMUM_DAYS: Final = 5
# A person there for a quarter of a day says little about a whole one.
_LEAST_PRESENCE: Final = Decimal("0.5")


@dataclass(frozen=True)
class Capacity:
    """Minutes of work a full workday holds for a person, and how we know."""

    minutes_per_day: int
    known_days: int
    is_default: bool


def capacity(
    minutes: Mapping[date, int],
    workdays: Sequence[date],
    *,
    leave: Mapping[date, Decimal] | None = None,
    held: Mapping[date, int] | None = None,
    minimum_days: int = MINIMUM_DAYS,
    default_minutes: int = DEFAULT_MINUTES,
) -> Capacity:
    """Return the median of verified minutes per workday, half-days scaled up to whole ones.

    Pass the workdays of the last four weeks. A day missing from ``minutes`` is unknown, not lazy; it
    and days mostly on leave are left out. With fewer known days than the minimum the default stands in.
    ``held`` names the days whose planned work was all done, and the minutes they were planned to hold: such a
    day says only that there was no more to do, and counts in full.

    :raises FormulaError: for negative minutes or a leave outside 0 to 1
    """
    away, full = leave or {}, held or {}
    known = sorted(
        _full_day(max(minutes[day], full.get(day, minutes[day])), away.get(day, ZERO))
        for day in workdays
        if day in minutes and ONE - away.get(day, ZERO) >= _LEAST_PRESENCE
    )
    if len(known) < minimum_days or not known:
        return Capacity(default_minutes, len(known), is_default=True)
    middle = len(known) // 2
    median = known[middle] if len(known) % 2 else (known[middle - 1] + known[middle]) / 2
    return Capacity(whole(median), len(known), is_default=False)


def available_minutes(minutes_per_day: int, *, leave: Decimal = ZERO, booked: int = 0) -> int:
    """Return the minutes left on a day after leave (a share of the day) and work already given; never below 0.

    :raises FormulaError: for a leave outside 0 to 1 or negative minutes
    """
    if minutes_per_day < 0 or booked < 0:
        raise FormulaError("minutes", "negative")
    present = ONE - require_share("leave", leave)
    return max(int(minutes_per_day * present) - booked, 0)


def _full_day(minutes: int, leave: Decimal) -> Decimal:
    if minutes < 0:
        raise FormulaError("minutes", "negative")
    return minutes / (ONE - require_share("leave", leave))
