"""Keeping versions and adopting one: once, over the one that was seen, with the month's goals."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connections

from omos.loop.budget.models import Budget
from omos.loop.budget.queries import adopted, next_version, scenario, scenarios
from omos.loop.budget.services import (
    AdoptedMeanwhile,
    AdoptedNow,
    AlreadyAdopted,
    GoalsRefused,
    MonthOver,
    NoSuchBudget,
    SenselessBudget,
    adopt,
    adopt_plan,
    save_scenario,
)
from omos.loop.budget.tests.factories import MONTH, PLANNED, make_adopted, make_inputs, make_scenario, typed
from omos.loop.goals.models import Goal
from omos.loop.goals.tests.factories import make_goal
from omos.people.models import Action
from omos.people.tests.factories import system_viewer, viewer_of

pytestmark = pytest.mark.django_db


class TestSaveScenario:
    def test_keeps_inputs_and_what_comes_out(self, supervisor):
        budget_id = save_scenario(
            inputs=make_inputs(), name="五渠道照旧", note="不变", actor=viewer_of(supervisor), now=PLANNED
        )

        kept = scenario(budget_id=budget_id)
        assert kept.inputs == make_inputs()
        assert kept.revenue == 80_000_000
        assert kept.answer("spend") == Decimal(kept.spend) / 100
        assert (kept.version, kept.name, kept.made_by_name) == (1, "五渠道照旧", "林岚")
        assert not kept.is_adopted

    def test_counts_versions_within_the_month(self):
        make_scenario("800000")
        make_scenario("880000")

        assert [one.version for one in scenarios(month=date(2026, 11, 20))] == [2, 1]
        assert next_version(month=MONTH) == 3
        assert next_version(month=date(2026, 12, 1)) == 1

    def test_keeps_the_same_figures_once(self):
        assert make_scenario() == make_scenario()
        assert Budget.objects.count() == 1

    def test_leaves_one_line_in_the_trail(self):
        make_scenario()
        make_scenario()

        (line,) = Action.objects.filter(verb="budget.plan")
        assert line.after["revenue"] == 80_000_000

    def test_refuses_what_the_formula_refuses(self):
        with pytest.raises(SenselessBudget) as refusal:
            make_scenario(close_rate=typed("1.5"))

        assert refusal.value.field == "close_rate"
        assert Budget.objects.count() == 0

    def test_refuses_to_keep_nothing(self):
        with pytest.raises(SenselessBudget):
            save_scenario(inputs=make_inputs(None), actor=system_viewer(), now=PLANNED)


class TestAdopt:
    def test_makes_it_the_budget_of_the_month(self, supervisor, noon):
        budget_id = make_scenario()

        done = adopt(budget_id=budget_id, actor=viewer_of(supervisor), now=noon)

        budget = adopted(month=date(2026, 11, 7))
        assert done == AdoptedNow(version=1, replaced_version=None, goals_set=0)
        assert (budget.id, budget.revenue, budget.adopted_by_name) == (budget_id, 80_000_000, "林岚")
        assert budget.adopted_at == noon

    def test_replaces_the_one_that_was_seen(self, noon):
        before, after = make_adopted("800000"), make_scenario("880000")

        done = adopt(budget_id=after, instead_of=before, actor=system_viewer(), now=noon)

        assert done.replaced_version == 1
        assert adopted(month=MONTH).id == after
        assert Budget.objects.get(pk=before).state == Budget.State.REPLACED

    def test_refuses_over_one_nobody_has_seen(self, noon):
        before, after = make_adopted("800000"), make_scenario("880000")

        with pytest.raises(AdoptedMeanwhile):
            adopt(budget_id=after, instead_of=None, actor=system_viewer(), now=noon)

        assert adopted(month=MONTH).id == before

    def test_changes_nothing_the_second_time(self, noon):
        budget_id = make_adopted()

        with pytest.raises(AlreadyAdopted):
            adopt(budget_id=budget_id, instead_of=budget_id, actor=system_viewer(), now=noon)

        assert Action.objects.filter(verb="budget.adopt").count() == 1

    def test_may_go_back_to_an_earlier_version(self, noon):
        first, second = make_adopted("800000"), make_scenario("880000")
        adopt(budget_id=second, instead_of=first, actor=system_viewer(), now=noon)

        adopt(budget_id=first, instead_of=second, actor=system_viewer(), now=noon)

        assert adopted(month=MONTH).id == first

    def test_tells_the_trail_what_it_replaced(self, noon):
        before, after = make_adopted("800000"), make_scenario("880000")

        adopt(budget_id=after, instead_of=before, actor=system_viewer(), now=noon)

        line = Action.objects.filter(verb="budget.adopt").latest("id")
        assert (line.before["version"], line.after["version"]) == (1, 2)

    def test_refuses_a_month_that_is_over(self):
        budget_id = make_scenario()

        with pytest.raises(MonthOver):
            adopt(budget_id=budget_id, actor=system_viewer(), now=datetime(2026, 12, 1, 1, tzinfo=UTC))

    def test_refuses_what_does_not_exist(self, noon):
        with pytest.raises(NoSuchBudget):
            adopt(budget_id=404, actor=system_viewer(), now=noon)


class TestAdoptWithGoals:
    def test_sets_the_goals_of_the_month(self, supervisor, noon):
        make_goal("revenue", 70_000_000)

        done = adopt_plan(inputs=make_inputs(), also_goals=True, actor=viewer_of(supervisor), now=noon)

        targets = dict(Goal.objects.exclude(state="WITHDRAWN").values_list("measure", "target"))
        assert done.goals_set == 6
        assert targets["revenue"] == 80_000_000
        assert targets["spend"] == adopted(month=MONTH).spend
        assert targets["won_deals"] == 63

    def test_leaves_goals_alone_unless_asked(self, supervisor, noon):
        adopt_plan(inputs=make_inputs(), actor=viewer_of(supervisor), now=noon)

        assert Goal.objects.count() == 0

    def test_adopts_nothing_where_a_goal_is_locked(self, supervisor, noon):
        make_goal("revenue", 70_000_000, state="LOCKED")

        with pytest.raises(GoalsRefused):
            adopt_plan(inputs=make_inputs(), also_goals=True, actor=viewer_of(supervisor), now=noon)

        assert adopted(month=MONTH) is None
        assert Budget.objects.count() == 0


@pytest.mark.constraint
class TestTheTable:
    def test_holds_one_adopted_version_a_month(self):
        make_adopted("800000")
        other = make_scenario("880000")

        with pytest.raises(IntegrityError):
            Budget.objects.filter(pk=other).update(state="ADOPTED", adopted_at=PLANNED)

    def test_starts_a_month_on_its_first_day(self):
        with pytest.raises(IntegrityError):
            Budget.objects.filter(pk=make_scenario()).update(month=date(2026, 11, 2))

    def test_knows_when_a_version_was_adopted(self):
        with pytest.raises(IntegrityError):
            Budget.objects.filter(pk=make_scenario()).update(state="ADOPTED")


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
class TestTogether:
    def test_only_one_of_two_is_adopted(self, noon):
        ids = [make_scenario("800000"), make_scenario("880000")]

        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(lambda budget_id: _try_to_adopt(budget_id, noon), ids))

        assert sorted(done) == ["adopted", "refused"]
        assert Budget.objects.filter(state="ADOPTED").count() == 1


def _try_to_adopt(budget_id: int, now: datetime) -> str:
    try:
        adopt(budget_id=budget_id, actor=system_viewer(), now=now)
    except AdoptedMeanwhile:
        return "refused"
    finally:
        connections.close_all()
    return "adopted"
