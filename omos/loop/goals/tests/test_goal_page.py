"""The page of one goal, and the buttons between proposal and lock."""

from __future__ import annotations

import pytest

from omos.loop.goals.models import Acknowledgement, Goal
from omos.loop.goals.tests.factories import make_goal, make_milestone
from omos.loop.ledger.tests.factories import make_fact
from omos.people.tests.factories import make_department

pytestmark = pytest.mark.django_db
NEW = "/goals/new/?period=2026-11"
TYPED = {"owner": "COMPANY", "measure": "revenue", "target": "80万", "deadline": "2026-11-30"}


@pytest.fixture
def page(sign_in, supervisor, clock_at, noon):
    clock_at(noon)
    return sign_in(supervisor)


@pytest.fixture
def own_page(sign_in, editor, clock_at, noon):
    clock_at(noon)
    return sign_in(editor)


class TestNewGoal:
    def test_opens(self, page):
        assert page.get(NEW).status_code == 200

    def test_proposes_a_number(self, page):
        assert page.post(NEW, TYPED).status_code == 302
        assert Goal.objects.get().target == 80_000_000

    def test_proposes_a_milestone(self, page):
        page.post(NEW, {"owner": "COMPANY", "milestone": "网站改版上线", "deadline": "2026-11-20"})

        assert Goal.objects.get().milestone == "网站改版上线"

    def test_reads_a_rate_as_a_percentage(self, page):
        page.post(NEW, TYPED | {"measure": "close_rate", "target": "6.4%"})

        assert Goal.objects.get().target == 640

    @pytest.mark.parametrize("missing", ["measure", "target", "deadline", "owner"])
    def test_names_what_is_missing(self, page, missing):
        answer = page.post(NEW, TYPED | {missing: ""})

        assert answer.status_code == 422
        assert missing in answer.context["form"].errors
        assert not Goal.objects.exists()

    @pytest.mark.parametrize(
        "change",
        [
            {"target": "a lot"},
            {"target": "0"},
            {"target": "-5"},
            {"target": "9" * 30},
            {"deadline": "2026-12-24"},
            {"measure": "happiness"},
            {"owner": "PERSON-99999"},
            {"milestone": "too"},
        ],
    )
    def test_keeps_bad_input(self, page, change):
        answer = page.post(NEW, TYPED | change)

        assert answer.status_code == 422
        assert not Goal.objects.exists()

    def test_refuses_the_same_goal_twice(self, page):
        page.post(NEW, TYPED)

        assert page.post(NEW, TYPED).status_code == 422

    def test_asks_for_the_superiors_goal_first(self, page, supervisor):
        answer = page.post(NEW, TYPED | {"owner": f"DEPARTMENT-{supervisor.department_id}"})

        assert answer.status_code == 422

    def test_offers_a_person_only_the_own_goal(self, own_page, editor):
        choices = [code for code, _label in own_page.get(NEW).context["form"].fields["owner"].choices]

        assert choices == [f"PERSON-{editor.pk}"]


class TestGoalPage:
    def test_shows_where_it_stands(self, page):
        goal = make_goal("inquiries", 505)
        make_fact("inquiries", 335)

        answer = page.get(f"/goals/{goal.pk}/")

        assert answer.context["line"].actual == "335"
        assert answer.context["chart"] is not None

    def test_changes_the_number(self, page):
        goal = make_goal("revenue", 70_000_000)

        page.post(f"/goals/{goal.pk}/", TYPED | {"row_version": "1"})

        assert Goal.objects.get().target == 80_000_000

    def test_refuses_what_somebody_changed_meanwhile(self, page):
        goal = make_goal("revenue", 70_000_000, row_version=3)

        assert page.post(f"/goals/{goal.pk}/", TYPED | {"row_version": "2"}).status_code == 422

    def test_shows_a_locked_goal_to_read_only(self, page):
        goal = make_goal(state="LOCKED")

        assert not page.get(f"/goals/{goal.pk}/").context["may_change"]
        assert page.post(f"/goals/{goal.pk}/", TYPED).status_code == 422

    def test_shows_a_milestone(self, page):
        assert page.get(f"/goals/{make_milestone().pk}/").status_code == 200

    @pytest.mark.parametrize("state", ["WITHDRAWN", "gone"])
    def test_knows_nothing_of_goals_that_are_gone(self, page, state):
        goal_id = make_goal(state=state).pk if state == "WITHDRAWN" else 999

        assert page.get(f"/goals/{goal_id}/").status_code == 404

    def test_hides_a_colleagues_goal(self, own_page, other_editor):
        assert own_page.get(f"/goals/{make_goal(staff=other_editor).pk}/").status_code == 404

    def test_hides_another_departments_goal(self, own_page):
        goal = make_goal(department=make_department("生产部"))

        assert own_page.get(f"/goals/{goal.pk}/").status_code == 404

    def test_lets_a_person_read_the_companys_goal(self, own_page):
        goal = make_goal()

        assert own_page.get(f"/goals/{goal.pk}/").status_code == 200
        assert own_page.post(f"/goals/{goal.pk}/", TYPED).status_code == 422

    def test_refuses_other_methods(self, page):
        assert page.delete(f"/goals/{make_goal().pk}/").status_code == 405


class TestSteps:
    def test_agree_with_several_at_once(self, page):
        goals = [make_goal("visits", 1).pk, make_goal("revenue", 1).pk]

        answer = page.post("/goals/agree/", {"goal": goals, "period": "2026-11"})

        assert answer.url == "/goals/?period=2026-11"
        assert set(Goal.objects.values_list("state", flat=True)) == {"AGREED"}

    def test_lock_what_was_agreed(self, page):
        agreed, proposed = make_goal("visits", 1, state="AGREED"), make_goal("revenue", 1)

        page.post("/goals/lock/", {"goal": [agreed.pk, proposed.pk]})

        assert dict(Goal.objects.values_list("measure", "state")) == {"visits": "LOCKED", "revenue": "PROPOSED"}

    def test_survive_a_second_press(self, page):
        goal = make_goal(state="AGREED")
        page.post("/goals/lock/", {"goal": goal.pk})

        assert page.post("/goals/lock/", {"goal": goal.pk}).status_code == 302
        assert Goal.objects.get().state == "LOCKED"

    def test_acknowledge(self, own_page):
        own_page.post("/goals/acknowledge/", {"goal": make_goal().pk})

        assert Acknowledgement.objects.count() == 1

    def test_mark_a_milestone_and_take_it_back(self, own_page, editor):
        goal = make_milestone(staff=editor)
        own_page.post("/goals/mark/", {"goal": goal.pk, "reached": "1"})
        own_page.post("/goals/mark/", {"goal": goal.pk, "reached": "0"})

        assert Goal.objects.get().reached_at is None

    def test_withdraw_with_a_reason(self, page):
        page.post("/goals/withdraw/", {"goal": make_goal(state="LOCKED").pk, "reason": "市场变了"})

        assert Goal.objects.get().state == "WITHDRAWN"

    def test_refuse_to_withdraw_without_one(self, page):
        page.post("/goals/withdraw/", {"goal": make_goal().pk})

        assert Goal.objects.get().state == "PROPOSED"

    @pytest.mark.parametrize("goal", ["", "x", "999", "9" * 40])
    def test_make_nothing_of_nonsense(self, page, goal):
        assert page.post("/goals/agree/", {"goal": goal, "month": "../evil"}).url == "/goals/"

    def test_refuse_what_is_out_of_reach(self, own_page, other_editor):
        own_page.post("/goals/agree/", {"goal": make_goal(staff=other_editor).pk})

        assert Goal.objects.get().state == "PROPOSED"

    def test_keep_the_lock_from_an_editor(self, own_page):
        assert own_page.post("/goals/lock/", {"goal": make_goal(state="AGREED").pk}).status_code == 403

    @pytest.mark.parametrize("step", ["agree", "lock", "acknowledge", "mark", "withdraw"])
    def test_take_no_get(self, page, step):
        assert page.get(f"/goals/{step}/").status_code == 405

    @pytest.mark.parametrize("step", ["agree", "lock", "acknowledge", "mark", "withdraw"])
    def test_ask_strangers_to_sign_in(self, client, company, step):
        assert client.post(f"/goals/{step}/").status_code == 302
