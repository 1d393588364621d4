"""排班: which shift of a repeating cycle falls on a day, the company's holidays and make-up days heeded or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import Enum
from typing import Final

from omos.formulas.limits import FormulaError

OFF: Final = ""
LONGEST_CYCLE: Final = 56
WEEK: Final = 7


class DayKind(Enum):
    """What the company's calendar says of a day beyond the day of the week."""

    PLAIN = "plain"
    HOLIDAY = "holiday"
    MAKE_UP = "make-up"


def check_cycle(cycle: Sequence[str]) -> None:
    """Refuse a cycle that is empty, longer than eight weeks, or never works.

    :raises FormulaError: with the code empty, too_large or zero
    """
    if not 1 <= len(cycle) <= LONGEST_CYCLE:
        raise FormulaError("cycle", "too_large" if cycle else "empty")
    if not any(cycle):
        raise FormulaError("cycle", "zero")


def first_day_of_cycle(cycle: Sequence[str], day: date) -> date:
    """Where a cycle that is to begin at `day` begins: whole weeks begin on their Monday, others on the day itself."""
    return day - timedelta(days=day.weekday()) if len(cycle) % WEEK == 0 else day


def shift_on(
    day: date, *, cycle: Sequence[str], start: date, kind: DayKind = DayKind.PLAIN, heeds_holidays: bool = True
) -> str:
    """Return the code of the shift worked on a day, empty for a day off.

    The cycle repeats in both directions from `start`, its place 0. Who heeds holidays is off on them and works on
    make-up days, in the first shift of the cycle where the cycle itself is off; others follow the cycle alone.
    """
    check_cycle(cycle)
    planned = cycle[(day - start).days % len(cycle)]
    if not heeds_holidays or kind is DayKind.PLAIN:
        return planned
    return OFF if kind is DayKind.HOLIDAY else planned or next(filter(None, cycle))
