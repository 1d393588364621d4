"""The figures of the demo company: near the trade's means, deterministic, with the stories in them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from omos.demo.tests.conftest import NOW
from omos.loop.catalogue import queries as catalogue
from omos.loop.ledger import queries as ledger
from omos.loop.ledger.declare import label_of
from omos.loop.reports.queries import lamps

FIRST, TODAY = date(2026, 11, 1), date(2026, 11, 20)

pytestmark = pytest.mark.django_db


def so_far(*measures: str) -> dict[str, object]:
    figures = ledger.totals(measures=measures, first=FIRST, last=TODAY)
    return {code: figure.value for code, figure in figures.items()}


def by_channel(measure: str) -> dict[str, int]:
    found = ledger.breakdown(measures=[measure], first=FIRST, last=TODAY, by="channel_id")
    codes = {channel.pk: code for code, channel in catalogue.channel_by_code().items()}
    return {codes[int(str(key))]: values[measure] for key, values in found.items()}


class TestTheMonthSoFar:
    def test_has_61_percent_of_the_revenue(self, loaded):
        assert so_far("revenue")["revenue"] / 80_000_000 == pytest.approx(0.611, abs=0.003)

    def test_has_the_traffic_and_inquiries_of_the_pictures(self, loaded):
        assert so_far("visits", "inquiries", "valid_inquiries") == {
            "visits": 15_794,
            "inquiries": 335,
            "valid_inquiries": 169,
        }

    def test_has_spent_somewhat_too_much(self, loaded):
        assert so_far("spend")["spend"] / 6_000_000 == pytest.approx(0.706, abs=0.003)

    def test_has_sold_ten_machines_and_spare_parts(self, loaded):
        assert so_far("won_deals", "repeat_orders") == {"won_deals": 43, "repeat_orders": 33}

    def test_has_the_visits_of_each_channel(self, loaded):
        visits = by_channel("visits")

        assert (visits["BAIDU_ORGANIC"], visits["BAIDU_SEARCH"], visits["SOCIAL"]) == (4_260, 2_111, 1_060)

    def test_names_its_sources(self, loaded):
        figure = ledger.totals(measures=["visits"], first=FIRST, last=TODAY)["visits"]

        assert figure.sources == ("demo.site", "hand")
        assert label_of("demo.site") != "demo.site"

    def test_is_as_fresh_as_the_moment(self, loaded):
        assert ledger.data_fresh_at() == NOW

    def test_was_typed_by_hand_where_no_machine_reads(self, loaded):
        row = next(row for row in ledger.sheet(date(2026, 11, 19)).rows if row.code == "LINKS")

        assert [cell.measure for cell in row.cells if cell.is_by_hand] == ["visits", "inquiries", "valid_inquiries"]


class TestEarlierMonths:
    def test_have_the_rates_of_the_trade(self, loaded):
        codes = ("cpc", "arrival_rate", "inquiry_rate", "valid_rate")
        figures = ledger.totals(measures=codes, first=date(2026, 6, 1), last=date(2026, 10, 31))

        assert figures["cpc"].value == pytest.approx(Decimal(437), rel=Decimal("0.03"))
        assert figures["inquiry_rate"].value == pytest.approx(Decimal("0.0216"), rel=Decimal("0.08"))
        assert figures["valid_rate"].value == pytest.approx(Decimal("0.54"), rel=Decimal("0.05"))

    def test_know_weekends_and_the_national_holiday(self, loaded):
        visits = ledger.series(measure="visits", first=date(2026, 10, 1), last=date(2026, 10, 31))

        assert visits[date(2026, 10, 3)] < visits[date(2026, 10, 14)] * 0.45
        assert visits[date(2026, 10, 25)] < visits[date(2026, 10, 26)] * 0.5

    def test_bring_ever_more_words_to_the_first_page(self, loaded):
        found = ledger.series(measure="keywords_top10", first=date(2026, 5, 1), last=TODAY)

        assert (min(found.values()), found[TODAY]) == (86, 121)


class TestTheStories:
    def test_light_the_lamps(self, loaded):
        lit = lamps(today=TODAY)

        assert len(lit) == 4
        assert [lamp.is_red for lamp in lit] == [True, False, False, False]

    def test_clicks_became_dearer_on_the_ninth(self, loaded):
        baidu = [catalogue.channel_by_code()["BAIDU_SEARCH"].pk]
        days = ((FIRST, date(2026, 11, 8)), (date(2026, 11, 9), TODAY))
        before, after = (
            ledger.totals(measures=["cpc"], first=first, last=last, channel_ids=baidu)["cpc"].value
            for first, last in days
        )

        assert after / before == pytest.approx(Decimal("1.35"), abs=Decimal("0.06"))

    def test_fewer_inquiries_were_valid_while_a_service_person_was_away(self, loaded):
        asked = ledger.totals(measures=["valid_rate"], first=date(2026, 11, 17), last=date(2026, 11, 18))

        assert asked["valid_rate"].value < Decimal("0.27")

    def test_inquiries_stayed_out_while_the_form_was_broken(self, loaded):
        inquiries = ledger.series(measure="inquiries", first=FIRST, last=TODAY)

        assert inquiries[date(2026, 11, 12)] <= 10

    def test_a_topic_on_the_first_page_brought_six_inquiries(self, loaded):
        found = ledger.breakdown(measures=["inquiries"], first=FIRST, last=TODAY, by="keyword")

        assert found["布袋除尘器选型"]["inquiries"] == 6

    def test_people_looking_for_work_clicked_away_a_third_of_one_channel(self, loaded):
        found = ledger.breakdown(measures=["spend"], first=FIRST, last=TODAY, by="keyword")
        wasted = sum(values["spend"] for word, values in found.items() if word)

        assert wasted / by_channel("spend")["SO360_SEARCH"] == pytest.approx(0.31, abs=0.01)
        assert "SO360_SEARCH" not in by_channel("won_deals")

    def test_the_feed_cost_money_and_sold_nothing(self, loaded):
        assert by_channel("spend")["BAIDU_FEED"] == 340_000
        assert "BAIDU_FEED" not in by_channel("won_deals")

    def test_a_care_call_brought_a_second_sale(self, loaded):
        sold = ledger.facts(viewer=_system(), measure="repeat_revenue", first=FIRST, last=TODAY)

        assert max(sold.values_list("value", flat=True)) == 3_800_000


def _system():
    from omos.people.viewer import Viewer

    return Viewer.system("test")
