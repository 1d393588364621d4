"""The page on which what has come so far is told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from omos.loop.catalogue.tests.factories import make_channel
from omos.loop.goals.tests.factories import make_goal
from omos.loop.ledger.queries import totals
from omos.loop.ledger.tests.factories import make_fact

pytestmark = pytest.mark.django_db
PAGE = "/goals/stages/"


@pytest.fixture
def page(sign_in, supervisor, clock_at, noon):
    clock_at(noon)
    return sign_in(supervisor)


@pytest.fixture
def channel():
    return make_channel("DIRECT")


def so_far(measure):
    return totals(measures=[measure], first=date(2026, 11, 1), last=date(2026, 11, 20))[measure].value


class TestLooking:
    def test_shows_goal_and_what_is_known(self, page):
        make_goal("revenue", 80_000_000)

        (row,) = page.get(PAGE).context["rows"]

        assert (row["goal"], row["known"], row["is_told"]) == ("¥800,000.00", "—", True)

    def test_closes_what_a_machine_fills(self, page):
        make_goal("revenue", 80_000_000)
        make_fact("revenue", 500)

        (row,) = page.get(PAGE).context["rows"]

        assert (row["known"], row["is_told"]) == ("¥5.00", False)

    def test_opens_the_parts_of_a_rate(self, page):
        make_goal("satisfaction", 9_500)

        rows = page.get(PAGE).context["rows"]

        assert [row["name"] for row in rows] == ["total-ratings", "total-good_ratings"]

    def test_leaves_out_what_only_machines_count(self, page):
        make_goal("articles_published", 200)

        assert page.get(PAGE).context["rows"] == []

    @pytest.mark.parametrize("day", ["2026-12-24", "nonsense", ""])
    def test_tells_of_today_for_days_that_make_no_sense(self, page, day):
        assert page.get(PAGE, {"day": day}).context["form"].day == date(2026, 11, 20)

    def test_is_reached_from_the_goals(self, page):
        assert PAGE in page.get("/goals/?period=2026-11").content.decode()


class TestTelling:
    def test_saves_the_sum_so_far(self, page, channel):
        make_goal("revenue", 80_000_000)

        answer = page.post(PAGE, {"day_typed": "2026-11-10", "channel": channel.pk, "total-revenue": "25万"})

        assert answer.status_code == 302
        assert so_far("revenue") == 25_000_000

    def test_shows_it_to_everybody_beside_the_goal(self, page, channel, editor):
        make_goal("revenue", 80_000_000)
        page.post(PAGE, {"day_typed": "2026-11-10", "channel": channel.pk, "total-revenue": "25万"})
        somebody = Client()
        somebody.force_login(editor.user)

        (kpi,) = somebody.get("/goals/?period=2026-11").context["kpis"]

        assert kpi.value == Decimal("0.3125")

    def test_needs_no_channel_for_what_has_none(self, page):
        make_goal("registrations", 500)

        page.post(PAGE, {"day_typed": "2026-11-10", "total-registrations": "120"})

        assert so_far("registrations") == 120

    def test_survives_a_second_press(self, page):
        make_goal("registrations", 500)
        page.post(PAGE, {"day_typed": "2026-11-10", "total-registrations": "120"})
        page.post(PAGE, {"day_typed": "2026-11-10", "total-registrations": "120"})

        assert so_far("registrations") == 120

    @pytest.mark.parametrize("typed", ["many", "-5", "1.5"])
    def test_keeps_a_bad_figure_with_its_reason(self, page, typed):
        make_goal("registrations", 500)

        answer = page.post(PAGE, {"day_typed": "2026-11-10", "total-registrations": typed})

        assert answer.status_code == 422
        assert f'value="{typed}"' in answer.content.decode()
        assert 'aria-invalid="true"' in answer.content.decode()

    def test_says_that_a_channel_is_missing(self, page):
        make_goal("revenue", 80_000_000)

        answer = page.post(PAGE, {"day_typed": "2026-11-10", "total-revenue": "25万"})

        assert answer.status_code == 422
        assert answer.context["form"].faults["revenue"]

    def test_writes_nothing_for_empty_cells(self, page):
        make_goal("registrations", 500)

        assert page.post(PAGE, {"day_typed": "2026-11-10", "total-registrations": " "}).status_code == 302
        assert so_far("registrations") is None

    def test_takes_nothing_for_what_a_machine_fills(self, page, channel):
        make_goal("revenue", 80_000_000)
        make_fact("revenue", 500)

        page.post(PAGE, {"day_typed": "2026-11-10", "channel": channel.pk, "total-revenue": "25万"})

        assert so_far("revenue") == 500

    def test_is_for_who_fills_in_the_daily_data_sheet(self, client, editor, clock_at, noon):
        clock_at(noon)
        client.force_login(editor.user)

        assert client.get(PAGE).status_code == 403
        assert PAGE not in client.get("/goals/?period=2026-11").content.decode()

    def test_takes_no_put(self, page):
        assert page.put(PAGE).status_code == 405
