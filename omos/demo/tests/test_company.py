"""The demo company: who is there, who may sign in, which days count."""

from __future__ import annotations

from datetime import date

import pytest

from omos.demo import services
from omos.demo.tests.conftest import NOW
from omos.loop.budget import queries as budget
from omos.loop.catalogue import queries as catalogue
from omos.loop.goals import queries as goals
from omos.loop.goals.models import Goal
from omos.loop.keywords import queries as keywords
from omos.loop.keywords.models import Keyword
from omos.loop.ledger.models import Fact
from omos.people import queries as people
from omos.people.models import Company, Staff
from omos.people.services import SignInRefused, check_password
from omos.people.viewer import Viewer

SYSTEM = Viewer.system("test")
TODAY = date(2026, 11, 20)
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))

pytestmark = pytest.mark.django_db


def sign_in(name: str, password: str):
    return check_password(name=name, password=password, address="127.0.0.1", device={}, now=NOW)


class TestPeople:
    def test_are_fifteen_and_a_programmer_from_outside(self, loaded):
        kinds = list(Staff.objects.values_list("kind", flat=True))

        assert (len(kinds), kinds.count("OUTSOURCED")) == (16, 1)

    def test_are_planned_by_category_where_they_produce(self, loaded):
        planned = Staff.objects.filter(is_planned_by_category=True).order_by("id").values_list("name", flat=True)

        assert list(planned) == ["陈思远", "苏晴", "赵一鸣", "何嘉", "江语桐", "许静", "彭雪", "马骏"]

    def test_sign_in_with_the_password_they_were_given(self, loaded):
        name, password, position = loaded.people[1]

        assert sign_in(name, password).staff.name == "林岚"
        assert position == "网销主管"

    def test_all_have_a_login(self, loaded):
        names = {name for name, _password, _position in loaded.people}

        assert set(Staff.objects.values_list("name", flat=True)) == names

    def test_are_away_as_the_stories_say(self, loaded):
        ids = dict(Staff.objects.values_list("name", "id"))
        away = people.leave_days([ids["彭雪"], ids["许静"]], date(2026, 11, 17), date(2026, 11, 27))

        assert set(away) == {
            (ids["彭雪"], date(2026, 11, 17)),
            (ids["彭雪"], date(2026, 11, 18)),
            (ids["许静"], date(2026, 11, 25)),
        }


class TestTheCompany:
    def test_says_that_it_is_a_demo_in_its_trial_month(self, loaded):
        company = people.company()

        assert company.is_demo
        assert company.name == "苏州云帆净化设备有限公司（演示）"
        assert company.scores_count_from is None

    def test_has_a_website_that_is_nobodys(self, loaded):
        assert [site.domain for site in people.websites()] == ["www.yunfan.example"]

    def test_works_on_the_saturday_of_next_week(self, loaded):
        assert people.is_workday(date(2026, 11, 28))
        assert len(people.workdays_between(*NOVEMBER)) == 22

    def test_sells_machines_and_spare_parts(self, loaded):
        prices = {product.is_repeat_purchase: product.price for product in catalogue.products()}

        assert prices == {False: 3_600_000, True: 390_000}

    def test_gets_a_fifth_of_what_it_recharges_for_free(self, loaded):
        assert {channel.rebate_basis_points for channel in catalogue.paid_channels()} == {2_000}


class TestGoals:
    def test_are_those_of_the_month(self, loaded):
        targets = goals.company_targets(*NOVEMBER)

        assert targets["revenue"] == 80_000_000
        assert (targets["inquiries"], targets["valid_inquiries"], targets["visits"]) == (505, 272, 23_400)
        assert targets["spend"] == 6_000_000

    def test_are_broken_down_to_people_and_locked(self, loaded):
        mine = Goal.objects.filter(first_day=NOVEMBER[0], staff__name="苏晴", category="ARTICLE").get()

        assert (mine.target, mine.state) == (100, "LOCKED")

    def test_of_people_add_up_to_the_departments(self, loaded):
        revenue = Goal.objects.filter(first_day=NOVEMBER[0], measure="revenue")
        people_sum = sum(revenue.filter(level="PERSON").values_list("target", flat=True))

        assert people_sum == sum(revenue.filter(level="DEPARTMENT").values_list("target", flat=True)) == 80_000_000

    def test_of_the_work_are_set_by_category(self, loaded):
        gaps = goals.category_gaps(month_first=NOVEMBER[0], today=TODAY)
        wanted = {code: gap.target for code, gap in gaps.items()}

        assert (wanted["ARTICLE"], wanted["OUTSIDE_POST"], wanted["SHORT_VIDEO"], wanted["NEGATIVES"]) == (
            200,
            220,
            20,
            630,
        )

    def test_of_past_months_were_nearly_reached(self, loaded):
        months = [date(2026, month, 1) for month in range(5, 11)]
        reached = [round(100 * one.share) for one in goals.attainment(measure="revenue", months=months)]

        assert reached == [92, 104, 88, 97, 110, 95]


class TestTheBudget:
    def test_of_the_month_is_the_adopted_second_version(self, loaded):
        adopted = budget.adopted(month=TODAY)

        assert (adopted.version, adopted.spend, adopted.made_by_name) == (2, 6_000_000, "林岚")
        assert adopted.revenue == pytest.approx(80_200_000, rel=0.01)

    def test_has_scenarios_beside_it(self, loaded):
        names = [scenario.name for scenario in budget.scenarios(month=TODAY)]

        assert set(names) == {"五渠道照旧", "先按上月", "停信息流，移到百度", "冲 88 万"}


class TestTheKeywordLibrary:
    def test_holds_620_words_of_which_80_are_core(self, loaded):
        assert (Keyword.objects.count(), Keyword.objects.filter(priority=1).count()) == (620, 80)

    def test_lacks_some_landing_pages(self, loaded):
        assert Keyword.objects.filter(landing_page="").count() == 23

    def test_has_next_week_ready_as_a_draft(self, loaded):
        summary = keywords.week_summary(date(2026, 11, 23))

        assert (summary.words, summary.without_landing_page, summary.is_published) == (42, 6, False)


class TestLoadingAgain:
    def test_gives_new_passwords_and_leaves_the_data(self, loaded):
        facts = Fact.objects.count()
        name, old, _position = loaded.people[2]

        again = services.load(actor=SYSTEM, now=NOW)

        assert again.already
        assert Fact.objects.count() == facts
        assert sign_in(name, again.people[2][1]).staff.name == name
        with pytest.raises(SignInRefused):
            sign_in(name, old)


class TestLoadingIsRefused:
    def test_in_production(self, loaded, settings):
        settings.OMOS_MODE = "production"

        with pytest.raises(services.DemoRefused):
            services.load(actor=SYSTEM, now=NOW)

    def test_where_people_work_already(self, loaded):
        Company.objects.update(is_demo=False)

        with pytest.raises(services.DemoRefused):
            services.load(actor=SYSTEM, now=NOW)
