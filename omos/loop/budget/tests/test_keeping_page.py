"""Keeping and adopting on screen: asked first, done once, refused in words."""

from __future__ import annotations

import pytest
from django.urls import reverse

from omos.loop.budget.models import Budget
from omos.loop.budget.queries import adopted, scenarios
from omos.loop.budget.tests.factories import MONTH, make_adopted, make_november, make_scenario
from omos.loop.goals.models import Goal
from omos.loop.goals.tests.factories import make_goal
from omos.people.models import Action

pytestmark = pytest.mark.django_db
TYPED = {"month": "2026-11", "amount": "800000", "cpc": "4.37", "gross_margin": "38", "wages": "128000"}
DIALOG = {"HX-Request": "true"}


@pytest.fixture
def post(supervisor, sign_in, clock_at, noon):
    """Press as the supervisor."""
    clock_at(noon)
    make_november()
    client = sign_in(supervisor)

    def press(route, **given):
        return client.post(reverse(route), TYPED | given)

    return press


class TestKeep:
    def test_asks_for_a_name_first(self, post, client):
        answer = client.get(reverse("budget:keep"), TYPED, headers=DIALOG)

        body = answer.content.decode()
        assert answer.status_code == 200
        assert "<html" not in body
        assert 'name="amount" value="800000"' in body
        assert Budget.objects.count() == 0

    def test_keeps_the_version_and_opens_it(self, post):
        answer = post("budget:keep", name="调结构", note="停信息流")

        (kept,) = scenarios(month=MONTH)
        assert answer.url == f"{reverse('budget:formula')}?scenario={kept.id}"
        assert (kept.name, kept.note, kept.made_by_name) == ("调结构", "停信息流", "林岚")
        assert kept.inputs.wages == 128_000

    def test_keeps_it_once_when_pressed_twice(self, post):
        post("budget:keep", name="调结构")
        post("budget:keep", name="调结构")

        assert Budget.objects.count() == 1

    def test_says_what_is_missing(self, post):
        answer = post("budget:keep", amount="")

        assert answer.status_code == 422
        assert "填一个数" in answer.content.decode()
        assert 'name="wages" value="128000"' in answer.content.decode()

    def test_says_what_is_missing_in_the_dialog(self, post, client):
        answer = client.get(reverse("budget:keep"), TYPED | {"amount": ""}, headers=DIALOG)

        assert answer.status_code == 200
        assert "填一个数" in answer.content.decode()
        assert "保存方案" not in answer.content.decode()

    def test_refuses_a_name_that_is_too_long(self, post):
        answer = post("budget:keep", name="长" * 40)

        assert answer.status_code == 422
        assert Budget.objects.count() == 0

    def test_is_not_for_the_boss(self, sign_in, boss):
        assert sign_in(boss).post(reverse("budget:keep"), TYPED).status_code == 403

    def test_is_for_the_promoter(self, sign_in, promoter, clock_at, noon):
        clock_at(noon)

        assert sign_in(promoter).post(reverse("budget:keep"), TYPED).status_code == 302

    def test_takes_no_other_method(self, post, client):
        assert client.put(reverse("budget:keep")).status_code == 405


class TestAdopt:
    def test_asks_first_and_shows_the_goals(self, post, client):
        make_goal("revenue", 70_000_000)

        body = client.get(reverse("budget:adopt"), TYPED, headers=DIALOG).content.decode()

        assert "同时更新本月目标" in body
        assert "¥700,000.00 →" in body
        assert adopted(month=MONTH) is None

    def test_makes_it_the_budget_of_the_month(self, post):
        answer = post("budget:adopt")

        budget = adopted(month=MONTH)
        assert answer.status_code == 302
        assert (budget.version, budget.revenue, budget.adopted_by_name) == (1, 80_000_000, "林岚")
        assert Goal.objects.count() == 0

    def test_sets_the_goals_when_ticked(self, post):
        post("budget:adopt", also_goals="yes")

        assert Goal.objects.get(measure="revenue").target == 80_000_000

    def test_replaces_the_one_the_page_showed(self, post):
        seen = make_adopted("700000")

        post("budget:adopt", instead_of=seen)

        assert adopted(month=MONTH).revenue == 80_000_000
        assert Budget.objects.get(pk=seen).state == "REPLACED"

    def test_refuses_when_somebody_was_faster(self, post):
        make_adopted("700000")

        answer = post("budget:adopt", instead_of="")

        assert answer.status_code == 422
        assert "请重新看过再采用" in answer.content.decode()
        assert 'name="amount" value="800000"' in answer.content.decode()
        assert adopted(month=MONTH).revenue == 70_000_000

    def test_changes_nothing_when_pressed_twice(self, post):
        post("budget:adopt")

        again = post("budget:adopt", instead_of=adopted(month=MONTH).id)

        assert again.status_code == 422
        assert "已经是本月预算" in again.content.decode()
        assert Action.objects.filter(verb="budget.adopt").count() == 1

    def test_refuses_a_locked_goal_and_keeps_nothing(self, post):
        make_goal("revenue", 70_000_000, state="LOCKED")

        answer = post("budget:adopt", also_goals="yes")

        assert answer.status_code == 422
        assert Budget.objects.count() == 0

    def test_adopts_a_kept_version_without_making_another(self, post, client):
        budget_id = make_scenario()

        client.post(reverse("budget:adopt"), {"scenario": budget_id})

        assert adopted(month=MONTH).id == budget_id
        assert Budget.objects.count() == 1

    def test_is_for_the_boss_too(self, sign_in, boss, clock_at, noon):
        clock_at(noon)

        sign_in(boss).post(reverse("budget:adopt"), TYPED)

        assert adopted(month=MONTH).adopted_by_name == "顾云帆"

    def test_is_not_for_the_promoter(self, sign_in, promoter):
        assert sign_in(promoter).post(reverse("budget:adopt"), TYPED).status_code == 403

    def test_is_not_for_strangers(self, client, db):
        assert client.post(reverse("budget:adopt"), TYPED).status_code == 401

    def test_does_not_trip_over_nonsense(self, post):
        assert post("budget:adopt", instead_of="9" * 60).status_code == 302

    def test_refuses_a_month_that_is_over(self, post):
        answer = post("budget:adopt", month="2026-10")

        assert answer.status_code == 422
        assert "已经结束" in answer.content.decode()
