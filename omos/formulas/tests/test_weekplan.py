from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.limits import FormulaError
from omos.formulas.weekplan import (
    Carried,
    Category,
    KeywordItem,
    Obstacle,
    Person,
    Reason,
    Source,
    Unplaced,
    WeekPlan,
    plan_week,
)

MONDAY = date(2026, 11, 23)
WEEK = tuple(MONDAY + timedelta(days=i) for i in range(5))
ARTICLE = Category(id=1, minutes_per_unit=60, position="EDITOR", goal_gap=60)
LINK = Category(id=2, minutes_per_unit=30, position="PROMOTER")
VIDEO = Category(id=3, minutes_per_unit=600, position="EDITOR")


def person(number: int, position: str = "EDITOR", minutes: int = 360, days: tuple[date, ...] = WEEK) -> Person:
    return Person(number, frozenset({position}), dict.fromkeys(days, minutes))


def quantities(plan: WeekPlan, person_id: int) -> list[tuple[int, int]]:
    return [((cell.day - MONDAY).days, cell.quantity) for cell in plan.cells if cell.person_id == person_id]


class TestWorkedExample:
    """Two editors, one away on Friday; 60 articles lack, ten workdays are left: 30 this week."""

    @pytest.fixture
    def plan(self) -> WeekPlan:
        return plan_week(
            people=[person(10), person(11, days=WEEK[:4])],
            categories=[ARTICLE],
            days=WEEK,
            workdays_left=10,
            carried=[Carried(person_id=10, category_id=1, quantity=8, subject_id=900)],
            keyword_items=[KeywordItem(subject_id=700, category_id=1, person_id=11, day=WEEK[2])],
        )

    def test_places_thirty_articles(self, plan: WeekPlan) -> None:
        assert sum(cell.quantity for cell in plan.cells) == 30
        assert plan.unplaced == ()

    def test_spreads_them_over_people_and_days(self, plan: WeekPlan) -> None:
        assert quantities(plan, 10) == [(0, 6), (1, 4), (2, 3), (3, 3), (4, 2)]
        assert quantities(plan, 11) == [(0, 3), (1, 3), (2, 3), (3, 3)]

    def test_every_cell_says_why(self, plan: WeekPlan) -> None:
        tuesday = next(cell for cell in plan.cells if cell.person_id == 10 and cell.day == WEEK[1])

        assert (tuesday.minutes_per_unit, tuesday.capacity_minutes, tuesday.capacity_units) == (60, 360, 6)
        assert tuesday.reasons == (
            Reason(Source.CARRIED_OVER, 2, (900,)),
            Reason(Source.GOAL_GAP, 2, (), week_units=30, goal_gap=60),
        )

    def test_shows_the_load_of_every_day(self, plan: WeekPlan) -> None:
        monday, friday = plan.loads[0], plan.loads[-1]

        assert (monday.capacity_minutes, monday.planned_minutes) == (360, 360)
        assert (friday.capacity_minutes, friday.planned_minutes) == (0, 0)


class TestCarriedOver:
    def test_stands_first_and_early(self) -> None:
        plan = plan_week(
            people=[person(10)], categories=[ARTICLE], days=WEEK, workdays_left=5, carried=[Carried(10, 1, 7)]
        )

        assert Source.CARRIED_OVER in {reason.source for reason in plan.cells[0].reasons}
        assert plan.cells[0].quantity == 6

    def test_says_what_does_not_fit(self) -> None:
        plan = plan_week(
            people=[person(10, minutes=60)], categories=[ARTICLE], days=WEEK, workdays_left=5,
            carried=[Carried(10, 1, 7, 900)],
        )  # fmt: skip

        assert plan.unplaced[0] == Unplaced(1, 2, Source.CARRIED_OVER, Obstacle.NO_CAPACITY, 10, 900)

    @pytest.mark.parametrize(
        ("carried", "obstacle"),
        [
            (Carried(99, 1, 1), Obstacle.PERSON_ABSENT),
            (Carried(11, 1, 1), Obstacle.PERSON_AWAY),
            (Carried(10, 3, 1), Obstacle.UNIT_EXCEEDS_DAY),
        ],
    )
    def test_names_the_obstacle(self, carried: Carried, obstacle: Obstacle) -> None:
        plan = plan_week(
            people=[person(10), person(11, days=())],
            categories=[replace(ARTICLE, goal_gap=0), VIDEO],
            days=WEEK,
            workdays_left=5,
            carried=[carried],
        )

        assert [one.obstacle for one in plan.unplaced] == [obstacle]


class TestKeywordPlan:
    def test_goes_to_whoever_has_most_room(self) -> None:
        plan = plan_week(
            people=[person(20, "PROMOTER", 60), person(21, "PROMOTER", 300)],
            categories=[LINK],
            days=WEEK,
            workdays_left=5,
            keyword_items=[KeywordItem(700, 2)],
        )

        assert [(cell.person_id, cell.reasons[0].subject_ids) for cell in plan.cells] == [(21, (700,))]

    def test_moves_on_when_its_day_is_full(self) -> None:
        plan = plan_week(
            people=[person(20, "PROMOTER", 30)],
            categories=[LINK],
            days=WEEK,
            workdays_left=5,
            keyword_items=[KeywordItem(n, 2, 20, WEEK[3]) for n in (700, 701, 702)],
        )

        assert [(cell.day, cell.reasons[0].subject_ids) for cell in plan.cells] == [
            (WEEK[2], (702,)),
            (WEEK[3], (700,)),
            (WEEK[4], (701,)),
        ]

    def test_says_that_nobody_fills_the_position(self) -> None:
        plan = plan_week(
            people=[person(10)], categories=[LINK], days=WEEK, workdays_left=5, keyword_items=[KeywordItem(700, 2)]
        )

        assert plan.unplaced == (Unplaced(2, 1, Source.KEYWORD, Obstacle.NOBODY_FOR_POSITION, subject_id=700),)


class TestGoalGap:
    def test_weights_prefer_people_and_nought_excludes(self) -> None:
        plan = plan_week(
            people=[person(10), person(11), person(12)],
            categories=[replace(ARTICLE, goal_gap=30, weights={10: 2, 12: 0})],
            days=WEEK,
            workdays_left=5,
        )

        assert sum(n for _, n in quantities(plan, 10)) == 20
        assert sum(n for _, n in quantities(plan, 11)) == 10
        assert quantities(plan, 12) == []

    def test_categories_of_a_position_give_way_alike(self) -> None:
        one, other = replace(ARTICLE, goal_gap=60), replace(ARTICLE, id=4, goal_gap=60)

        plan = plan_week(people=[person(10)], categories=[one, other], days=WEEK, workdays_left=5)

        placed = Counter[int]()
        [placed.update({cell.category_id: cell.quantity}) for cell in plan.cells]
        assert placed == {1: 15, 4: 15}
        assert [(left.category_id, left.quantity, left.obstacle) for left in plan.unplaced] == [
            (1, 45, Obstacle.NO_CAPACITY),
            (4, 45, Obstacle.NO_CAPACITY),
        ]

    def test_work_for_anybody_needs_no_position(self) -> None:
        plan = plan_week(
            people=[person(20, "PROMOTER")],
            categories=[replace(ARTICLE, position=None, goal_gap=5)],
            days=WEEK,
            workdays_left=5,
        )

        assert quantities(plan, 20) == [(0, 1), (1, 1), (2, 1), (3, 1), (4, 1)]

    def test_an_overfulfilled_goal_asks_for_nothing(self) -> None:
        plan = plan_week(people=[person(10)], categories=[replace(ARTICLE, goal_gap=-5)], days=WEEK, workdays_left=5)

        assert (plan.cells, plan.unplaced) == ((), ())

    def test_an_empty_week_is_an_empty_plan(self) -> None:
        plan = plan_week(people=[], categories=[], days=[], workdays_left=0)

        assert plan == WeekPlan((), (), ())


class TestRefusals:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"workdays_left": -1}, "workdays_left"),
            ({"categories": [replace(ARTICLE, minutes_per_unit=0)]}, "minutes_per_unit"),
            ({"categories": [ARTICLE, ARTICLE]}, "categories"),
            ({"people": [person(10), person(10)]}, "people"),
            ({"days": [MONDAY, MONDAY]}, "days"),
            ({"carried": [Carried(10, 99, 1)]}, "category_id"),
            ({"keyword_items": [KeywordItem(1, 1, quantity=-1)]}, "quantity"),
        ],
    )
    def test_names_the_field(self, changes: dict[str, object], field: str) -> None:
        given_week: dict[str, object] = {
            "people": [person(10)], "categories": [ARTICLE], "days": WEEK, "workdays_left": 5
        }  # fmt: skip

        with pytest.raises(FormulaError) as refusal:
            plan_week(**(given_week | changes))  # type: ignore[arg-type]

        assert refusal.value.field == field


PEOPLE = st.lists(
    st.tuples(st.sampled_from(["EDITOR", "PROMOTER"]), st.lists(st.integers(0, 480), min_size=5, max_size=5)),
    max_size=6,
).map(
    lambda rows: [Person(i, frozenset({post}), dict(zip(WEEK, row, strict=True))) for i, (post, row) in enumerate(rows)]
)
CATEGORIES = st.lists(
    st.tuples(st.integers(1, 500), st.sampled_from(["EDITOR", "PROMOTER", None]), st.integers(0, 80)),
    min_size=1, max_size=4,
).map(lambda rows: [Category(i, *row) for i, row in enumerate(rows)])  # fmt: skip


@st.composite
def weeks(draw: st.DrawFn) -> tuple[WeekPlan, list[Category], int]:
    categories = draw(CATEGORIES)
    numbers = st.integers(0, len(categories) - 1)
    carried = draw(st.lists(st.builds(Carried, st.integers(0, 6), numbers, st.integers(0, 9)), max_size=5))
    items = draw(
        st.lists(
            st.builds(KeywordItem, st.integers(), numbers, st.none() | st.integers(0, 6), st.sampled_from(WEEK)),
            max_size=8,
        )
    )
    plan = plan_week(
        people=draw(PEOPLE), categories=categories, days=WEEK, workdays_left=5, carried=carried, keyword_items=items
    )
    return plan, categories, sum(one.quantity for one in carried) + len(items)


class TestProperties:
    @given(weeks())
    def test_never_above_capacity(self, week: tuple[WeekPlan, list[Category], int]) -> None:
        plan, _, _ = week

        assert all(0 <= load.planned_minutes <= load.capacity_minutes for load in plan.loads)
        assert sum(load.planned_minutes for load in plan.loads) == sum(
            cell.quantity * cell.minutes_per_unit for cell in plan.cells
        )

    @given(weeks())
    def test_every_unit_is_placed_or_named(self, week: tuple[WeekPlan, list[Category], int]) -> None:
        plan, categories, fixed = week
        before_gap = Counter[int]()
        [
            before_gap.update({cell.category_id: reason.quantity})
            for cell in plan.cells
            for reason in cell.reasons
            if reason.source is not Source.GOAL_GAP
        ]

        wanted = fixed + sum(max(one.goal_gap - before_gap[one.id], 0) for one in categories)

        placed = sum(cell.quantity for cell in plan.cells)
        assert placed + sum(one.quantity for one in plan.unplaced) == wanted

    @given(weeks())
    def test_reasons_add_up_to_their_cell(self, week: tuple[WeekPlan, list[Category], int]) -> None:
        plan, _, _ = week

        assert all(cell.quantity == sum(reason.quantity for reason in cell.reasons) > 0 for cell in plan.cells)
