"""The first screen of supervisor, boss and those who hand in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from omos.desk import five_jobs
from omos.loop.budget.tests.factories import make_adopted
from omos.loop.goals.tests.factories import make_goal
from omos.loop.keywords.tests.factories import make_keyword, plan_keyword
from omos.loop.reports import queries as reports
from omos.loop.reports.tests.factories import make_report
from omos.loop.work.tests.factories import make_assignment, make_category
from omos.people.queries import viewer_of_staff

FRIDAY, WEDNESDAY = date(2026, 11, 20), date(2026, 11, 18)
THIS_MONDAY, NEXT_MONDAY = date(2026, 11, 16), date(2026, 11, 23)


@pytest.fixture(autouse=True)
def at_noon(clock_at, noon):
    clock_at(noon)


@pytest.fixture
def home(sign_in):
    def of(staff):
        return sign_in(staff).get(reverse("desk:home"))

    return of


@pytest.fixture
def jobs_on(supervisor, noon):
    def on(day):
        viewer = viewer_of_staff(supervisor)
        grid = reports.day_grid(viewer=viewer, day=day, now=noon)
        with translation.override("en"):
            return {job.icon: job for job in five_jobs.jobs(viewer, grid, ())}

    return on


class TestWhichHome:
    def test_the_supervisor_sees_the_five_jobs(self, home, supervisor):
        assert len(home(supervisor).context["jobs"]) == 5

    def test_the_boss_sees_the_verdict(self, home, boss):
        assert "verdict" in home(boss).context

    def test_an_editor_sees_the_own_day(self, home, editor):
        assert home(editor).context["my_day"].planned == 0

    def test_an_editor_sees_no_other_persons_work(self, home, editor, other_editor):
        make_assignment(other_editor, category=make_category(), quantity=3, due_date=FRIDAY)

        assert home(editor).context["my_day"].planned == 0

    def test_an_editor_sees_what_is_due_today(self, home, editor):
        make_assignment(editor, category=make_category(), quantity=3, due_date=FRIDAY)

        assert home(editor).context["my_day"].planned == 3

    def test_the_administrator_sees_who_is_here(self, home, admin_staff):
        assert f'hx-get="{reverse("people:here")}"' in home(admin_staff).content.decode()

    def test_refuses_another_method(self, sign_in, supervisor):
        assert sign_in(supervisor).post(reverse("desk:home")).status_code == 405

    def test_asks_a_stranger_to_sign_in(self, client, company):
        assert reverse("people:sign_in") in client.get(reverse("desk:home")).url


class TestEmptyCompany:
    def test_invites_the_supervisor_to_set_the_month_goal(self, home, supervisor):
        assert f'href="{reverse("goals:month")}"' in home(supervisor).content.decode()

    def test_has_no_figure_of_revenue_for_the_boss(self, home, boss):
        assert home(boss).context["revenue"] is None

    def test_shows_the_goal_of_the_month(self, home, supervisor):
        make_goal(measure="revenue", target=80_000_000)

        assert len(home(supervisor).context["kpis"]) == 1


class TestKeywordPlanJob:
    def test_speaks_of_next_week_from_friday_on(self, jobs_on, company):
        plan_keyword(make_keyword(), NEXT_MONDAY)

        assert jobs_on(FRIDAY)["tags"].stands.startswith("1 word next week")

    def test_speaks_of_this_week_before_friday(self, jobs_on, company):
        plan_keyword(make_keyword(), THIS_MONDAY)

        assert jobs_on(WEDNESDAY)["tags"].stands.startswith("1 word this week")

    def test_says_how_many_words_lack_a_landing_page(self, jobs_on, company):
        plan_keyword(make_keyword("除尘器"), NEXT_MONDAY)
        led = plan_keyword(make_keyword("布袋"), NEXT_MONDAY)
        led.landing_page = "https://www.yunfan.example/bag"
        led.save()

        assert jobs_on(FRIDAY)["tags"].stands == "2 words next week · 1 without landing page"

    def test_opens_the_week_it_speaks_of(self, jobs_on, company):
        assert jobs_on(FRIDAY)["tags"].url.endswith("?monday=2026-11-23")

    def test_asks_to_propose_an_empty_week(self, jobs_on, company):
        assert jobs_on(FRIDAY)["tags"].action == "Propose words"


class TestWorkPlanJob:
    def test_says_that_nothing_is_planned_yet(self, jobs_on, company):
        assert jobs_on(FRIDAY)["layout-grid"].stands == "not generated yet"

    def test_names_the_largest_gaps_of_the_month(self, jobs_on, company):
        category = make_category()
        make_goal(measure="evidence_verified", category=category.code, target=40)

        assert "40" in jobs_on(FRIDAY)["layout-grid"].stands

    def test_counts_the_pieces_of_next_week(self, jobs_on, editor):
        make_assignment(editor, category=make_category(), quantity=4, due_date=NEXT_MONDAY + timedelta(days=1))

        assert jobs_on(FRIDAY)["layout-grid"].stands == "4 pieces planned next week"

    def test_takes_what_is_asked_for_in_between_for_no_plan(self, jobs_on, editor):
        make_assignment(editor, category=make_category(), due_date=NEXT_MONDAY, is_ad_hoc=True)

        assert jobs_on(FRIDAY)["layout-grid"].stands == "not generated yet"

    def test_counts_the_pieces_of_this_week(self, jobs_on, editor):
        make_assignment(editor, category=make_category(), quantity=1, due_date=WEDNESDAY)

        assert jobs_on(WEDNESDAY)["layout-grid"].stands == "1 piece planned this week"


class TestOtherJobs:
    def test_counts_the_reports_of_the_day(self, jobs_on, editor, other_editor):
        make_assignment(editor, category=make_category(), quantity=1, due_date=FRIDAY)
        make_assignment(other_editor, category=make_category(), quantity=1, due_date=FRIDAY)
        make_report(editor, FRIDAY)

        assert jobs_on(FRIDAY)["clipboard-check"].stands.startswith("reports 1 / 2 ")

    def test_says_that_no_budget_is_adopted(self, jobs_on, company):
        assert jobs_on(FRIDAY)["coin-yuan"].stands == "no budget adopted yet"

    def test_shows_what_is_left_of_the_adopted_budget(self, jobs_on, company):
        make_adopted()

        assert "left this month" in jobs_on(FRIDAY)["coin-yuan"].stands
