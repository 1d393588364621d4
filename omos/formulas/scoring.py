"""日清日结: the numbers of a person's day, and whether it is closed; unknown never punishes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum

from omos.formulas.limits import FormulaError


class DayState(StrEnum):
    """How a person's day stands."""

    CLOSED = "CLOSED"
    CLOSED_LATE = "CLOSED_LATE"
    PARTLY = "PARTLY"
    MISSING = "MISSING"
    NOTHING_PLANNED = "NOTHING_PLANNED"
    AWAY = "AWAY"


@dataclass(frozen=True)
class DayWork:
    """Pieces of work of one person and day.

    ``handed_in`` counts all pieces handed in; those neither passed nor failed are unknown or still
    unchecked and count as passed for the time being. ``late`` counts those of them that came after
    the day's close; failed pieces are never late as well.

    :raises FormulaError: for negative numbers, or parts above the handed-in whole
    """

    planned: int = 0
    handed_in: int = 0
    passed: int = 0
    failed: int = 0
    late: int = 0

    def __post_init__(self) -> None:
        for one in fields(self):
            if getattr(self, one.name) < 0:
                raise FormulaError(one.name, "negative")
        if self.passed + self.failed > self.handed_in:
            raise FormulaError("handed_in", "fewer_than_judged")
        if self.late > self.counted:
            raise FormulaError("late", "more_than_counted")

    def __add__(self, other: DayWork) -> DayWork:
        return DayWork(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def unknown(self) -> int:
        """Handed in without a verdict of yes or no."""
        return self.handed_in - self.passed - self.failed

    @property
    def counted(self) -> int:
        """Pieces that count as done: passed, and unknown for the time being."""
        return self.passed + self.unknown

    @property
    def missing(self) -> int:
        """Planned pieces for which nothing counts."""
        return max(self.planned - self.counted, 0)

    @property
    def on_time(self) -> int:
        """Planned pieces that count and came in time; late ones are taken from the surplus first."""
        return min(self.planned, self.counted - self.late)


def day_state(work: DayWork, *, is_away: bool = False) -> DayState:
    """Return the state of a day; whoever is away and has handed in nothing is not missing."""
    if is_away and work.handed_in == 0:
        return DayState.AWAY
    if work.planned == 0:
        return DayState.NOTHING_PLANNED
    if work.missing == 0:
        return DayState.CLOSED if work.on_time == work.planned else DayState.CLOSED_LATE
    return DayState.PARTLY if work.counted else DayState.MISSING


def on_time_rate(days: Iterable[DayWork]) -> Decimal | None:
    """Return pieces done in time ÷ pieces planned over the days; none where nothing was planned."""
    every = list(days)
    planned = sum(day.planned for day in every)
    return Decimal(sum(day.on_time for day in every)) / planned if planned else None


def done_rate(days: Iterable[DayWork]) -> Decimal | None:
    """Return planned pieces done, late ones included ÷ pieces planned; none where nothing was planned."""
    every = list(days)
    planned = sum(day.planned for day in every)
    return Decimal(sum(day.planned - day.missing for day in every)) / planned if planned else None
