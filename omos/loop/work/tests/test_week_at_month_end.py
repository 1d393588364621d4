"""Planning the week in which a month ends: each day serves the goals of its own month."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from omos.loop.goals.tests.factories import make_goal
from omos.loop.ledger.tests.factories import make_fact
from omos.loop.work import services
from omos.loop.work.models import Assignment, WorkPlan
from omos.loop.work.tests.factories import make_assignment, make_category
from omos.people.tests.factories import make_leave, viewer_of

MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)
DECEMBER = {"first_day": TUESDAY, "last_day": date(2026, 12, 31), "deadline": date(2026, 12, 31)}


@pytest.fixture
def article(editor):
    return make_category(staff=editor)


@pytest.fixture
def plan(supervisor, noon):
    return {
        "monday": MONDAY,
        "department_id": supervisor.department_id,
        "actor": viewer_of(supervisor),
        "now": noon,
    }


@pytest.fixture
def both_months(article):
    make_goal("evidence_verified", 3, category="ARTICLE")
    make_goal("evidence_verified", 69, category="ARTICLE", **DECEMBER)


def quantities() -> list[tuple[int, int]]:
    rows = Assignment.objects.filter(plan__monday=MONDAY).order_by("due_date")
    return [(day.day, quantity) for day, quantity in rows.values_list("due_date", "quantity")]


def reasons_on(day: date) -> dict[str, object]:
    return dict(Assignment.objects.get(plan__monday=MONDAY, due_date=day).reasons[1])


class TestGenerateWeek:
    def test_gives_each_month_its_own_share(self, plan, both_months):
        services.generate_week(**plan)

        # 69 articles on 23 workdays: twelve on the four of this week.
        assert quantities() == [(30, 3), (1, 3), (2, 3), (3, 3), (4, 3)]

    def test_says_in_every_cell_whose_gap_it_serves(self, plan, both_months):
        services.generate_week(**plan)

        assert (reasons_on(MONDAY)["goal_gap"], reasons_on(MONDAY)["week_units"]) == (3, 3)
        assert (reasons_on(TUESDAY)["goal_gap"], reasons_on(TUESDAY)["week_units"]) == (69, 12)

    def test_counts_what_is_done_towards_its_own_month_only(self, plan, editor, both_months):
        make_fact("evidence_verified", 2, day=date(2026, 11, 20), staff_id=editor.pk, category="ARTICLE")

        services.generate_week(**plan)

        assert quantities()[:2] == [(30, 1), (1, 3)]

    def test_goes_on_as_usual_where_the_new_month_has_no_goal_yet(self, plan, editor, article):
        make_goal("evidence_verified", 3, category="ARTICLE")
        make_assignment(editor, category=article, due_date=date(2026, 11, 18), quantity=20, state="DONE")

        services.generate_week(**plan)

        assert quantities() == [(30, 3), (1, 1), (2, 1), (3, 1), (4, 1)]
        assert (reasons_on(MONDAY)["code"], reasons_on(TUESDAY)["code"]) == ("goal_gap", "usual")

    def test_plans_the_new_month_where_the_old_one_is_done(self, plan, article):
        make_goal("evidence_verified", 69, category="ARTICLE", **DECEMBER)

        services.generate_week(**plan)

        assert [day for day, _quantity in quantities()] == [1, 2, 3, 4]


class TestWeekPage:
    @pytest.fixture
    def week(self, plan, both_months, clock_at, noon):
        clock_at(noon)
        services.generate_week(**plan)
        return f"{reverse('work:week')}?monday={MONDAY}"

    def test_counts_towards_the_month_most_of_the_week_lies_in(self, sign_in, supervisor, week):
        [line] = sign_in(supervisor).get(week).context["coverage"]

        assert (line["done"], line["planned"], line["target"], line["missing"]) == (0, 12, 69, 57)

    def test_names_that_month(self, sign_in, supervisor, week):
        assert "2026-12 月目标" in sign_in(supervisor).get(week).content.decode()

    def test_counts_no_piece_both_as_done_and_as_planned(self, sign_in, supervisor, editor, week):
        Assignment.objects.filter(due_date=TUESDAY).update(handed_in_count=2)
        Assignment.objects.filter(due_date=date(2026, 12, 2)).update(handed_in_count=3, state="DONE")

        [line] = sign_in(supervisor).get(week).context["coverage"]
        assert line["planned"] == 12 - 2 - 3

    @pytest.mark.parametrize(("day", "month", "gap"), [(MONDAY, "2026-11", "3"), (TUESDAY, "2026-12", "69")])
    def test_explains_a_cell_by_its_months_gap(self, sign_in, supervisor, editor, week, day, month, gap):
        page = sign_in(supervisor).get(reverse("work:cell", args=[editor.pk, day.isoformat()]))

        assert f"{month} 目标缺口 {gap} 篇，" in page.content.decode()


class TestUnplacedLines:
    def test_are_one_where_they_read_the_same(self, sign_in, supervisor, article, plan, clock_at, noon):
        clock_at(noon)
        line = {"category_id": article.pk, "quantity": 2, "source": "goal_gap", "obstacle": "no_capacity"}
        WorkPlan.objects.create(monday=MONDAY, department=supervisor.department, unplaced=[line, line])

        page = sign_in(supervisor).get(f"{reverse('work:week')}?monday={MONDAY}")

        assert [one["quantity"] for one in page.context["unplaced"]] == [4]

    def test_say_that_nobody_is_there_on_the_last_day(self, plan, editor, both_months):
        make_leave(editor, MONDAY)

        services.generate_week(**plan)

        assert [line["obstacle"] for line in WorkPlan.objects.get().unplaced] == ["person_away"]
