"""The goals of one owner over a year, quarter or month and its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from omos.formulas.periods import Grain, Period
from omos.loop.goals.models import Goal
from omos.loop.goals.queries.shares import Column
from omos.loop.ledger import queries as ledger
from omos.people import queries as people

_USUAL: Column = ("revenue", "")


@dataclass(frozen=True)
class PeriodParts:
    """The number goals of one owner by period and column; nothing is said of how far they are."""

    whole: Period
    level: str
    owner_id: int | None
    goals: tuple[Goal, ...]

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The whole and all it is made of, parts below their wholes."""
        return tuple(_tree(self.whole))

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Measures with a number in any of the periods, in the order of the list; revenue where there is none yet.

        Single work categories stand here only for owners who have nothing else.
        """
        order = {one.code: place for place, one in enumerate(ledger.measures())}
        every = {(goal.measure, goal.category) for goal in self.goals}
        held = {column for column in every if not column[1]} or every or {_USUAL}
        return tuple(sorted(held, key=lambda column: (order.get(column[0], len(order)), column[1])))

    @cached_property
    def _places(self) -> Mapping[tuple[date, date, Column], Goal]:
        return {(goal.first_day, goal.last_day, (goal.measure, goal.category)): goal for goal in self.goals}

    def of(self, period: Period, column: Column) -> Goal | None:
        """The goal of one period for one column."""
        return self._places.get((period.first, period.last, column))


def period_parts(*, whole: Period, level: str, owner_id: int | None) -> PeriodParts:
    """The goals of this owner; who may see them is asked before. One query."""
    periods = list(_tree(whole))
    goals = Goal.objects.filter(
        level=level,
        first_day__in={period.first for period in periods},
        last_day__in={period.last for period in periods},
    )
    if level != Goal.Level.COMPANY:
        goals = goals.filter(**{"staff_id" if level == Goal.Level.PERSON else "department_id": owner_id})
    standing = goals.exclude(state=Goal.State.WITHDRAWN).exclude(measure="").order_by("id")
    return PeriodParts(whole, level, owner_id, tuple(standing))


def period_weights(whole: Period, measure: str, *, by_last_year: bool) -> dict[Period, int]:
    """What each part of a period weighs: its workdays, or what the company brought in it a year before."""
    parts = whole.parts()
    if by_last_year:
        return {part: sum(_a_year_before(part, measure).values()) for part in parts}
    workdays = people.workdays_between(parts[0].first, parts[-1].last) if parts else []
    return {part: sum(part.first <= day <= part.last for day in workdays) for part in parts}


def _a_year_before(part: Period, measure: str) -> Mapping[date, int]:
    if ledger.measure(measure).kind is not ledger.Kind.FLOW:
        return {}
    return ledger.series(measure=measure, first=_year_back(part.first), last=_year_back(part.last))


def _year_back(day: date) -> date:
    # 29 February has no day of its own a year before.
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _tree(whole: Period) -> Iterator[Period]:
    """A year down to its months, a quarter to its months, a month to its weeks."""
    yield whole
    for part in whole.parts():
        yield part
        if whole.grain is Grain.YEAR:
            yield from part.parts()
