"""The first day's card: what is missing, what is done, who does it, and when it is gone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from omos.desk.first_steps import PICTURE_REPORT, first_steps
from omos.loop.goals.tests.factories import make_goal
from omos.loop.keywords.tests.factories import make_keyword, plan_keyword
from omos.loop.work.tests.factories import make_assignment, make_category
from omos.office.notices import declare
from omos.office.notices.tests.factories import make_robot
from omos.people.models import Company
from omos.people.tests.factories import make_website, viewer_of

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def in_english(clock_at, noon):
    clock_at(noon)
    with translation.override("en"):
        yield


@pytest.fixture
def young(company):
    Company.objects.update(first_steps_until=FRIDAY + timedelta(days=30), row_version=2)


@pytest.fixture
def empty(company):
    Company.objects.update(first_steps_until=FRIDAY + timedelta(days=30), row_version=1)


@pytest.fixture
def card_of():
    def card(staff, today=FRIDAY):
        return first_steps(viewer_of(staff), today=today)

    return card


def states(card) -> list[bool]:
    return [line.is_done for line in card.lines]


class TestAnEmptyInstallation:
    def test_has_eight_steps_and_none_is_done(self, card_of, admin_staff, empty):
        card = card_of(admin_staff)

        assert (card.done, len(card.lines)) == (0, 8)

    def test_the_administrator_begins_with_the_company(self, card_of, admin_staff, empty):
        card = card_of(admin_staff)

        assert card.lines[0].url == reverse("people:company")
        assert [line.is_next for line in card.lines] == [True] + [False] * 7

    def test_the_supervisor_is_told_who_enters_the_company(self, card_of, supervisor, empty):
        line = card_of(supervisor).lines[0]

        assert (line.url, line.doer) == ("", "The administrator does this")

    def test_the_supervisor_begins_with_the_goal(self, card_of, supervisor, empty):
        card = card_of(supervisor)

        assert next(line.url for line in card.lines if line.is_next) == reverse("goals:new_goal")

    def test_the_administrator_is_told_who_closes_the_day(self, card_of, admin_staff, empty):
        assert card_of(admin_staff).lines[5].doer == "The supervisor does this"


class TestGoingOn:
    def test_the_website_follows_the_company(self, young, card_of, admin_staff):
        assert card_of(admin_staff).lines[0].url == reverse("people:new_website")

    def test_company_and_website_are_one_step(self, young, card_of, admin_staff):
        make_website()

        assert states(card_of(admin_staff))[:2] == [True, False]

    def test_a_colleague_with_a_login_is_the_second(self, young, card_of, admin_staff, editor):
        assert states(card_of(admin_staff))[:2] == [False, True]

    def test_words_lead_on_to_the_week(self, young, card_of, supervisor):
        make_keyword("净水器")

        assert card_of(supervisor).lines[3].url == reverse("keywords:week")

    def test_a_robot_leads_on_to_the_day_closing(self, young, card_of, supervisor):
        make_robot()

        assert card_of(supervisor).lines[6].url == reverse("reports:day")

    def test_goal_words_and_work_are_ticked_off(self, young, card_of, supervisor, editor):
        make_goal(target=100)
        plan_keyword(make_keyword("净水器"), day=FRIDAY, staff=editor)
        make_assignment(editor, category=make_category(), due_date=FRIDAY)

        assert states(card_of(supervisor))[2:5] == [True, True, True]

    def test_the_kind_of_the_picture_report_is_declared(self):
        assert PICTURE_REPORT in {kind.code for kind in declare.group_kinds()}


class TestWhereItLeads:
    @pytest.mark.parametrize("who", ["supervisor", "admin_staff"])
    def test_every_page_opens_for_whom_it_is_offered(self, empty, card_of, sign_in, request, who):
        staff = request.getfixturevalue(who)
        client, offered = sign_in(staff), [line.url for line in card_of(staff).lines if line.url]

        assert {client.get(url).status_code for url in offered} == {200}

    @pytest.mark.parametrize("who", ["supervisor", "admin_staff"])
    def test_so_does_the_second_page_of_a_step(self, young, card_of, sign_in, request, who):
        staff = request.getfixturevalue(who)
        make_keyword("净水器")
        make_robot()
        client, offered = sign_in(staff), [line.url for line in card_of(staff).lines if line.url]

        assert {client.get(url).status_code for url in offered} == {200}


class TestOnTheHomes:
    def test_stands_on_the_supervisors(self, young, sign_in, supervisor):
        page = sign_in(supervisor).get(reverse("desk:home")).content.decode()

        assert 'id="first-steps"' in page
        assert reverse("people:put_away_first_steps") in page

    def test_stands_on_the_administrators(self, young, sign_in, admin_staff):
        assert 'id="first-steps"' in sign_in(admin_staff).get(reverse("desk:home")).content.decode()

    @pytest.mark.parametrize("who", ["editor", "boss"])
    def test_stands_on_no_others(self, young, sign_in, request, who):
        page = sign_in(request.getfixturevalue(who)).get(reverse("desk:home"))

        assert "first-steps" not in page.content.decode()

    def test_is_gone_once_put_away(self, young, sign_in, supervisor):
        client = sign_in(supervisor)
        client.post(reverse("people:put_away_first_steps"))

        assert "first-steps" not in client.get(reverse("desk:home")).content.decode()


class TestItsCost:
    @pytest.mark.queries
    def test_asks_once_for_all_steps_beside_the_company(self, young, card_of, supervisor):
        viewer = viewer_of(supervisor)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            first_steps(viewer, today=FRIDAY)

        assert len(asked) == 2

    @pytest.mark.queries
    def test_asks_nothing_but_the_company_when_the_time_is_over(self, young, supervisor):
        viewer = viewer_of(supervisor)
        with CaptureQueriesContext(connection) as asked:
            assert first_steps(viewer, today=FRIDAY + timedelta(days=31)) is None

        assert len(asked) == 1

    def test_an_old_company_has_no_first_steps(self, young, card_of, supervisor):
        Company.objects.update(first_steps_until=None)

        assert card_of(supervisor) is None
