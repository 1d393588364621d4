"""Proposed, agreed, locked, withdrawn, reached, read."""

from __future__ import annotations

import pytest

from omos.loop.goals.models import Acknowledgement, Goal
from omos.loop.goals.queries import my_acknowledgements, readings
from omos.loop.goals.services import (
    GoalIncomplete,
    GoalMoved,
    NotYours,
    acknowledge,
    agree,
    lock,
    mark_reached,
    withdraw,
)
from omos.loop.goals.tests.factories import make_goal, make_milestone
from omos.people.models import Action
from omos.people.tests.factories import make_department, make_staff, viewer_of

pytestmark = pytest.mark.django_db


def state_of(goal: Goal) -> str:
    return Goal.objects.get(pk=goal.pk).state


class TestAgree:
    def test_is_up_to_the_person(self, editor, noon):
        goal = make_goal(staff=editor)

        agree(goal_id=goal.pk, actor=viewer_of(editor), now=noon)

        assert state_of(goal) == "AGREED"
        assert Acknowledgement.objects.get().agreed

    def test_refuses_a_second_time(self, editor, noon):
        goal = make_goal(staff=editor)
        agree(goal_id=goal.pk, actor=viewer_of(editor), now=noon)

        with pytest.raises(GoalMoved):
            agree(goal_id=goal.pk, actor=viewer_of(editor), now=noon)

    def test_refuses_the_supervisor_for_a_person_who_signs_in(self, editor, supervisor, noon):
        goal = make_goal(staff=editor)

        with pytest.raises(NotYours, match="陈思远"):
            agree(goal_id=goal.pk, actor=viewer_of(supervisor), now=noon)

    def test_lets_the_supervisor_agree_for_somebody_without_login(self, supervisor, noon):
        goal = make_goal(staff=make_staff(has_user=False))

        agree(goal_id=goal.pk, actor=viewer_of(supervisor), now=noon)

        assert state_of(goal) == "AGREED"

    def test_refuses_a_colleague(self, editor, other_editor, noon):
        with pytest.raises(NotYours):
            agree(goal_id=make_goal(staff=editor).pk, actor=viewer_of(other_editor), now=noon)

    def test_lets_the_boss_agree_for_the_company(self, boss, noon):
        goal = make_goal()

        agree(goal_id=goal.pk, actor=viewer_of(boss), now=noon)

        assert state_of(goal) == "AGREED"


class TestLock:
    def test_follows_agreement(self, supervisor, noon):
        goal = make_goal(state="AGREED")

        lock(goal_id=goal.pk, actor=viewer_of(supervisor), now=noon)

        assert state_of(goal) == "LOCKED"

    def test_refuses_before_agreement(self, supervisor, noon):
        with pytest.raises(GoalMoved):
            lock(goal_id=make_goal().pk, actor=viewer_of(supervisor), now=noon)

    def test_refuses_a_second_time(self, supervisor, noon):
        goal = make_goal(state="LOCKED")

        with pytest.raises(GoalMoved):
            lock(goal_id=goal.pk, actor=viewer_of(supervisor), now=noon)

    def test_refuses_an_editor(self, editor, noon):
        with pytest.raises(NotYours):
            lock(goal_id=make_goal(staff=editor, state="AGREED").pk, actor=viewer_of(editor), now=noon)


class TestWithdraw:
    def test_keeps_the_reason(self, supervisor, noon):
        goal = make_goal(state="LOCKED")

        withdraw(goal_id=goal.pk, reason="  市场变了 ", actor=viewer_of(supervisor), now=noon)

        goal.refresh_from_db()
        assert (goal.state, goal.withdrawn_because) == ("WITHDRAWN", "市场变了")
        assert Action.objects.get().before == {"state": "LOCKED"}

    def test_refuses_without_a_reason(self, supervisor, noon):
        with pytest.raises(GoalIncomplete):
            withdraw(goal_id=make_goal().pk, reason=" ", actor=viewer_of(supervisor), now=noon)

    def test_refuses_a_second_time(self, supervisor, noon):
        goal = make_goal(state="WITHDRAWN")

        with pytest.raises(GoalMoved):
            withdraw(goal_id=goal.pk, reason="市场变了", actor=viewer_of(supervisor), now=noon)

    def test_refuses_the_person_once_the_goal_is_locked(self, editor, noon):
        goal = make_goal(staff=editor, state="LOCKED")

        with pytest.raises(NotYours):
            withdraw(goal_id=goal.pk, reason="太多", actor=viewer_of(editor), now=noon)

    def test_lets_the_goals_below_stand(self, supervisor, noon):
        goal = make_goal()
        below = make_goal(department=supervisor.department, parent=goal)

        withdraw(goal_id=goal.pk, reason="市场变了", actor=viewer_of(supervisor), now=noon)

        below.refresh_from_db()
        assert (below.parent, below.state) == (None, "PROPOSED")


class TestMarkReached:
    def test_notes_the_moment(self, editor, noon):
        goal = make_milestone(staff=editor)

        mark_reached(goal_id=goal.pk, actor=viewer_of(editor), now=noon)

        assert Goal.objects.get(pk=goal.pk).reached_at == noon

    def test_can_be_taken_back(self, editor, noon):
        goal = make_milestone(staff=editor, reached_at=noon)

        mark_reached(goal_id=goal.pk, actor=viewer_of(editor), now=noon, is_reached=False)

        assert Goal.objects.get(pk=goal.pk).reached_at is None

    def test_refuses_a_second_time(self, editor, noon):
        goal = make_milestone(staff=editor, reached_at=noon)

        with pytest.raises(GoalMoved):
            mark_reached(goal_id=goal.pk, actor=viewer_of(editor), now=noon)

    def test_refuses_a_number(self, supervisor, noon):
        with pytest.raises(GoalMoved):
            mark_reached(goal_id=make_goal().pk, actor=viewer_of(supervisor), now=noon)


class TestAcknowledge:
    def test_leaves_a_mark(self, editor, noon):
        goal = make_goal()

        acknowledge(goal_id=goal.pk, actor=viewer_of(editor), now=noon)

        assert my_acknowledgements(viewer=viewer_of(editor), goal_ids=[goal.pk]) == {goal.pk: False}

    def test_grows_from_read_to_agreed(self, editor, noon):
        goal = make_goal()
        acknowledge(goal_id=goal.pk, actor=viewer_of(editor), now=noon)

        acknowledge(goal_id=goal.pk, actor=viewer_of(editor), now=noon, agreed=True)

        reading = readings([goal.pk])[goal.pk]
        assert (reading.read, reading.agreed) == (1, 1)

    def test_is_never_taken_back(self, editor, noon):
        goal = make_goal()
        acknowledge(goal_id=goal.pk, actor=viewer_of(editor), now=noon, agreed=True)

        acknowledge(goal_id=goal.pk, actor=viewer_of(editor), now=noon)

        assert readings([goal.pk])[goal.pk].agreed == 1

    def test_refuses_the_goal_of_a_colleague(self, editor, other_editor, noon):
        with pytest.raises(NotYours):
            acknowledge(goal_id=make_goal(staff=other_editor).pk, actor=viewer_of(editor), now=noon)

    def test_refuses_the_goal_of_another_department(self, editor, noon):
        goal = make_goal(department=make_department("生产部"))

        with pytest.raises(NotYours):
            acknowledge(goal_id=goal.pk, actor=viewer_of(editor), now=noon)

    def test_refuses_a_goal_that_is_gone(self, editor, noon):
        with pytest.raises(GoalMoved):
            acknowledge(goal_id=make_goal(state="WITHDRAWN").pk, actor=viewer_of(editor), now=noon)
