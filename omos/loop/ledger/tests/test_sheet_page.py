"""The page of the daily data sheet."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from omos.loop.catalogue.tests.factories import make_channel
from omos.loop.ledger.models import Fact
from omos.loop.ledger.queries import totals
from omos.loop.ledger.tests.factories import DAY, make_fact
from omos.people.tests.factories import make_staff

pytestmark = pytest.mark.django_db
SHEET = "/daily-sheet/"


@pytest.fixture
def channel():
    return make_channel(name="百度搜索").pk


@pytest.fixture
def page(sign_in, supervisor, clock_at, noon, channel):
    clock_at(noon)
    return sign_in(supervisor)


def inquiries() -> object:
    return totals(measures=["inquiries"], first=DAY, last=DAY)["inquiries"].value


class TestLooking:
    def test_shows_every_channel_in_use(self, page):
        make_channel("OLD", name="旧渠道", is_active=False)

        content = page.get(SHEET).content.decode()

        assert "百度搜索" in content
        assert "旧渠道" not in content

    def test_shows_the_day_asked_for(self, page, channel):
        make_fact("inquiries", 77, day=DAY - timedelta(days=3), channel_id=channel)

        assert ">77 " in page.get(SHEET, {"day": DAY - timedelta(days=3)}).content.decode()

    @pytest.mark.parametrize("day", ["2099-01-01", "nonsense", "", "2026-02-31"])
    def test_shows_today_for_days_that_make_no_sense(self, page, day):
        assert page.get(SHEET, {"day": day}).context["sheet"].day == DAY

    def test_lets_nobody_type_over_a_machine(self, page, channel):
        make_fact("inquiries", 77, channel_id=channel)

        content = page.get(SHEET).content.decode()

        assert f'name="cell-{channel}-inquiries"' not in content
        assert f'name="cell-{channel}-visits"' in content

    def test_asks_no_clicks_of_channels_that_are_not_bought(self, page):
        direct = make_channel("DIRECT", kind="DIRECT").pk

        content = page.get(SHEET).content.decode()

        assert f'name="cell-{direct}-clicks"' not in content
        assert f'name="cell-{direct}-visits"' in content

    def test_marks_the_days_of_the_month(self, page, channel):
        page.post(SHEET, {"day": DAY, f"cell-{channel}-inquiries": "7"})

        days = page.get(SHEET).context["days"]

        assert [day.kind for day in days][18:22] == ["empty", "hand", "coming", "coming"]

    def test_narrows_to_the_cells_of_last_time(self, page, channel):
        page.post(SHEET, {"day": DAY - timedelta(days=1), f"cell-{channel}-inquiries": "7"})

        answer = page.get(SHEET, {"layout": "before"})

        assert answer.context["missing"] == 1
        assert f'name="cell-{channel}-visits"' not in answer.content.decode()

    def test_invites_to_add_channels_where_there_are_none(self, sign_in, supervisor, clock_at, noon):
        clock_at(noon)

        assert reverse("catalogue:channels") in sign_in(supervisor).get(SHEET).content.decode()

    @pytest.mark.queries
    def test_costs_few_queries(self, page, channel, django_assert_max_num_queries):
        make_fact("inquiries", 77, channel_id=channel)
        page.get(SHEET)

        with django_assert_max_num_queries(14):
            page.get(SHEET)


class TestSaving:
    def test_books_what_was_typed(self, page, channel):
        answer = page.post(SHEET, {"day": DAY, f"cell-{channel}-inquiries": "7", f"cell-{channel}-spend": "¥1,200.50"})

        assert answer.status_code == 302
        assert inquiries() == 7
        assert totals(measures=["spend"], first=DAY, last=DAY)["spend"].value == 120_050

    def test_survives_a_second_press(self, page, channel):
        page.post(SHEET, {"day": DAY, f"cell-{channel}-inquiries": "7"})

        page.post(SHEET, {"day": DAY, f"cell-{channel}-inquiries": "7"})

        assert Fact.objects.count() == 1

    def test_keeps_a_bad_cell_with_its_reason(self, page, channel):
        answer = page.post(SHEET, {"day": DAY, f"cell-{channel}-inquiries": "3%", f"cell-{channel}-visits": "50"})
        content = answer.content.decode()

        assert answer.status_code == 422
        assert 'value="3%"' in content
        assert 'value="50"' in content
        assert 'aria-invalid="true"' in content
        assert not Fact.objects.exists()

    def test_keeps_the_input_where_a_machine_was_quicker(self, page, channel):
        make_fact("inquiries", 5, channel_id=channel)

        answer = page.post(SHEET, {"day": DAY, f"cell-{channel}-inquiries": "7", f"cell-{channel}-visits": "50"})

        assert answer.status_code == 302
        assert inquiries() == 5

    def test_tells_what_somebody_changed_meanwhile(self, page, channel):
        page.post(SHEET, {"day": DAY, f"cell-{channel}-inquiries": "7"})
        seen = json.dumps({f"{channel}/inquiries": 3})

        answer = page.post(SHEET, {"day": DAY, "seen": seen, f"cell-{channel}-inquiries": "9"})

        assert answer.status_code == 422
        assert inquiries() == 7

    @pytest.mark.parametrize("seen", ["", "{", "[]", '{"x": 1}', '{"1/inquiries": "three"}'])
    def test_takes_a_garbled_memory_for_none(self, page, channel, seen):
        page.post(SHEET, {"day": DAY, "seen": seen, f"cell-{channel}-inquiries": "9"})

        assert inquiries() == 9

    def test_ignores_cells_that_do_not_exist(self, page):
        answer = page.post(SHEET, {"day": DAY, "cell-999-inquiries": "9", "cell-x-y": "1"})

        assert answer.status_code == 302
        assert not Fact.objects.exists()


class TestPasting:
    def test_fills_the_cells_without_saving(self, page):
        answer = page.post(SHEET, {"day": DAY, "do": "paste", "block": "渠道\t询盘\n百度搜索\t12"})

        assert answer.status_code == 200
        assert 'value="12"' in answer.content.decode()
        assert not Fact.objects.exists()

    def test_names_row_and_column_of_what_it_cannot_read(self, page):
        answer = page.post(SHEET, {"day": DAY, "do": "paste", "block": "渠道\t询盘\n百度搜索\t3.2%"})
        (line,) = answer.context["form"].general

        assert answer.status_code == 422
        assert "3.2%" in line
        assert "2" in line

    def test_leaves_cells_of_a_machine_alone(self, page, channel):
        make_fact("inquiries", 5, channel_id=channel)

        answer = page.post(SHEET, {"day": DAY, "do": "paste", "block": "渠道\t询盘\t流量\n百度搜索\t12\t90"})

        assert list(answer.context["form"].texts) == [(channel, "visits")]
        assert answer.context["form"].general

    def test_says_that_an_empty_block_holds_nothing(self, page):
        assert page.post(SHEET, {"day": DAY, "do": "paste", "block": ""}).status_code == 422


class TestTotals:
    def test_add_up_what_is_typed_so_far(self, page, channel):
        direct = make_channel("DIRECT", kind="DIRECT").pk
        typed = {"day": DAY, f"cell-{channel}-inquiries": "7", f"cell-{direct}-inquiries": "3"}

        answer = page.post(reverse("ledger:sheet_totals"), typed)

        assert ">10<" in answer.content.decode()
        assert not Fact.objects.exists()

    def test_take_no_get(self, page):
        assert page.get(reverse("ledger:sheet_totals")).status_code == 405


class TestWhoMay:
    def test_an_editor_may_not(self, sign_in, editor):
        assert sign_in(editor).get(SHEET).status_code == 403

    def test_customer_service_may(self, sign_in, company):
        assert sign_in(make_staff(role="SERVICE")).get(SHEET).status_code == 200

    def test_a_stranger_signs_in_first(self, client, company):
        assert client.get(SHEET).status_code == 302

    def test_other_methods_are_refused(self, page):
        assert page.delete(SHEET).status_code == 405
