"""Breaking a goal down, and taking over a budget's targets."""

from __future__ import annotations

from datetime import date

import pytest

from omos.loop.goals.models import Goal
from omos.loop.goals.queries import company_targets, last_month_shares, proposed_parts
from omos.loop.goals.services import (
    Adopted,
    GoalLocked,
    GoalMoved,
    SumsDiffer,
    SuperiorGoalMissing,
    Target,
    adopt_targets,
    cascade,
    cascade_month,
)
from omos.loop.goals.tests.factories import FIRST, LAST, make_goal, make_milestone
from omos.loop.ledger.tests.factories import make_fact
from omos.people.tests.factories import viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def split(supervisor, noon):
    def split_goal(goal, parts, **options):
        return cascade(goal_id=goal.pk, parts=parts, actor=viewer_of(supervisor), now=noon, **options)

    return split_goal


class TestCascade:
    def test_sets_the_parts(self, split, editor, other_editor):
        goal = make_goal("articles_published", 200)

        adopted = split(goal, {("PERSON", editor.pk): 120, ("PERSON", other_editor.pk): 80})

        assert adopted == Adopted(new=2, changed=0, unchanged=0)
        assert dict(Goal.objects.filter(parent=goal).values_list("staff_id", "target")) == {
            editor.pk: 120,
            other_editor.pk: 80,
        }

    def test_changes_nothing_the_second_time(self, split, editor, other_editor):
        goal = make_goal("articles_published", 200)
        parts = {("PERSON", editor.pk): 120, ("PERSON", other_editor.pk): 80}
        split(goal, parts)

        assert split(goal, parts) == Adopted(new=0, changed=0, unchanged=2)

    def test_takes_a_part_back(self, split, editor, other_editor):
        goal = make_goal("articles_published", 200)
        split(goal, {("PERSON", editor.pk): 120, ("PERSON", other_editor.pk): 80})

        split(goal, {("PERSON", editor.pk): 200, ("PERSON", other_editor.pk): None})

        states = dict(Goal.objects.exclude(pk=goal.pk).values_list("staff_id", "state"))
        assert states == {editor.pk: "PROPOSED", other_editor.pk: "WITHDRAWN"}

    def test_counts_parts_that_are_not_touched(self, split, editor, other_editor):
        goal = make_goal("articles_published", 200)
        make_goal("articles_published", 80, staff=other_editor, parent=goal)

        assert split(goal, {("PERSON", editor.pk): 120}).new == 1

    def test_refuses_parts_that_fall_short(self, split, editor):
        goal = make_goal("articles_published", 200)

        with pytest.raises(SumsDiffer) as refusal:
            split(goal, {("PERSON", editor.pk): 120})

        assert refusal.value.difference == -80
        assert Goal.objects.count() == 1

    def test_takes_a_difference_that_is_meant(self, split, editor):
        goal = make_goal("articles_published", 200)

        assert split(goal, {("PERSON", editor.pk): 220}, accept_difference=True).new == 1

    def test_does_not_add_up_ratios(self, split, editor, other_editor):
        goal = make_goal("close_rate", 640)

        assert split(goal, {("PERSON", editor.pk): 640, ("PERSON", other_editor.pk): 700}).new == 2

    def test_refuses_to_change_a_locked_part(self, split, editor, other_editor):
        goal = make_goal("articles_published", 200)
        make_goal("articles_published", 80, staff=other_editor, parent=goal, state="LOCKED")

        with pytest.raises(GoalLocked):
            split(goal, {("PERSON", editor.pk): 100, ("PERSON", other_editor.pk): 100})

    def test_refuses_a_milestone(self, split, editor):
        with pytest.raises(GoalMoved):
            split(make_milestone(), {("PERSON", editor.pk): 1})


class TestProposedParts:
    def test_are_even(self):
        parts = proposed_parts(measure="articles_published", total=200, owner_ids=[1, 2, 3])

        assert parts == {1: 67, 2: 67, 3: 66}

    def test_follow_weights(self):
        parts = proposed_parts(measure="articles_published", total=200, owner_ids=[1, 2], weights={1: 30, 2: 10})

        assert parts == {1: 150, 2: 50}

    def test_are_even_where_no_weight_is_known(self):
        parts = proposed_parts(measure="articles_published", total=200, owner_ids=[1, 2], weights={9: 30})

        assert parts == {1: 100, 2: 100}

    def test_leave_locked_parts_alone(self):
        parts = proposed_parts(measure="articles_published", total=200, owner_ids=[1, 2], fixed={1: 150})

        assert parts == {1: 150, 2: 50}

    def test_give_everybody_the_whole_ratio(self):
        assert proposed_parts(measure="close_rate", total=640, owner_ids=[1, 2]) == {1: 640, 2: 640}

    def test_of_nobody_are_none(self):
        assert proposed_parts(measure="close_rate", total=640, owner_ids=[]) == {}


class TestLastMonthShares:
    @pytest.fixture(autouse=True)
    def october(self, editor, other_editor):
        day = date(2026, 10, 12)
        make_fact("articles_published", 30, day=day, staff_id=editor.pk, category="ARTICLE")
        make_fact("articles_published", 10, day=day, staff_id=other_editor.pk, category="ARTICLE")

    def test_come_by_person(self, editor, other_editor):
        shares = last_month_shares(measure="articles_published", category="", first=FIRST, level="PERSON")

        assert shares == {editor.pk: 30, other_editor.pk: 10}

    def test_come_by_department(self, editor):
        shares = last_month_shares(measure="articles_published", category="", first=FIRST, level="DEPARTMENT")

        assert shares == {editor.department_id: 40}

    def test_come_by_category(self):
        assert last_month_shares(measure="articles_published", category="VIDEO", first=FIRST, level="PERSON") == {}


class TestCascadeMonth:
    def test_saves_company_department_and_people_at_once(self, supervisor, editor, noon):
        department = editor.department_id
        targets = {
            Target("COMPANY", None, "articles_published"): 200,
            Target("DEPARTMENT", department, "articles_published"): 200,
            Target("PERSON", editor.pk, "articles_published"): 200,
        }

        done = cascade_month(first=FIRST, last=LAST, targets=targets, actor=viewer_of(supervisor), now=noon)

        assert done.new == 3
        parents = dict(Goal.objects.values_list("level", "parent__level"))
        assert parents == {"COMPANY": None, "DEPARTMENT": "COMPANY", "PERSON": "DEPARTMENT"}

    def test_moves_a_persons_goal_below_a_new_department_goal(self, supervisor, editor, noon):
        company = make_goal("articles_published", 200)
        person = make_goal("articles_published", 200, staff=editor, parent=company)
        targets = {
            Target("DEPARTMENT", editor.department_id, "articles_published"): 200,
            Target("PERSON", editor.pk, "articles_published"): 200,
        }

        cascade_month(first=FIRST, last=LAST, targets=targets, actor=viewer_of(supervisor), now=noon)

        person.refresh_from_db()
        assert person.parent.level == "DEPARTMENT"

    def test_saves_nothing_where_parts_do_not_add_up(self, supervisor, editor, noon):
        targets = {
            Target("COMPANY", None, "articles_published"): 200,
            Target("DEPARTMENT", editor.department_id, "articles_published"): 150,
        }

        with pytest.raises(SumsDiffer):
            cascade_month(first=FIRST, last=LAST, targets=targets, actor=viewer_of(supervisor), now=noon)

        assert not Goal.objects.exists()

    def test_refuses_parts_of_nothing(self, supervisor, editor, noon):
        targets = {Target("PERSON", editor.pk, "articles_published"): 150}

        with pytest.raises(SuperiorGoalMissing):
            cascade_month(first=FIRST, last=LAST, targets=targets, actor=viewer_of(supervisor), now=noon)


class TestAdoptTargets:
    def test_sets_the_companys_goals(self, supervisor, noon):
        targets = {"revenue": 80_000_000, "visits": 23_400}

        adopted = adopt_targets(month_first=FIRST, targets=targets, actor=viewer_of(supervisor), now=noon)

        assert adopted == Adopted(new=2, changed=0, unchanged=0)
        assert company_targets(FIRST, LAST) == targets

    def test_changes_what_is_not_locked(self, supervisor, noon):
        make_goal("visits", 20_000, state="AGREED")
        make_goal("revenue", 80_000_000, state="LOCKED")
        targets = {"revenue": 80_000_000, "visits": 23_400}

        adopted = adopt_targets(month_first=FIRST, targets=targets, actor=viewer_of(supervisor), now=noon)

        assert adopted == Adopted(new=0, changed=1, unchanged=1)

    def test_refuses_to_change_a_locked_goal(self, supervisor, noon):
        make_goal("revenue", 80_000_000, state="LOCKED")

        with pytest.raises(GoalLocked):
            adopt_targets(
                month_first=FIRST,
                targets={"visits": 23_400, "revenue": 1},
                actor=viewer_of(supervisor),
                now=noon,
            )

        assert company_targets(FIRST, LAST) == {"revenue": 80_000_000}
