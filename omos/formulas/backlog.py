"""待办量: when a new piece of work is ready, behind everything that waits before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from omos.formulas.limits import FormulaError

# A maker's day is never all for requests: questions, meetings and mending take the rest.
USABLE_SHARE: Final = 0.8


def ready_day(days: Sequence[tuple[date, int]], *, waiting: int, minutes: int) -> date | None:
    """Return the first day by whose end the waiting minutes and the new ones are worked off; None where days run out.

    ``days`` are a person's own days in order with the minutes each holds; four fifths of them are counted on.

    :raises FormulaError: for negative minutes
    """
    if waiting < 0 or minutes < 0 or any(held < 0 for _day, held in days):
        raise FormulaError("minutes", "negative")
    left = (waiting + minutes) / USABLE_SHARE
    for day, held in days:
        left -= held
        if held and left <= 0:
            return day
    return None


def load_share(days: Sequence[tuple[date, int]], *, waiting: int) -> float | None:
    """Return waiting minutes ÷ minutes the days can be counted on for; None where they hold none."""
    if waiting < 0:
        raise FormulaError("minutes", "negative")
    held = sum(minutes for _day, minutes in days) * USABLE_SHARE
    return waiting / held if held else None
