"""Breaking a goal down, and taking over a budget's targets."""

from __future__ import annotations

import pytest

from omos.loop.goals.models import Goal
from omos.loop.goals.queries import company_targets, proposed_parts
from omos.loop.goals.services import Adopted, GoalLocked, GoalMoved, SumsDiffer, adopt_targets, cascade
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
    def test_are_even(self, editor, other_editor, promoter):
        goal = make_goal("articles_published", 200)

        proposal = proposed_parts(goal=goal, owner_ids=[editor.pk, other_editor.pk, promoter.pk], level="PERSON")

        assert list(proposal.parts.values()) == [67, 67, 66]

    def test_follow_last_month(self, editor, other_editor):
        goal = make_goal("articles_published", 200)
        make_fact("articles_published", 30, day=FIRST.replace(month=10), staff_id=editor.pk, category="ARTICLE")
        make_fact("articles_published", 10, day=FIRST.replace(month=10), staff_id=other_editor.pk, category="ARTICLE")

        proposal = proposed_parts(
            goal=goal, owner_ids=[editor.pk, other_editor.pk], level="PERSON", method="last_month"
        )

        assert proposal.parts == {editor.pk: 150, other_editor.pk: 50}

    def test_follow_last_month_by_department(self, editor):
        goal = make_goal("articles_published", 200)
        make_fact("articles_published", 30, day=FIRST.replace(month=10), staff_id=editor.pk, category="ARTICLE")

        proposal = proposed_parts(goal=goal, owner_ids=[editor.department_id], level="DEPARTMENT", method="last_month")

        assert (proposal.parts, proposal.is_known) == ({editor.department_id: 200}, True)

    def test_are_even_where_last_month_is_unknown(self, editor, other_editor):
        goal = make_goal("articles_published", 200)

        proposal = proposed_parts(
            goal=goal, owner_ids=[editor.pk, other_editor.pk], level="PERSON", method="last_month"
        )

        assert (proposal.parts, proposal.is_known) == ({editor.pk: 100, other_editor.pk: 100}, False)

    def test_leave_locked_parts_alone(self, editor, other_editor):
        goal = make_goal("articles_published", 200)
        make_goal("articles_published", 150, staff=editor, parent=goal, state="LOCKED")

        proposal = proposed_parts(goal=goal, owner_ids=[editor.pk, other_editor.pk], level="PERSON")

        assert proposal.parts == {editor.pk: 150, other_editor.pk: 50}

    def test_give_everybody_the_whole_ratio(self, editor, other_editor):
        goal = make_goal("close_rate", 640)

        proposal = proposed_parts(goal=goal, owner_ids=[editor.pk, other_editor.pk], level="PERSON")

        assert proposal.parts == {editor.pk: 640, other_editor.pk: 640}


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
