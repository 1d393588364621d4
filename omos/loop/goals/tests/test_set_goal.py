"""Setting goals: whole, meant, in order, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError

from omos.loop.goals.models import Goal
from omos.loop.goals.services import (
    DuplicateGoal,
    GoalDraft,
    GoalIncomplete,
    GoalLocked,
    GoalMoved,
    NotYours,
    SenselessGoal,
    SuperiorGoalMissing,
    set_goal,
)
from omos.loop.goals.tests.factories import FIRST, LAST, make_goal, make_milestone
from omos.people.models import Action
from omos.people.tests.factories import make_department, make_staff, viewer_of

pytestmark = pytest.mark.django_db
COMPANY = GoalDraft("COMPANY", FIRST, LAST, "revenue", 80_000_000, deadline=LAST)


@pytest.fixture
def propose(supervisor, noon):
    def set_draft(draft, *, actor=supervisor, **options):
        return set_goal(draft=draft, actor=viewer_of(actor), now=noon, **options)

    return set_draft


class TestSetGoal:
    def test_proposes_a_number(self, propose):
        goal = Goal.objects.get(pk=propose(COMPANY))

        assert (goal.state, goal.measure, goal.target) == ("PROPOSED", "revenue", 80_000_000)
        assert Action.objects.get().verb == "goals.set"

    def test_proposes_a_milestone(self, propose):
        draft = GoalDraft("COMPANY", FIRST, LAST, milestone="拍完 4 个主题视频", deadline=date(2026, 11, 20))

        assert Goal.objects.get(pk=propose(draft)).is_milestone

    def test_keeps_quality_beside_quantity_and_deadline(self, propose):
        goal = Goal.objects.get(pk=propose(replace(COMPANY, quality="新客占 75 %")))

        assert goal.quality == "新客占 75 %"

    def test_hangs_a_department_goal_below_the_company(self, propose, supervisor):
        company = make_goal()

        goal_id = propose(replace(COMPANY, level="DEPARTMENT", department_id=supervisor.department_id))

        assert Goal.objects.get(pk=goal_id).parent == company

    def test_hangs_a_personal_goal_below_the_department(self, propose, editor):
        make_goal()
        department = make_goal(department=editor.department)

        goal_id = propose(replace(COMPANY, level="PERSON", staff_id=editor.pk))

        assert Goal.objects.get(pk=goal_id).parent == department

    def test_lets_a_person_propose_the_own_goal(self, propose, editor):
        make_goal()

        goal_id = propose(replace(COMPANY, level="PERSON", staff_id=editor.pk), actor=editor)

        assert Goal.objects.get(pk=goal_id).staff == editor

    def test_asks_for_agreement_anew_after_a_change(self, propose):
        goal = make_goal(state="AGREED")

        propose(replace(COMPANY, target=90_000_000), goal_id=goal.pk)

        goal.refresh_from_db()
        assert (goal.target, goal.state, goal.row_version) == (90_000_000, "PROPOSED", 2)

    def test_takes_in_goals_whose_superior_was_withdrawn(self, propose, supervisor):
        orphan = make_goal(department=supervisor.department)

        goal_id = propose(COMPANY)

        orphan.refresh_from_db()
        assert orphan.parent_id == goal_id


class TestSetGoalRefuses:
    @pytest.mark.parametrize(
        ("change", "missing"),
        [
            ({"measure": ""}, ("measure",)),
            ({"target": None}, ("target",)),
            ({"deadline": None}, ("deadline",)),
            ({"measure": "happiness"}, ("unit",)),
            ({"measure": "", "target": None, "deadline": None}, ("measure", "target", "deadline")),
        ],
    )
    def test_what_is_not_concrete_counted_and_checkable(self, propose, change, missing):
        with pytest.raises(GoalIncomplete) as refusal:
            propose(replace(COMPANY, **change))

        assert refusal.value.missing == missing

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"target": 0}, "target"),
            ({"target": -5}, "target"),
            ({"target": 10**14}, "target"),
            ({"deadline": date(2026, 12, 1)}, "deadline"),
            ({"last_day": date(2026, 10, 1)}, "last_day"),
            ({"last_day": date(2029, 10, 1)}, "last_day"),
            ({"milestone": "too"}, "milestone"),
        ],
    )
    def test_what_cannot_be_meant(self, propose, change, field):
        with pytest.raises(SenselessGoal) as refusal:
            propose(replace(COMPANY, **change))

        assert refusal.value.field == field

    def test_a_goal_before_the_superiors(self, propose, supervisor):
        with pytest.raises(SuperiorGoalMissing):
            propose(replace(COMPANY, level="DEPARTMENT", department_id=supervisor.department_id))

    def test_the_same_goal_twice(self, propose):
        propose(COMPANY)

        with pytest.raises(DuplicateGoal):
            propose(COMPANY)

    def test_a_change_of_a_locked_goal(self, propose):
        goal = make_goal(state="LOCKED")

        with pytest.raises(GoalLocked):
            propose(replace(COMPANY, target=1), goal_id=goal.pk)

    def test_a_change_of_what_somebody_changed_meanwhile(self, propose):
        goal = make_goal(row_version=3)

        with pytest.raises(GoalMoved):
            propose(replace(COMPANY, target=1), goal_id=goal.pk, row_version=2)

    def test_a_change_of_a_goal_that_is_gone(self, propose):
        with pytest.raises(GoalMoved):
            propose(COMPANY, goal_id=999)

    def test_a_company_goal_of_an_editor(self, propose, editor):
        with pytest.raises(NotYours):
            propose(COMPANY, actor=editor)

    def test_a_goal_for_a_colleague(self, propose, editor, other_editor):
        make_goal()

        with pytest.raises(NotYours):
            propose(replace(COMPANY, level="PERSON", staff_id=other_editor.pk), actor=editor)

    def test_a_goal_for_another_department(self, propose):
        make_goal()
        other = make_staff(department=make_department("生产部"))

        with pytest.raises(NotYours):
            propose(replace(COMPANY, level="DEPARTMENT", department_id=other.department_id))


@pytest.mark.constraint
class TestGoalConstraints:
    def test_refuse_a_second_company_goal(self):
        make_goal()

        with pytest.raises(IntegrityError):
            make_goal()

    def test_refuse_a_second_milestone_of_the_same_words(self):
        make_milestone()

        with pytest.raises(IntegrityError):
            make_milestone()

    def test_allow_a_new_goal_beside_a_withdrawn_one(self):
        make_goal(state="WITHDRAWN")

        assert make_goal().pk

    def test_refuse_an_owner_of_another_level(self, editor):
        with pytest.raises(IntegrityError):
            make_goal(staff=editor, level="COMPANY")

    def test_refuse_a_number_and_a_milestone_at_once(self):
        with pytest.raises(IntegrityError):
            make_goal(milestone="too")

    def test_refuse_a_measure_without_a_number(self):
        with pytest.raises(IntegrityError):
            make_goal(target=None)

    def test_refuse_a_number_of_nought(self):
        with pytest.raises(IntegrityError):
            make_goal(target=0)
