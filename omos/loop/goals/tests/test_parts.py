"""One owner's goals over a year, quarter or month and its parts."""

from __future__ import annotations

from datetime import date

import pytest

from omos.formulas.periods import read_period
from omos.loop.goals import services
from omos.loop.goals.models import Goal
from omos.loop.goals.queries import period_parts
from omos.loop.goals.services import Target
from omos.loop.goals.tests.factories import make_goal
from omos.loop.ledger.tests.factories import make_fact
from omos.people.tests.factories import viewer_of

pytestmark = pytest.mark.django_db
YEAR, QUARTER, MONTH = read_period("2026"), read_period("2026-Q4"), read_period("2026-11")
PAGE = "/goals/parts/?of=2026-Q4"


def make_period_goal(key, target, measure="revenue", **fields):
    period = read_period(key)
    bounds = {"first_day": period.first, "last_day": period.last, "deadline": period.last}
    return make_goal(measure, target, **bounds, **fields)


def cell(key, measure="revenue", owner="COMPANY-0"):
    return f"target-{owner}-{measure}--{key}"


@pytest.fixture
def save(supervisor, noon):
    def set_parts(whole, numbers, **fields):
        targets = {Target("COMPANY", None, "revenue", period=key): value for key, value in numbers.items()}
        return services.set_parts(whole=whole, targets=targets, actor=viewer_of(supervisor), now=noon, **fields)

    return set_parts


class TestSaving:
    def test_sets_the_whole_and_its_parts(self, save):
        done = save(QUARTER, {"2026-Q4": 900, "2026-10": 200, "2026-11": 300, "2026-12": 400})

        assert done.new == 4
        assert dict(Goal.objects.values_list("first_day", "target"))[date(2026, 12, 1)] == 400

    def test_refuses_parts_that_do_not_add_up(self, save):
        with pytest.raises(services.SumsDiffer) as refusal:
            save(QUARTER, {"2026-Q4": 900, "2026-10": 200, "2026-11": 300, "2026-12": 300})

        assert refusal.value.difference == -100
        assert not Goal.objects.exists()

    def test_saves_a_difference_that_is_meant(self, save):
        save(QUARTER, {"2026-Q4": 900, "2026-10": 200, "2026-11": 300, "2026-12": 300}, accept_difference=True)

        assert Goal.objects.count() == 4

    def test_waits_for_all_parts_before_it_compares(self, save):
        save(QUARTER, {"2026-Q4": 900, "2026-10": 200})

        assert Goal.objects.count() == 2

    def test_compares_quarters_with_the_year_and_months_with_their_quarter(self, save):
        quarters = {f"2026-Q{number}": 100 for number in (1, 2, 3, 4)}

        with pytest.raises(services.SumsDiffer):
            save(YEAR, {"2026": 401, **quarters})
        with pytest.raises(services.SumsDiffer):
            save(YEAR, {"2026": 400, **quarters, "2026-01": 50, "2026-02": 50, "2026-03": 1})

    def test_compares_the_weeks_with_their_month(self, save):
        weeks = {"2026-W45": 10, "2026-W46": 10, "2026-W47": 10, "2026-W48": 10}

        assert save(MONTH, {"2026-11": 40, **weeks}).new == 5

    def test_changes_nothing_the_second_time(self, save):
        save(QUARTER, {"2026-Q4": 900})

        assert save(QUARTER, {"2026-Q4": 900}).unchanged == 1

    def test_takes_back_what_is_emptied(self, save):
        save(QUARTER, {"2026-Q4": 900})

        save(QUARTER, {"2026-Q4": None})

        assert Goal.objects.get().state == "WITHDRAWN"

    def test_refuses_to_change_a_locked_goal(self, save):
        make_period_goal("2026-Q4", 900, state="LOCKED")

        with pytest.raises(services.GoalLocked):
            save(QUARTER, {"2026-Q4": 800})

    def test_refuses_two_owners_at_once(self, supervisor, editor, noon):
        targets = {
            Target("COMPANY", None, "revenue", period="2026-10"): 1,
            Target("PERSON", editor.pk, "revenue", period="2026-10"): 1,
        }

        with pytest.raises(services.SenselessGoal):
            services.set_parts(whole=QUARTER, targets=targets, actor=viewer_of(supervisor), now=noon)

    def test_refuses_what_is_no_period(self, save):
        with pytest.raises(services.SenselessGoal):
            save(QUARTER, {"2026-Q9": 1})

    def test_refuses_a_person_before_the_company(self, supervisor, editor, noon):
        targets = {Target("PERSON", editor.pk, "revenue", period="2026-10"): 1}

        with pytest.raises(services.SuperiorGoalMissing):
            services.set_parts(whole=QUARTER, targets=targets, actor=viewer_of(supervisor), now=noon)

    def test_lets_a_week_across_two_months_stand_below_its_own_month(self, supervisor, editor, noon):
        make_period_goal("2026-10", 900)
        targets = {Target("PERSON", editor.pk, "revenue", period="2026-W40"): 9}

        services.set_parts(whole=read_period("2026-10"), targets=targets, actor=viewer_of(supervisor), now=noon)

        assert Goal.objects.get(staff=editor).first_day == date(2026, 9, 28)

    def test_refuses_whom_the_owner_is_no_business_of(self, editor, other_editor, noon):
        make_period_goal("2026-10", 900)
        targets = {Target("PERSON", other_editor.pk, "revenue", period="2026-10"): 9}

        with pytest.raises(services.NotYours):
            services.set_parts(whole=QUARTER, targets=targets, actor=viewer_of(editor), now=noon)


class TestReading:
    def test_holds_the_year_its_quarters_and_months(self):
        sheet = period_parts(whole=YEAR, level="COMPANY", owner_id=None)

        assert [period.key for period in sheet.periods][:5] == ["2026", "2026-Q1", "2026-01", "2026-02", "2026-03"]
        assert len(sheet.periods) == 17

    def test_begins_with_revenue_where_nothing_is_set(self):
        assert period_parts(whole=MONTH, level="COMPANY", owner_id=None).columns == (("revenue", ""),)

    def test_leaves_other_owners_and_withdrawn_goals_out(self, editor):
        make_period_goal("2026-11", 1, staff=editor)
        make_period_goal("2026-11", 2, state="WITHDRAWN")
        mine = make_period_goal("2026-11", 3)

        assert period_parts(whole=MONTH, level="COMPANY", owner_id=None).goals == (mine,)


class TestThePage:
    @pytest.fixture
    def page(self, sign_in, supervisor, clock_at, noon):
        clock_at(noon)
        return sign_in(supervisor)

    def test_opens_with_the_company_s_year(self, page):
        context = page.get("/goals/parts/").context

        assert (context["of"], context["owner"]) == ("2026", "COMPANY")

    @pytest.mark.parametrize("of", ["2026-W47", "nonsense", "", "2026-13"])
    def test_shows_this_year_for_what_has_no_parts(self, page, of):
        assert page.get("/goals/parts/", {"of": of}).context["of"] == "2026"

    def test_says_whether_the_months_add_up(self, page):
        make_period_goal("2026-Q4", 90_000)
        make_period_goal("2026-10", 30_000)
        make_period_goal("2026-11", 50_000)

        (check,) = [row.checks[0] for row in page.get(PAGE).context["table"] if row.checks]

        assert (check.tone, "100" in check.word) == ("warning", True)

    def test_saves(self, page):
        answer = page.post(PAGE, {cell("2026-Q4"): "90万", cell("2026-10"): "30万"})

        assert answer.status_code == 302
        assert set(Goal.objects.values_list("target", flat=True)) == {90_000_000, 30_000_000}

    def test_survives_a_second_press(self, page):
        page.post(PAGE, {cell("2026-Q4"): "90万"})
        page.post(PAGE, {cell("2026-Q4"): "90万"})

        assert Goal.objects.count() == 1

    def test_keeps_what_was_typed_where_sums_differ(self, page):
        typed = {cell("2026-Q4"): "9", cell("2026-10"): "1", cell("2026-11"): "2", cell("2026-12"): "3"}

        answer = page.post(PAGE, typed)

        assert answer.status_code == 422
        assert 'value="9"' in answer.content.decode()
        assert not Goal.objects.exists()

    def test_keeps_a_bad_cell_with_its_reason(self, page):
        answer = page.post(PAGE, {cell("2026-Q4"): "much"})

        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.content.decode()

    def test_proposes_by_workdays(self, page):
        make_period_goal("2026-11", 2_000, "inquiries")

        texts = page.get("/goals/parts/?of=2026-11&propose=workdays").context["form"].texts

        assert [texts[cell(f"2026-W{week}", "inquiries")] for week in (45, 46, 47, 48)] == ["500"] * 4
        assert Goal.objects.count() == 1

    def test_proposes_as_last_year_went(self, page):
        make_period_goal("2026-Q4", 1_000, "inquiries")
        make_fact("inquiries", 30, day=date(2025, 10, 9))
        make_fact("inquiries", 70, day=date(2025, 12, 9))

        texts = page.get(f"{PAGE}&propose=last_year").context["form"].texts

        assert [texts[cell(f"2026-{month}", "inquiries")] for month in (10, 11, 12)] == ["300", "", "700"]

    def test_proposes_nothing_before_the_whole_is_set(self, page):
        make_period_goal("2026-11", 2_000, "inquiries")

        form = page.get(f"{PAGE}&propose=workdays").context["form"]

        assert (form.texts, len(form.general)) == ({}, 1)

    def test_compares_the_parts_below_them(self, page):
        make_period_goal("2026-Q4", 90_000)

        levels = [row.level for row in page.get(PAGE).context["table"]]

        assert levels == ["COMPANY", "DEPARTMENT", "DEPARTMENT", "DEPARTMENT", "CHECK"]

    def test_opens_no_cell_of_a_locked_goal(self, page):
        make_period_goal("2026-Q4", 90_000, state="LOCKED")

        answer = page.get(PAGE)

        assert cell("2026-Q4") not in answer.context["form"].allowed
        assert cell("2026-10") in answer.context["form"].allowed

    def test_lets_everybody_look_at_the_company_but_not_write(self, sign_in, editor, clock_at, noon):
        clock_at(noon)
        make_period_goal("2026-Q4", 90_000)
        mine = sign_in(editor)

        assert mine.get(PAGE).context["form"].allowed == {}
        mine.post(PAGE, {cell("2026-Q4"): "1"})
        assert Goal.objects.get().target == 90_000

    def test_shows_the_company_to_who_asks_for_a_colleague(self, sign_in, editor, other_editor, clock_at, noon):
        clock_at(noon)

        assert sign_in(editor).get(f"{PAGE}&owner=PERSON-{other_editor.pk}").context["owner"] == "COMPANY"

    def test_takes_no_put(self, page):
        assert page.put(PAGE).status_code == 405

    def test_asks_strangers_to_sign_in(self, client, company):
        assert client.get(PAGE).status_code == 302
