"""The week while it is being filled: free minutes per person and day, and what was put where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from omos.formulas.limits import FormulaError
from omos.formulas.rounding import allot_within
from omos.formulas.week_months import MonthPart, nearest
from omos.formulas.week_parts import (
    Carried,
    Category,
    Cell,
    KeywordItem,
    Load,
    Obstacle,
    Person,
    Reason,
    Source,
    Unplaced,
    WeekPlan,
)


@dataclass(frozen=True)
class _Taker:
    """Somebody who could do a category: the weight of their share, and by day the minutes free and units they hold."""

    person_id: int
    weight: Decimal | int
    minutes: Sequence[int]
    units: Sequence[int]


class Board:
    """A week of some people in some categories, filled source by source."""

    def __init__(self, people: Sequence[Person], categories: Sequence[Category], days: Sequence[date]) -> None:
        self.people = {person.id: person for person in people}
        self.categories = {category.id: category for category in categories}
        self.days = tuple(days)
        self.free = {person.id: [max(person.minutes.get(day, 0), 0) for day in days] for person in people}
        self.full = {person_id: tuple(minutes) for person_id, minutes in self.free.items()}
        self.placed: dict[tuple[int, int, int], list[Reason]] = defaultdict(list)
        # Units placed, by category and day.
        self.done: dict[tuple[int, int], int] = defaultdict(int)
        self.unplaced: list[Unplaced] = []

    def place_carried(self, leftover: Carried) -> None:
        """Give a person back what was left over, on the earliest days with room."""
        category = self._category(leftover.category_id, leftover.quantity)
        subjects = () if leftover.subject_id is None else (leftover.subject_id,)
        left = leftover.quantity
        if leftover.person_id in self.people:
            left = self._fill(
                leftover.person_id, category, left, range(len(self.days)), source=Source.CARRIED_OVER, ids=subjects
            )
        self._leave(category, left, Source.CARRIED_OVER, leftover.person_id, leftover.subject_id)

    def place_keyword(self, item: KeywordItem) -> None:
        """Place a line of the keyword plan: on its day and with its person, else where most is free."""
        category = self._category(item.category_id, item.quantity)
        left = item.quantity
        for person_id in self._takers(category, item.person_id):
            if left == 0:
                break
            places = self._places(person_id, item.day)
            left = self._fill(person_id, category, left, places, source=Source.KEYWORD, ids=(item.subject_id,))
        self._leave(category, left, Source.KEYWORD, item.person_id, item.subject_id)

    def place_gaps(self, categories: Sequence[Category], month: MonthPart) -> None:
        """Share out the part of one month's goal gaps, of one position's categories, that its days take."""
        # What is carried over or planned by keyword closes the gap too.
        units = {one.id: max(month.units(one.id) - self._done(one.id, month.places), 0) for one in categories}
        need = sum(units[one.id] * one.minutes_per_unit for one in categories)
        free = sum(self._free_minutes(person_id, month.places) for person_id in self._eligible(categories[0]))
        # Long units first: short ones would leave a little room on every day and none for a long one. When not
        # everything fits, all categories of a position give way alike before the first takes the rest.
        for one in sorted(categories, key=lambda one: -one.minutes_per_unit):
            share = nearest(units[one.id] * free, need) if need > free else units[one.id]
            units[one.id] -= self._share_out(one, share, month)
        for one in categories:
            left = units[one.id] - self._share_out(one, units[one.id], month)
            self._leave(one, left, Source.GOAL_GAP, places=month.places)

    def plan(self) -> WeekPlan:
        """Return what stands on the board, by person, day and category in the order given."""
        order = {category_id: place for place, category_id in enumerate(self.categories)}
        seat = {person_id: place for place, person_id in enumerate(self.people)}
        keys = sorted(self.placed, key=lambda key: (seat[key[0]], key[1], order[key[2]]))
        return WeekPlan(
            cells=tuple(self._cell(*key) for key in keys),
            unplaced=tuple(self.unplaced),
            loads=tuple(
                Load(person_id, day, full, full - free)
                for person_id in self.people
                for day, full, free in zip(self.days, self.full[person_id], self.free[person_id], strict=True)
            ),
        )

    def _share_out(self, category: Category, units: int, month: MonthPart) -> int:
        takers = [self._taker(person_id, category, month.places) for person_id in self._eligible(category)]
        if not takers or not units:
            return 0
        shares = allot_within(units, [taker.weight for taker in takers], [sum(taker.units) for taker in takers])
        for taker, share in zip(takers, shares, strict=True):
            for place, quantity in zip(month.places, allot_within(share, taker.minutes, taker.units), strict=True):
                self._put(taker.person_id, place, category, month.reason(category.id, quantity))
        return sum(shares)

    def _taker(self, person_id: int, category: Category, places: range) -> _Taker:
        minutes = [self.free[person_id][place] for place in places]
        weight = category.weights.get(person_id, 1) * sum(minutes)
        return _Taker(person_id, weight, minutes, [free // category.minutes_per_unit for free in minutes])

    def _fill(
        self,
        person_id: int,
        category: Category,
        left: int,
        places: Iterable[int],
        *,
        source: Source,
        ids: tuple[int, ...],
    ) -> int:
        for place in places:
            quantity = min(left, self.free[person_id][place] // category.minutes_per_unit)
            self._put(person_id, place, category, Reason(source, quantity, ids))
            left -= quantity
        return left

    def _put(self, person_id: int, place: int, category: Category, reason: Reason) -> None:
        if reason.quantity > 0:
            self.free[person_id][place] -= reason.quantity * category.minutes_per_unit
            self.placed[person_id, place, category.id].append(reason)
            self.done[category.id, place] += reason.quantity

    def _leave(
        self,
        category: Category,
        left: int,
        source: Source,
        person_id: int | None = None,
        subject_id: int | None = None,
        *,
        places: range | None = None,
    ) -> None:
        if left > 0:
            obstacle = self._obstacle(category, person_id, range(len(self.days)) if places is None else places)
            self.unplaced.append(Unplaced(category.id, left, source, obstacle, person_id, subject_id))

    def _obstacle(self, category: Category, person_id: int | None, places: range) -> Obstacle:
        if person_id is not None and person_id not in self.people:
            return Obstacle.PERSON_ABSENT
        takers = [person_id] if person_id is not None else self._eligible(category)
        if not takers:
            return Obstacle.NOBODY_FOR_POSITION
        longest = self._longest_day(takers, places)
        if longest == 0:
            return Obstacle.PERSON_AWAY
        return Obstacle.UNIT_EXCEEDS_DAY if longest < category.minutes_per_unit else Obstacle.NO_CAPACITY

    def _longest_day(self, person_ids: Sequence[int], places: range) -> int:
        return max((self.full[person_id][place] for person_id in person_ids for place in places), default=0)

    def _done(self, category_id: int, places: range) -> int:
        return sum(self.done[category_id, place] for place in places)

    def _free_minutes(self, person_id: int, places: range) -> int:
        return sum(self.free[person_id][place] for place in places)

    def _takers(self, category: Category, person_id: int | None) -> list[int]:
        if person_id is not None:
            return [person_id] if person_id in self.people else []
        return sorted(self._eligible(category), key=lambda one: -sum(self.free[one]))

    def _places(self, person_id: int, day: date | None) -> list[int]:
        places = range(len(self.days))
        if day is None:
            return sorted(places, key=lambda place: -self.free[person_id][place])
        # The day asked for, else the next one with room, else an earlier one.
        return sorted(places, key=lambda place: (self.days[place] < day, abs((self.days[place] - day).days)))

    def _eligible(self, category: Category) -> list[int]:
        return [
            person.id
            for person in self.people.values()
            if (category.position is None or category.position in person.positions)
            and category.weights.get(person.id, 1) > 0
        ]

    def _category(self, category_id: int, quantity: int) -> Category:
        if category_id not in self.categories:
            raise FormulaError("category_id", "unknown")
        if quantity < 0:
            raise FormulaError("quantity", "negative")
        return self.categories[category_id]

    def _cell(self, person_id: int, place: int, category_id: int) -> Cell:
        size, capacity = self.categories[category_id].minutes_per_unit, self.full[person_id][place]
        reasons = _merged(self.placed[person_id, place, category_id])
        quantity = sum(reason.quantity for reason in reasons)
        return Cell(person_id, self.days[place], category_id, quantity, size, capacity, capacity // size, reasons)


def _merged(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    merged = []
    for source in Source:
        same = [reason for reason in reasons if reason.source is source]
        if same:
            ids = tuple(subject for reason in same for subject in reason.subject_ids)
            quantity = sum(reason.quantity for reason in same)
            merged.append(Reason(source, quantity, ids, same[0].week_units, same[0].goal_gap))
    return tuple(merged)
