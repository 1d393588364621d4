"""A week in which a month ends, and long units beside short ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from omos.formulas.limits import FormulaError
from omos.formulas.weekplan import (
    Carried,
    Category,
    Cell,
    KeywordItem,
    NextMonth,
    Obstacle,
    Person,
    Reason,
    Source,
    WeekPlan,
    plan_week,
)

MONDAY = date(2026, 11, 30)
WEEK = tuple(MONDAY + timedelta(days=i) for i in range(5))
DECEMBER = date(2026, 12, 1)
ARTICLE = Category(id=1, minutes_per_unit=60, position="EDITOR", goal_gap=9)
LONG_FILM = Category(id=2, minutes_per_unit=360, position="FILMS", goal_gap=1)
SHORT_FILM = Category(id=3, minutes_per_unit=150, position="FILMS", goal_gap=8)


def person(number: int, position: str = "EDITOR", minutes: int = 360, days: tuple[date, ...] = WEEK) -> Person:
    return Person(number, frozenset({position}), dict.fromkeys(days, minutes))


def november_and_december(gap: int = 92, **changes: object) -> WeekPlan:
    given_week: dict[str, object] = {
        "people": [person(10), person(11)],
        "categories": [ARTICLE],
        "days": WEEK,
        "workdays_left": 1,
        "next_month": NextMonth(DECEMBER, 23, {1: gap}),
    }
    return plan_week(**(given_week | changes))  # type: ignore[arg-type]


def by_day(plan: WeekPlan, person_id: int) -> list[int]:
    return [sum(cell.quantity for cell in plan.cells if (cell.person_id, cell.day) == (person_id, day)) for day in WEEK]


def from_gap(plan: WeekPlan, days: tuple[date, ...] = WEEK) -> Counter[int]:
    units = Counter[int]()
    for cell in plan.cells:
        if cell.day in days:
            units[cell.category_id] += sum(one.quantity for one in cell.reasons if one.source is Source.GOAL_GAP)
    return units


def unplaced(plan: WeekPlan) -> Counter[int]:
    left = Counter[int]()
    for one in plan.unplaced:
        left[one.category_id] += one.quantity
    return left


class TestWorkedExample:
    """Nine articles of November lack on its last day; December asks for 92 on 23 workdays."""

    def test_each_month_gets_its_part_on_its_own_days(self) -> None:
        plan = november_and_december()

        assert (by_day(plan, 10), by_day(plan, 11)) == ([5, 2, 2, 2, 2], [4, 2, 2, 2, 2])
        assert plan.unplaced == ()

    def test_every_cell_names_the_gap_of_its_month(self) -> None:
        monday, tuesday, *_rest = november_and_december().cells

        assert monday.reasons == (Reason(Source.GOAL_GAP, 5, (), week_units=9, goal_gap=9),)
        assert tuesday.reasons == (Reason(Source.GOAL_GAP, 2, (), week_units=16, goal_gap=92),)


class TestTheNextMonth:
    def test_is_rounded_to_the_nearest_as_its_weeks_are_still_to_come(self) -> None:
        some, fewer = (november_and_december(gap, categories=[replace(ARTICLE, goal_gap=0)]) for gap in (9, 2))

        assert (from_gap(some)[1], from_gap(fewer)[1]) == (2, 0)

    def test_takes_no_time_that_the_old_one_leaves(self) -> None:
        plan = november_and_december(2000, categories=[replace(ARTICLE, goal_gap=0)])

        assert by_day(plan, 10) == [0, 6, 6, 6, 6]
        assert plan.unplaced[0].obstacle is Obstacle.NO_CAPACITY

    def test_is_served_by_what_is_carried_onto_its_days(self) -> None:
        plan = november_and_december(carried=[Carried(10, 1, 8)])

        assert (from_gap(plan, WEEK[:1])[1], from_gap(plan, WEEK[1:])[1]) == (9 - 6, 16 - 2)

    def test_is_served_by_the_keyword_plan_on_its_days(self) -> None:
        plan = november_and_december(keyword_items=[KeywordItem(700, 1, 11, WEEK[2])])

        assert (from_gap(plan, WEEK[:1])[1], from_gap(plan, WEEK[1:])[1]) == (9, 15)

    def test_may_begin_with_the_week(self) -> None:
        plan = november_and_december(next_month=NextMonth(MONDAY, 24, {1: 48}))

        assert from_gap(plan) == {1: 10}

    def test_asks_for_nothing_where_it_has_no_goal(self) -> None:
        plan = november_and_december(next_month=NextMonth(DECEMBER, 23, {}))

        assert (by_day(plan, 10), by_day(plan, 11)) == ([5, 0, 0, 0, 0], [4, 0, 0, 0, 0])

    def test_says_that_nobody_is_there_on_its_days(self) -> None:
        plan = november_and_december(people=[person(10, days=WEEK[:1])])

        assert [(left.quantity, left.obstacle) for left in plan.unplaced] == [
            (3, Obstacle.NO_CAPACITY),
            (16, Obstacle.PERSON_AWAY),
        ]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"days": tuple(reversed(WEEK))}, "days"),
            ({"next_month": NextMonth(DECEMBER, -1, {1: 92})}, "workdays_left"),
        ],
    )
    def test_names_the_field_it_refuses(self, changes: dict[str, object], field: str) -> None:
        with pytest.raises(FormulaError) as refusal:
            november_and_december(**changes)  # type: ignore[arg-type]

        assert refusal.value.field == field


class TestLongUnits:
    def test_keep_a_day_among_short_ones(self) -> None:
        plan = plan_week(
            people=[person(20, "FILMS")], categories=[SHORT_FILM, LONG_FILM], days=WEEK, workdays_left=5
        )  # fmt: skip

        assert [(cell.category_id, cell.quantity) for cell in plan.cells] == [(2, 1), (3, 2), (3, 2), (3, 2), (3, 2)]
        assert plan.unplaced == ()

    def test_are_not_rounded_away_when_time_is_short(self) -> None:
        short = replace(SHORT_FILM, goal_gap=10)

        plan = plan_week(people=[person(20, "FILMS")], categories=[short, LONG_FILM], days=WEEK, workdays_left=5)

        assert from_gap(plan) == {2: 1, 3: 8}
        assert [(left.category_id, left.quantity) for left in plan.unplaced] == [(3, 2)]

    def test_stand_back_where_their_fair_share_is_less_than_half_of_one(self) -> None:
        day, short = WEEK[:1], replace(SHORT_FILM, goal_gap=4)

        plan = plan_week(people=[person(20, "FILMS")], categories=[LONG_FILM, short], days=day, workdays_left=1)

        assert from_gap(plan) == {3: 2}
        assert unplaced(plan) == {2: 1, 3: 2}


MINUTES = st.lists(st.sampled_from([0, 90, 240, 360, 450]), min_size=5, max_size=5)
PEOPLE = st.lists(st.tuples(st.sampled_from(["A", "B"]), MINUTES), max_size=4).map(
    lambda rows: [Person(i, frozenset({post}), dict(zip(WEEK, row, strict=True))) for i, (post, row) in enumerate(rows)]
)
CATEGORIES = st.lists(
    st.tuples(st.integers(5, 400), st.sampled_from(["A", "B", None]), st.integers(0, 40)), min_size=1, max_size=4
).map(lambda rows: [Category(i, *row) for i, row in enumerate(rows)])
NEXT_MONTHS = st.builds(
    NextMonth,
    st.sampled_from(WEEK),
    st.integers(0, 23),
    st.dictionaries(st.integers(0, 3), st.integers(-5, 200), max_size=4),
)


@st.composite
def weeks(draw: st.DrawFn) -> dict[str, object]:
    categories = draw(CATEGORIES)
    numbers = st.integers(0, len(categories) - 1)
    return {
        "people": draw(PEOPLE),
        "categories": categories,
        "days": WEEK,
        "workdays_left": draw(st.integers(0, 23)),
        "carried": draw(st.lists(st.builds(Carried, st.integers(0, 4), numbers, st.integers(0, 9)), max_size=3)),
        "next_month": draw(NEXT_MONTHS),
    }


def room_left(plan: WeekPlan, week: dict[str, object], category: Category, days: tuple[date, ...] = WEEK) -> int:
    """Most minutes still free on one of these days of somebody who does this work."""
    takers = {one.id for one in week["people"] if category.position is None or category.position in one.positions}  # type: ignore[attr-defined]
    loads = [load for load in plan.loads if load.person_id in takers and load.day in days]
    return max((load.capacity_minutes - load.planned_minutes for load in loads), default=0)


def month_days(first: date) -> tuple[tuple[date, ...], tuple[date, ...]]:
    return tuple(day for day in WEEK if day < first), tuple(day for day in WEEK if day >= first)


class TestProperties:
    @given(weeks())
    def test_never_above_capacity(self, week: dict[str, object]) -> None:
        plan = plan_week(**week)  # type: ignore[arg-type]

        assert all(0 <= load.planned_minutes <= load.capacity_minutes for load in plan.loads)

    @given(weeks())
    def test_the_parts_of_both_months_are_placed_or_named(self, week: dict[str, object]) -> None:
        plan = plan_week(**week)  # type: ignore[arg-type]

        named = Counter[int]()
        [named.update({one.category_id: one.quantity}) for one in plan.unplaced if one.source is Source.GOAL_GAP]
        assert +(from_gap(plan) + named) == wanted(week, plan)

    @given(weeks(), st.integers(0, 60))
    def test_a_week_inside_one_month_is_as_if_no_other_were_there(self, week: dict[str, object], later: int) -> None:
        beyond = NextMonth(WEEK[-1] + timedelta(days=1 + later), 20, {0: 50, 1: 50})

        assert plan_week(**(week | {"next_month": beyond})) == plan_week(**(week | {"next_month": None}))  # type: ignore[arg-type]

    @given(weeks())
    def test_no_room_is_left_where_no_room_is_said(self, week: dict[str, object]) -> None:
        plan = plan_week(**(week | {"next_month": None}))  # type: ignore[arg-type]

        full = [one for one in plan.unplaced if one.obstacle is Obstacle.NO_CAPACITY and one.source is Source.GOAL_GAP]
        sizes = {one.id: one for one in week["categories"]}  # type: ignore[attr-defined]
        assert all(
            room_left(plan, week, sizes[one.category_id]) < sizes[one.category_id].minutes_per_unit for one in full
        )

    @given(weeks())
    def test_no_unit_loses_its_place_to_a_shorter_one(self, week: dict[str, object]) -> None:
        categories = [replace(one, position="A", goal_gap=one.goal_gap // 8) for one in week["categories"]]  # type: ignore[attr-defined]
        alone = week | {"categories": categories, "carried": [], "next_month": None, "workdays_left": 5}
        plan, longest = plan_week(**alone), max(categories, key=lambda one: one.minutes_per_unit)  # type: ignore[arg-type]
        assume(sum(one.goal_gap * one.minutes_per_unit for one in categories) <= minutes_of("A", plan, week))

        undisturbed = plan_week(**(alone | {"categories": [longest]}))  # type: ignore[arg-type]

        assert unplaced(plan)[longest.id] == unplaced(undisturbed)[longest.id]


def minutes_of(position: str, plan: WeekPlan, week: dict[str, object]) -> int:
    takers = {one.id for one in week["people"] if position in one.positions}  # type: ignore[attr-defined]
    return sum(load.capacity_minutes for load in plan.loads if load.person_id in takers)


def wanted(week: dict[str, object], plan: WeekPlan) -> Counter[int]:
    """Units each category's months ask of their days, less what stood there before; computed the long way."""
    later: NextMonth = week["next_month"]  # type: ignore[assignment]
    old_days, new_days = month_days(later.first)
    units = Counter[int]()
    for one in week["categories"]:  # type: ignore[attr-defined]
        old = Fraction(max(one.goal_gap, 0) * len(old_days), max(week["workdays_left"], len(old_days), 1))  # type: ignore[call-overload]
        gap = max(later.goal_gaps.get(one.id, 0), 0)
        new = Fraction(gap * len(new_days), max(later.workdays_left, len(new_days), 1))
        units[one.id] += max(ceil(old) - placed_before_gap(plan.cells, one.id, old_days), 0)
        units[one.id] += max(floor(new + Fraction(1, 2)) - placed_before_gap(plan.cells, one.id, new_days), 0)
    return +units


def placed_before_gap(cells: tuple[Cell, ...], category_id: int, days: tuple[date, ...]) -> int:
    return sum(
        reason.quantity
        for cell in cells
        if cell.category_id == category_id and cell.day in days
        for reason in cell.reasons
        if reason.source is not Source.GOAL_GAP
    )
