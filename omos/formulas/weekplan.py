"""周工作计划: who does what on which day of the week, never above capacity, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from omos.formulas.limits import FormulaError
from omos.formulas.week_board import Board
from omos.formulas.week_months import parts_of_week
from omos.formulas.week_parts import (
    Carried,
    Category,
    Cell,
    KeywordItem,
    Load,
    NextMonth,
    Obstacle,
    Person,
    Reason,
    Source,
    Unplaced,
    WeekPlan,
)

__all__ = [
    "Carried",
    "Category",
    "Cell",
    "KeywordItem",
    "Load",
    "NextMonth",
    "Obstacle",
    "Person",
    "Reason",
    "Source",
    "Unplaced",
    "WeekPlan",
    "plan_week",
]


def plan_week(
    *,
    people: Sequence[Person],
    categories: Sequence[Category],
    days: Sequence[date],
    workdays_left: int,
    carried: Iterable[Carried] = (),
    keyword_items: Iterable[KeywordItem] = (),
    next_month: NextMonth | None = None,
) -> WeekPlan:
    """Propose a week: carried-over work first, then the keyword plan, then the week's part of the goal gap.

    ``days`` are the workdays to plan; ``workdays_left`` counts those of the month from the first of
    them on. From its first day on, a ``next_month`` that begins within the week asks for its own part of
    its own gaps. Earlier categories are filled up first. Same input, same plan.

    :raises FormulaError: for a category nobody declared, or numbers that make no sense
    """
    _check(people, categories, days, workdays_left)
    board = Board(people, categories, days)
    for leftover in carried:
        board.place_carried(leftover)
    for item in keyword_items:
        board.place_keyword(item)
    for month in parts_of_week(days, workdays_left, categories, next_month):
        for group in _by_position(categories):
            board.place_gaps(group, month)
    return board.plan()


def _by_position(categories: Sequence[Category]) -> list[list[Category]]:
    groups: dict[str | None, list[Category]] = defaultdict(list)
    for category in categories:
        groups[category.position].append(category)
    return list(groups.values())


def _check(people: Sequence[Person], categories: Sequence[Category], days: Sequence[date], workdays_left: int) -> None:
    if workdays_left < 0:
        raise FormulaError("workdays_left", "negative")
    if any(category.minutes_per_unit <= 0 for category in categories):
        raise FormulaError("minutes_per_unit", "not_positive")
    for name, ids in (
        ("people", [person.id for person in people]),
        ("categories", [category.id for category in categories]),
        ("days", list(days)),
    ):
        if len(set(ids)) < len(ids):
            raise FormulaError(name, "not_unique")
