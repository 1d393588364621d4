"""The months a week lies in: which of its days are whose, and how much of a month's goal gap they take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from omos.formulas.limits import FormulaError
from omos.formulas.week_parts import Category, NextMonth, Reason, Source


@dataclass(frozen=True)
class MonthPart:
    """The days of a week that lie in one month: their places, the month's workdays left, its gaps by category id."""

    places: range
    workdays_left: int
    goal_gaps: Mapping[int, int]
    # Whether the month began before the week, or with it.
    is_running: bool

    def units(self, category_id: int) -> int:
        """The part of the gap that these days take.

        Rounded up so that the month closes. Of a month that begins within the week, whose own weeks are still
        to come, to the nearest: otherwise its first days would begin everything at once.
        """
        days, left = len(self.places), max(self.workdays_left, len(self.places), 1)
        share = max(self.goal_gaps.get(category_id, 0), 0) * days
        return -(-share // left) if self.is_running else nearest(share, left)

    def reason(self, category_id: int, quantity: int) -> Reason:
        """Why so many units stand on one of these days."""
        return Reason(Source.GOAL_GAP, quantity, (), self.units(category_id), self.goal_gaps.get(category_id, 0))


def parts_of_week(
    days: Sequence[date], workdays_left: int, categories: Sequence[Category], next_month: NextMonth | None
) -> tuple[MonthPart, ...]:
    """The week parted by month, months without a day in it left out.

    :raises FormulaError: for days out of order where a month begins within them, or negative workdays
    """
    gaps = {category.id: category.goal_gap for category in categories}
    split = len(days) if next_month is None else sum(day < next_month.first for day in days)
    parts = [MonthPart(range(split), workdays_left, gaps, is_running=True)]
    if next_month is not None:
        _check(days, next_month)
        places = range(split, len(days))
        parts.append(MonthPart(places, next_month.workdays_left, next_month.goal_gaps, is_running=False))
    return tuple(part for part in parts if part.places)


def nearest(dividend: int, divisor: int) -> int:
    """A quotient to the nearest whole number, half up; neither may be negative."""
    return (2 * dividend + divisor) // (2 * divisor)


def _check(days: Sequence[date], next_month: NextMonth) -> None:
    if list(days) != sorted(days):
        raise FormulaError("days", "not_in_order")
    if next_month.workdays_left < 0:
        raise FormulaError("workdays_left", "negative")
