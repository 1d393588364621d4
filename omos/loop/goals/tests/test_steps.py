"""Small steps of a goal."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.periods import Grain, period_of
from omos.loop.goals import services
from omos.loop.goals.models import Step
from omos.loop.goals.queries import goal_trend, stage_days, step_counts, steps_of
from omos.loop.goals.tests.factories import FIRST, LAST, make_goal, make_milestone
from omos.loop.ledger.tests.factories import make_fact
from omos.people.models import Action
from omos.people.tests.factories import make_leave, viewer_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture
def add(supervisor, noon):
    def add_step(goal, due_date=date(2026, 11, 10), **fields):
        return services.add_step(goal_id=goal.pk, due_date=due_date, actor=viewer_of(supervisor), now=noon, **fields)

    return add_step


@pytest.fixture
def split(supervisor, noon):
    return lambda goal: services.split_into_steps(goal_id=goal.pk, actor=viewer_of(supervisor), now=noon)


def look(goal, today=TODAY):
    course = goal_trend(goal=goal, today=today) if goal.measure else None
    return steps_of(goal=goal, today=today, course=course)


class TestAdding:
    def test_keeps_the_sum_due(self, add):
        add(make_goal("inquiries", 500), target=200)

        assert list(Step.objects.values_list("due_date", "target", "text")) == [(date(2026, 11, 10), 200, "")]

    def test_keeps_what_a_milestone_finishes(self, add):
        add(make_milestone(), text="  写好脚本 ")

        assert Step.objects.get().text == "写好脚本"

    def test_leaves_a_trail(self, add):
        goal = make_goal("inquiries", 500)
        add(goal, target=200)

        assert Action.objects.get(verb="goals.set").subject_id == str(goal.pk)

    @pytest.mark.parametrize("target", [None, 0, -1, 501])
    def test_refuses_sums_that_cannot_be_due(self, add, target):
        with pytest.raises(services.SenselessGoal):
            add(make_goal("inquiries", 500), target=target)

    @pytest.mark.parametrize("day", [date(2026, 10, 31), date(2026, 12, 1)])
    def test_refuses_days_outside_the_period(self, add, day):
        with pytest.raises(services.SenselessGoal):
            add(make_goal("inquiries", 500), day, target=100)

    def test_refuses_a_step_without_a_day(self, add):
        with pytest.raises(services.GoalIncomplete):
            add(make_goal("inquiries", 500), None, target=100)

    @pytest.mark.parametrize("fields", [{}, {"text": " "}, {"text": "一", "target": 3}])
    def test_refuses_a_milestones_step_without_words_or_with_a_number(self, add, fields):
        with pytest.raises(services.SenselessGoal):
            add(make_milestone(), **fields)

    def test_refuses_to_part_a_rate(self, add):
        with pytest.raises(services.SenselessGoal):
            add(make_goal("valid_rate", 6_000), target=5_000)

    def test_refuses_the_same_step_twice(self, add):
        goal = make_goal("inquiries", 500)
        add(goal, target=200)

        with pytest.raises(services.DuplicateGoal):
            add(goal, target=210)

    def test_refuses_more_than_a_month_of_steps(self, add):
        goal = make_milestone()
        Step.objects.bulk_create([Step(goal=goal, due_date=FIRST, text=f"第 {n} 步") for n in range(30)])

        with pytest.raises(services.SenselessGoal):
            add(goal, text="再一步")

    def test_refuses_a_goal_withdrawn(self, add):
        with pytest.raises(services.GoalMoved):
            add(make_goal("inquiries", 500, state="WITHDRAWN"), target=100)

    def test_refuses_a_colleagues_goal(self, editor, other_editor, noon):
        goal = make_goal("inquiries", 500, staff=other_editor)

        with pytest.raises(services.NotYours):
            services.add_step(goal_id=goal.pk, due_date=LAST, target=9, actor=viewer_of(editor), now=noon)

    @pytest.mark.constraint
    def test_holds_in_the_database(self):
        with pytest.raises(IntegrityError):
            Step.objects.create(goal=make_milestone(), due_date=FIRST)


class TestSplitting:
    def test_parts_a_month_into_thirds_by_workdays(self, split):
        goal = make_goal("inquiries", 2_100)

        assert split(goal) == 3
        assert list(Step.objects.order_by("due_date").values_list("due_date", "target")) == [
            (date(2026, 11, 10), 700),
            (date(2026, 11, 20), 1_500),
            (date(2026, 11, 30), 2_100),
        ]

    def test_leaves_what_is_there(self, split, add):
        goal = make_goal("inquiries", 2_100)
        add(goal, target=1)

        assert split(goal) == 2
        assert Step.objects.order_by("due_date").first().target == 1

    def test_survives_a_second_press(self, split):
        goal = make_goal("inquiries", 2_100)
        split(goal)

        assert split(goal) == 0
        assert Step.objects.count() == 3

    def test_asks_less_while_a_person_is_away(self, split, editor):
        goal = make_goal("inquiries", 1_600, staff=editor)
        make_leave(editor, date(2026, 11, 2), date(2026, 11, 6))
        make_goal("inquiries", 1_600)

        split(goal)

        assert Step.objects.order_by("due_date").first().target == 200

    def test_refuses_milestones_and_rates(self, split):
        with pytest.raises(services.SenselessGoal):
            split(make_milestone())
        with pytest.raises(services.SenselessGoal):
            split(make_goal("valid_rate", 6_000))


class TestMarking:
    def test_finishes_a_step_and_takes_it_back(self, add, supervisor, noon):
        step, viewer = add(make_milestone(), text="写好脚本"), viewer_of(supervisor)

        services.mark_step(step_id=step, actor=viewer, now=noon)
        assert Step.objects.get().done_at == noon
        services.mark_step(step_id=step, actor=viewer, now=noon, is_done=False)
        assert Step.objects.get().done_at is None

    def test_refuses_a_second_press(self, add, supervisor, noon):
        step = add(make_milestone(), text="写好脚本")
        services.mark_step(step_id=step, actor=viewer_of(supervisor), now=noon)

        with pytest.raises(services.GoalMoved):
            services.mark_step(step_id=step, actor=viewer_of(supervisor), now=noon)

    def test_leaves_counted_steps_to_the_machine(self, add, supervisor, noon):
        step = add(make_goal("inquiries", 500), target=200)

        with pytest.raises(services.GoalMoved):
            services.mark_step(step_id=step, actor=viewer_of(supervisor), now=noon)

    def test_refuses_a_step_that_is_gone(self, supervisor, noon):
        with pytest.raises(services.GoalMoved):
            services.mark_step(step_id=404, actor=viewer_of(supervisor), now=noon)

    def test_drops_a_step(self, add, supervisor, noon):
        step = add(make_milestone(), text="写好脚本")

        services.drop_step(step_id=step, actor=viewer_of(supervisor), now=noon)

        assert not Step.objects.exists()


class TestStanding:
    def test_follows_the_figures(self, add):
        goal = make_goal("inquiries", 500)
        add(goal, date(2026, 11, 5), target=100)
        add(goal, date(2026, 11, 10), target=400)
        add(goal, date(2026, 11, 25), target=480)
        make_fact("inquiries", 150, day=date(2026, 11, 4))

        assert [(one.actual, one.state) for one in look(goal)] == [(150, "DONE"), (150, "MISSED"), (150, "COMING")]

    def test_is_done_before_its_day_when_reached_early(self, add):
        goal = make_goal("inquiries", 500)
        add(goal, date(2026, 11, 25), target=100)
        make_fact("inquiries", 150, day=date(2026, 11, 4))

        assert look(goal)[0].state == "DONE"

    def test_never_misses_what_nobody_knows(self, add):
        goal = make_goal("inquiries", 500)
        add(goal, target=100)
        add(goal, date(2026, 11, 28), target=400)

        assert [one.state for one in look(goal)] == ["UNKNOWN", "COMING"]

    def test_of_words_waits_for_the_mark(self, add, noon):
        goal = make_milestone()
        Step.objects.create(goal=goal, due_date=date(2026, 11, 3), text="选题", done_at=noon)
        add(goal, date(2026, 11, 4), text="脚本")
        add(goal, date(2026, 11, 24), text="成片")

        assert [one.state for one in look(goal)] == ["DONE", "MISSED", "COMING"]

    def test_is_not_missed_on_its_own_day(self, add):
        goal = make_milestone()
        add(goal, TODAY, text="脚本")

        assert look(goal)[0].state == "COMING"

    def test_counts_what_is_done_of_a_milestone(self, noon):
        goal = make_milestone()
        Step.objects.create(goal=goal, due_date=FIRST, text="选题", done_at=noon)
        Step.objects.create(goal=goal, due_date=LAST, text="脚本")

        count = step_counts([goal.pk])[goal.pk]

        assert (count.done, count.total, count.share) == (1, 2, 0.5)

    def test_counts_nothing_of_no_goals(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert step_counts([]) == {}


class TestStageDays:
    @given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.sampled_from(list(Grain)))
    def test_end_with_the_period_and_only_go_forward(self, day, grain):
        period = period_of(day, grain)
        days = stage_days(period.first, period.last)

        assert days[-1] == period.last
        assert all(one < other for one, other in pairwise(days))
        assert days[0] >= period.first

    def test_of_any_other_stretch_are_its_middle_and_end(self):
        assert stage_days(date(2026, 11, 3), date(2026, 11, 9)) == (date(2026, 11, 6), date(2026, 11, 9))
        assert stage_days(date(2026, 11, 3), date(2026, 11, 3)) == (date(2026, 11, 3),)


class TestOnThePage:
    @pytest.fixture
    def page(self, sign_in, supervisor, clock_at, noon):
        clock_at(noon)
        return sign_in(supervisor)

    def test_shows_them_with_their_standing(self, page, add):
        goal = make_goal("inquiries", 500)
        add(goal, target=200)
        make_fact("inquiries", 150, day=date(2026, 11, 4))

        (step,) = page.get(f"/goals/{goal.pk}/").context["steps"]

        assert (step.text, step.actual, step.tone) == ("200", "150", "warning")

    def test_adds_one(self, page):
        goal = make_goal("revenue", 80_000_000)

        answer = page.post(f"/goals/{goal.pk}/steps/", {"due_date": "2026-11-10", "target": "30万"})

        assert answer.status_code == 302
        assert Step.objects.get().target == 30_000_000

    def test_keeps_what_was_typed_where_it_makes_no_sense(self, page):
        goal = make_goal("revenue", 80_000_000)

        answer = page.post(f"/goals/{goal.pk}/steps/", {"due_date": "2026-11-10", "target": "90万"})

        assert answer.status_code == 422
        assert 'value="90万"' in answer.content.decode()

    @pytest.mark.parametrize(
        "typed", [{}, {"due_date": "soon", "target": "1"}, {"due_date": "2026-11-10", "target": "x"}]
    )
    def test_answers_bad_input_with_the_page(self, page, typed):
        goal = make_goal("revenue", 80_000_000)

        assert page.post(f"/goals/{goal.pk}/steps/", typed).status_code == 422

    def test_splits_by_one_press(self, page):
        goal = make_goal("revenue", 80_000_000)

        page.post(f"/goals/{goal.pk}/split/")

        assert Step.objects.filter(goal=goal).count() == 3

    def test_marks_and_drops(self, page, add):
        step = add(make_milestone(), text="脚本")

        page.post("/goals/steps/mark/", {"step": step})
        assert Step.objects.get().done_at is not None
        page.post("/goals/steps/drop/", {"step": step})
        assert not Step.objects.exists()

    @pytest.mark.parametrize("address", ["/goals/steps/mark/", "/goals/steps/drop/"])
    @pytest.mark.parametrize("step", ["", "x", "404", "9" * 30])
    def test_says_that_a_step_is_gone(self, page, address, step):
        assert page.post(address, {"step": step}).url == "/goals/"

    @pytest.mark.parametrize(
        "address", ["/goals/steps/mark/", "/goals/steps/drop/", "/goals/1/steps/", "/goals/1/split/"]
    )
    def test_takes_no_get(self, page, address):
        assert page.get(address).status_code == 405

    def test_hides_goals_out_of_sight(self, client, sign_in, editor, other_editor):
        goal = make_goal("inquiries", 500, staff=other_editor)
        mine = sign_in(editor)

        assert mine.post(f"/goals/{goal.pk}/steps/", {"due_date": "2026-11-10", "target": "5"}).status_code == 404
        assert mine.post(f"/goals/{goal.pk}/split/").status_code == 404

    def test_shows_a_milestones_progress_on_the_months_page(self, page, noon):
        goal = make_milestone()
        Step.objects.create(goal=goal, due_date=FIRST, text="选题", done_at=noon)
        Step.objects.create(goal=goal, due_date=LAST, text="脚本")

        (one,) = page.get("/goals/?period=2026-11").context["milestones"]

        assert (one.steps.done, one.steps.total) == (1, 2)

    def test_names_who_has_read_the_goal(self, page, editor, noon):
        goal = make_goal("inquiries", 500)
        services.acknowledge(goal_id=goal.pk, actor=viewer_of(editor), now=noon, agreed=True)

        (reader,) = page.get(f"/goals/{goal.pk}/").context["readers"]

        assert (reader.name, reader.is_agreed) == (editor.name, True)
