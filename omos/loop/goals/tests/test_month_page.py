"""The month's page of goals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from omos.formulas.periods import read_period
from omos.loop.goals.models import Goal
from omos.loop.goals.queries import company_targets
from omos.loop.goals.tests.factories import FIRST, LAST, make_goal, make_milestone
from omos.loop.ledger.tests.factories import make_fact
from omos.people.tests.factories import make_staff, make_workday

pytestmark = pytest.mark.django_db
MONTH, TARGETS = "/goals/?period=2026-11", "/goals/targets/?period=2026-11"


@pytest.fixture
def page(sign_in, supervisor, clock_at, noon):
    clock_at(noon)
    make_workday(date(2026, 11, 28), is_workday=True)
    return sign_in(supervisor)


def cell(level: str, owner: int, measure: str = "articles_published") -> str:
    return f"target-{level}-{owner}-{measure}-"


class TestLooking:
    def test_invites_to_set_the_first_goal(self, page):
        assert "/goals/new/?period=2026-11" in page.get(MONTH).content.decode()

    def test_shows_the_companys_figures(self, page):
        make_goal("inquiries", 505)
        make_fact("inquiries", 335)

        (kpi,) = page.get(MONTH).context["kpis"]

        assert (kpi.figure, kpi.state.tone) == ("335", "yes")

    def test_says_which_workday_it_is(self, page):
        context = page.get(MONTH).context

        assert (context["workday"], context["workdays"]) == (15, 22)

    def test_draws_the_goal_chosen(self, page):
        make_goal("revenue", 80_000_000)
        visits = make_goal("visits", 23_400)
        make_fact("visits", 15_000)

        answer = page.get(f"{MONTH}&goal={visits.pk}")

        assert answer.context["chosen"].measure == "visits"

    def test_draws_revenue_unless_asked_otherwise(self, page):
        make_goal("visits", 23_400)
        make_goal("revenue", 80_000_000)

        assert page.get(f"{MONTH}&goal=nonsense").context["chosen"].measure == "revenue"

    def test_shows_unknown_as_a_dash(self, page):
        make_goal("inquiries", 505)

        (group,) = page.get(MONTH).context["groups"]
        (line,) = group.lines

        assert (line.actual, line.state.tone) == ("—", "unknown")

    def test_tells_overdue_milestones_from_reached_ones(self, page, noon):
        make_milestone("早", deadline=date(2026, 11, 10))
        make_milestone("中", deadline=date(2026, 11, 12), reached_at=noon)
        make_milestone("晚", deadline=date(2026, 11, 27))

        assert [one.tone for one in page.get(MONTH).context["milestones"]] == ["warning", "yes", "plain"]

    def test_says_whether_the_parts_add_up(self, page, editor, other_editor):
        make_goal("articles_published", 200)
        department = make_goal("articles_published", 200, department=editor.department)
        make_goal("articles_published", 120, staff=editor, parent=department)
        make_goal("articles_published", 70, staff=other_editor, parent=department)

        checks = [row.checks[0] for row in page.get(TARGETS).context["table"] if row.checks]

        assert [check.tone for check in checks] == ["warning", "yes"]

    def test_shows_everybody_the_companys_goals(self, sign_in, editor, clock_at, noon):
        clock_at(noon)
        make_goal("revenue", 80_000_000)

        answer = sign_in(editor).get(MONTH)

        assert answer.status_code == 200
        assert len(answer.context["kpis"]) == 1

    def test_hides_a_colleagues_goals(self, sign_in, editor, other_editor, clock_at, noon):
        clock_at(noon)
        make_goal("revenue", 80_000_000)
        make_goal("articles_published", 70, staff=other_editor)

        assert "苏晴" not in sign_in(editor).get(MONTH).content.decode()

    @pytest.mark.parametrize("month", ["nonsense", "2026-13", "", "2026-1-1", "2026-Q5", "2026-W54"])
    def test_shows_this_month_for_months_that_make_no_sense(self, page, month):
        assert page.get("/goals/", {"period": month}).context["period"] == "2026-11"

    def test_opens_in_english(self, page):
        make_goal("inquiries", 505)

        assert page.get(MONTH, headers={"accept-language": "en"}).status_code == 200

    @pytest.mark.queries
    def test_costs_the_same_with_more_goals(self, page, editor, other_editor, django_assert_max_num_queries):
        make_goal("articles_published", 200)
        make_goal("visits", 200)
        make_goal("articles_published", 200, department=editor.department)
        make_goal("articles_published", 120, staff=editor)
        make_goal("articles_published", 80, staff=other_editor)
        make_fact("articles_published", 60, staff_id=editor.pk, category="ARTICLE")
        page.get(MONTH)

        with django_assert_max_num_queries(20):
            page.get(MONTH)


class TestGroups:
    @pytest.fixture
    def many_goals(self, page):
        make_goal("revenue", 80_000_000)
        people = [make_staff(f"编辑{number}", role="EDITOR") for number in range(7)]
        return [make_goal("articles_published", 10, staff=person) for person in people]

    def test_fold_what_is_long(self, page, many_goals):
        company, people = page.get(MONTH).context["groups"]

        assert (company.is_open, len(company.lines)) == (True, 1)
        assert (people.is_open, people.count, people.lines) == (False, 7, ())

    def test_open_when_asked(self, page, many_goals):
        answer = page.get(f"{MONTH}&open=PERSON")

        assert len(answer.context["groups"][1].lines) == 7

    def test_come_alone_when_a_fold_opens(self, page, many_goals):
        answer = page.get(f"{MONTH}&open=PERSON", headers={"HX-Request": "true"})

        assert 'id="group-PERSON"' in answer.content.decode()
        assert "<html" not in answer.content.decode()

    def test_keep_work_categories_apart(self, page):
        make_goal("articles_published", 200)
        make_goal("articles_published", 80, category="ARTICLE")

        assert [group.key for group in page.get(MONTH).context["groups"]] == ["COMPANY", "CATEGORY"]

    def test_offer_the_steps_of_folded_goals_too(self, page, many_goals):
        Goal.objects.filter(level="PERSON").update(state="AGREED")

        assert page.get(MONTH).context["to_lock"] == [goal.pk for goal in many_goals]

    def test_give_the_chosen_goal_its_course_though_folded(self, page, many_goals):
        answer = page.get(f"{MONTH}&goal={many_goals[3].pk}")

        assert answer.context["chosen"].goal_id == many_goals[3].pk


class TestPeriods:
    @pytest.mark.parametrize("period", ["2026", "2026-Q4", "2026-W47"])
    def test_have_goals_of_their_own(self, page, period):
        bounds = read_period(period)
        make_goal("revenue", 80_000_000)
        make_goal("revenue", 5_000_000, first_day=bounds.first, last_day=bounds.last, deadline=bounds.last)
        make_fact("revenue", 1_000_000)

        (kpi,) = page.get(f"/goals/?period={period}").context["kpis"]

        assert (kpi.value, kpi.figure) == (Decimal("0.2"), "1 万")

    def test_lead_to_one_another(self, page):
        context = page.get("/goals/?period=2026-W47").context

        assert (context["previous"], context["following"]) == ("2026-W46", "2026-W48")
        assert [grain["url"].partition("=")[2] for grain in context["grains"]] == [
            "2026",
            "2026-Q4",
            "2026-11",
            "2026-W47",
        ]


class TestProposing:
    def test_shares_evenly_among_those_who_hold_the_goal(self, page, editor, other_editor):
        make_goal("articles_published", 200)
        make_goal("articles_published", 10, staff=editor)
        make_goal("articles_published", 10, staff=other_editor)

        texts = page.get(f"{TARGETS}&propose=even").context["form"].texts

        assert texts[cell("PERSON", editor.pk)] == "100"
        assert texts[cell("PERSON", other_editor.pk)] == "100"
        assert texts[cell("DEPARTMENT", editor.department_id)] == "200"
        assert Goal.objects.count() == 3

    def test_shares_as_last_month_went(self, page, editor, other_editor):
        make_goal("articles_published", 200)
        day = date(2026, 10, 12)
        make_fact("articles_published", 30, day=day, staff_id=editor.pk, category="ARTICLE")
        make_fact("articles_published", 10, day=day, staff_id=other_editor.pk, category="ARTICLE")

        texts = page.get(f"{TARGETS}&propose=last_month").context["form"].texts

        assert (texts[cell("PERSON", editor.pk)], texts[cell("PERSON", other_editor.pk)]) == ("150", "50")

    def test_says_when_locked_parts_leave_nothing(self, page, editor):
        make_goal("articles_published", 200)
        make_goal("articles_published", 300, department=editor.department, state="LOCKED")

        assert page.get(f"{TARGETS}&propose=even").context["form"].general


class TestSaving:
    def test_saves_a_whole_column(self, page, editor):
        make_goal("articles_published", 200)
        typed = {cell("DEPARTMENT", editor.department_id): "200", cell("PERSON", editor.pk): "200"}

        answer = page.post(TARGETS, typed)

        assert answer.status_code == 302
        assert set(Goal.objects.values_list("level", "target")) == {
            ("COMPANY", 200),
            ("DEPARTMENT", 200),
            ("PERSON", 200),
        }

    def test_changes_the_companys_number(self, page):
        make_goal("revenue", 80_000_000)

        page.post(TARGETS, {cell("COMPANY", 0, "revenue"): "90万"})

        assert company_targets(FIRST, LAST) == {"revenue": 90_000_000}

    def test_survives_a_second_press(self, page, editor):
        make_goal("articles_published", 200)
        typed = {cell("DEPARTMENT", editor.department_id): "200"}
        page.post(TARGETS, typed)

        page.post(TARGETS, typed)

        assert Goal.objects.count() == 2

    def test_keeps_what_was_typed_where_sums_differ(self, page, editor):
        make_goal("articles_published", 200)

        answer = page.post(TARGETS, {cell("DEPARTMENT", editor.department_id): "150"})

        assert answer.status_code == 422
        assert 'value="150"' in answer.content.decode()
        assert Goal.objects.count() == 1

    def test_saves_a_difference_that_is_meant(self, page, editor):
        make_goal("articles_published", 200)

        page.post(TARGETS, {cell("DEPARTMENT", editor.department_id): "150", "accept_difference": "1"})

        assert Goal.objects.count() == 2

    def test_keeps_a_bad_cell_with_its_reason(self, page, editor):
        make_goal("articles_published", 200)

        answer = page.post(TARGETS, {cell("DEPARTMENT", editor.department_id): "many"})

        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.content.decode()

    def test_never_touches_a_locked_goal(self, page):
        make_goal("revenue", 80_000_000, state="LOCKED")

        page.post(TARGETS, {cell("COMPANY", 0, "revenue"): "1"})

        assert company_targets(FIRST, LAST) == {"revenue": 80_000_000}

    def test_lets_a_person_touch_only_the_own_cell(self, sign_in, editor, other_editor, clock_at, noon):
        clock_at(noon)
        make_goal("articles_published", 200)
        make_goal("articles_published", 10, staff=editor)
        typed = {
            cell("COMPANY", 0): "1",
            cell("PERSON", other_editor.pk): "70",
            cell("PERSON", editor.pk): "130",
            "accept_difference": "1",
        }

        sign_in(editor).post(TARGETS, typed)

        targets = dict(Goal.objects.values_list("staff_id", "target"))
        assert targets == {None: 200, editor.pk: 130}

    def test_takes_no_delete(self, page):
        assert page.delete(TARGETS).status_code == 405

    def test_asks_strangers_to_sign_in(self, client, company):
        assert client.post(TARGETS).status_code == 302
