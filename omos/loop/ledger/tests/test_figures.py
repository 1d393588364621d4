"""Figures over a period: sums, last values, ratios, and what is not known."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from omos.loop.catalogue.tests.factories import make_channel
from omos.loop.ledger.measures import MEASURES, SHEET_MEASURES, Kind
from omos.loop.ledger.queries import (
    NoSuchMeasure,
    UnknownSplit,
    breakdown,
    cohort_counts,
    data_fresh_at,
    measure,
    minutes_by_person_and_day,
    ratio,
    series,
    text_of,
    totals,
    units_by_person_category,
)
from omos.loop.ledger.tests.factories import DAY, POSTED, make_fact
from omos.people.tests.factories import make_website

pytestmark = pytest.mark.django_db
MONTH = {"first": date(2026, 11, 1), "last": date(2026, 11, 30)}


class TestTotals:
    def test_add_up_flows(self):
        make_fact("inquiries", 3)
        make_fact("inquiries", 4, day=DAY - timedelta(days=1))

        figure = totals(measures=["inquiries"], **MONTH)["inquiries"]

        assert figure.value == 7
        assert figure.sources == ("test.machine",)
        assert figure.fresh_at == POSTED

    def test_know_nothing_where_nothing_was_posted(self):
        assert totals(measures=["inquiries"], **MONTH)["inquiries"].value is None

    def test_tell_nought_from_nothing(self):
        make_fact("inquiries", 0)

        assert totals(measures=["inquiries"], **MONTH)["inquiries"].value == 0

    def test_leave_out_other_days(self):
        make_fact("inquiries", 3, day=date(2026, 10, 31))

        assert totals(measures=["inquiries"], **MONTH)["inquiries"].value is None

    def test_narrow_to_channels(self):
        make_fact("inquiries", 3, channel_id=make_channel().pk)
        make_fact("inquiries", 4, channel_id=make_channel("DIRECT").pk)

        figures = totals(measures=["inquiries"], channel_ids=[make_channel("DIRECT").pk], **MONTH)

        assert figures["inquiries"].value == 4

    def test_narrow_to_people_and_category(self, editor, other_editor):
        make_fact("evidence_verified", 2, staff_id=editor.pk, category="ARTICLE")
        make_fact("evidence_verified", 5, staff_id=editor.pk, category="REPLY")
        make_fact("evidence_verified", 9, staff_id=other_editor.pk, category="ARTICLE")

        figures = totals(measures=["evidence_verified"], staff_ids=[editor.pk], category="ARTICLE", **MONTH)

        assert figures["evidence_verified"].value == 2

    def test_divide_ratios_from_their_parts(self):
        make_fact("clicks", 32)
        make_fact("impressions", 1000)

        figure = totals(measures=["ctr"], **MONTH)["ctr"]

        assert figure.value == Decimal("0.032")
        assert figure.fresh_at == POSTED

    def test_know_no_ratio_without_denominator(self):
        make_fact("spend", 5000)
        make_fact("clicks", 0)

        assert totals(measures=["cpc"], **MONTH)["cpc"].value is None

    def test_know_no_ratio_where_a_part_is_unknown(self):
        make_fact("clicks", 10)

        assert totals(measures=["cpc"], **MONTH)["cpc"].value is None

    def test_leave_repeat_orders_out_of_the_close_rate(self):
        make_fact("won_deals", 10)
        make_fact("repeat_orders", 4)
        make_fact("valid_inquiries", 100)

        assert totals(measures=["close_rate"], **MONTH)["close_rate"].value == Decimal("0.06")

    def test_take_the_last_value_of_a_level(self):
        website = make_website().pk
        make_fact("pages_indexed", 300, day=date(2026, 11, 2), website_id=website, category="BAIDU")
        make_fact("pages_indexed", 320, day=date(2026, 11, 9), website_id=website, category="BAIDU")
        make_fact("pages_indexed", 90, day=date(2026, 11, 2), website_id=website, category="BING")

        assert totals(measures=["pages_indexed"], **MONTH)["pages_indexed"].value == 410

    def test_carry_a_level_over_from_before_the_period(self):
        make_fact("pages_indexed", 300, day=date(2026, 10, 20), website_id=make_website().pk)

        assert totals(measures=["pages_indexed"], **MONTH)["pages_indexed"].value == 300

    def test_read_the_past_as_it_was_known(self):
        make_fact("inquiries", 3, source_id="1")
        make_fact("inquiries", 8, source_id="1", now=POSTED + timedelta(hours=5))

        figures = totals(measures=["inquiries"], as_of=POSTED + timedelta(hours=1), **MONTH)

        assert figures["inquiries"].value == 3

    def test_refuse_an_unknown_measure(self):
        with pytest.raises(NoSuchMeasure):
            totals(measures=["happiness"], **MONTH)

    def test_ask_the_database_once_for_all_flows(self, django_assert_num_queries):
        make_fact("inquiries", 3)

        with django_assert_num_queries(1):
            totals(measures=[*SHEET_MEASURES, "ctr", "cpc", "roas", "close_rate"], **MONTH)


class TestSeries:
    def test_leaves_out_days_without_facts(self):
        make_fact("inquiries", 3)
        make_fact("inquiries", 0, day=DAY - timedelta(days=2))

        assert series(measure="inquiries", **MONTH) == {DAY - timedelta(days=2): 0, DAY: 3}

    def test_shows_a_level_of_all_places_together(self):
        website = make_website().pk
        make_fact("pages_indexed", 300, day=date(2026, 10, 20), website_id=website, category="BAIDU")
        make_fact("pages_indexed", 90, day=date(2026, 11, 2), website_id=website, category="BING")

        assert series(measure="pages_indexed", **MONTH) == {date(2026, 11, 2): 390}


class TestBreakdown:
    def test_splits_by_channel(self):
        baidu, direct = make_channel().pk, make_channel("DIRECT").pk
        make_fact("visits", 3, channel_id=baidu)
        make_fact("inquiries", 1, channel_id=baidu)
        make_fact("visits", 4, channel_id=direct)

        found = breakdown(measures=["visits", "inquiries"], by="channel_id", **MONTH)

        assert found == {baidu: {"visits": 3, "inquiries": 1}, direct: {"visits": 4}}

    def test_splits_by_keyword_from_the_facts_themselves(self):
        make_fact("visits", 3, keyword="除尘器厂家", channel_id=make_channel().pk)
        make_fact("visits", 4, channel_id=make_channel().pk)

        assert breakdown(measures=["visits"], by="keyword", **MONTH) == {
            "除尘器厂家": {"visits": 3},
            None: {"visits": 4},
        }

    def test_splits_a_level_by_engine(self):
        website = make_website().pk
        make_fact("pages_indexed", 300, website_id=website, category="BAIDU")
        make_fact("pages_indexed", 90, website_id=website, category="BING")

        found = breakdown(measures=["pages_indexed"], by="category", **MONTH)

        assert found == {"BAIDU": {"pages_indexed": 300}, "BING": {"pages_indexed": 90}}

    def test_refuses_what_facts_do_not_carry(self):
        with pytest.raises(UnknownSplit):
            breakdown(measures=["visits"], by="weather", **MONTH)


class TestPeople:
    def test_minutes_come_by_person_and_day(self, editor):
        make_fact("work_minutes", 90, staff_id=editor.pk, category="ARTICLE")
        make_fact("work_minutes", 20, staff_id=editor.pk, category="REPLY")

        assert minutes_by_person_and_day(staff_ids=[editor.pk], **MONTH) == {(editor.pk, DAY): 110}

    def test_units_come_by_person_and_category(self, editor):
        make_fact("evidence_verified", 1, staff_id=editor.pk, category="ARTICLE")
        make_fact("evidence_verified", 1, staff_id=editor.pk, category="ARTICLE")

        assert units_by_person_category(staff_ids=[editor.pk], **MONTH) == {(editor.pk, "ARTICLE"): 2}


class TestCohorts:
    def test_come_by_month_and_kind_of_channel(self):
        make_fact("visits", 100, day=date(2026, 9, 3), channel_id=make_channel().pk)
        make_fact("inquiries", 5, day=date(2026, 9, 20), channel_id=make_channel().pk)
        make_fact("visits", 70, day=date(2026, 10, 2), channel_id=make_channel("DIRECT", kind="DIRECT").pk)

        september, october = cohort_counts(first=date(2026, 9, 1), last=date(2026, 10, 31))

        assert (september.day, september.last_day) == (date(2026, 9, 1), date(2026, 9, 20))
        assert (september.channel_kind, september.visits, september.inquiries) == ("PAID", 100, 5)
        assert september.won_deals is None
        assert (october.channel_kind, october.visits) == ("DIRECT", 70)

    def test_come_by_day(self):
        make_fact("visits", 100, day=date(2026, 9, 3))
        make_fact("visits", 50, day=date(2026, 9, 4))

        found = cohort_counts(first=date(2026, 9, 1), last=date(2026, 9, 30), grain="day")

        assert [one.visits for one in found] == [100, 50]

    def test_keep_new_and_repeat_apart(self):
        make_fact("won_deals", 10)
        make_fact("repeat_orders", 4)
        make_fact("revenue", 1_000_000)
        make_fact("repeat_revenue", 300_000)

        (found,) = cohort_counts(**MONTH)

        assert (found.new_deals, found.new_revenue) == (6, 700_000)

    def test_narrow_to_channels(self):
        make_fact("visits", 100, channel_id=make_channel().pk)

        assert cohort_counts(channel_ids=[make_channel("DIRECT").pk], **MONTH) == ()


class TestFreshness:
    def test_is_unknown_while_the_ledger_is_empty(self):
        assert data_fresh_at() is None

    def test_is_the_last_posting(self):
        make_fact("inquiries", 3)
        make_fact("inquiries", 3, now=POSTED + timedelta(hours=2))

        assert data_fresh_at() == POSTED + timedelta(hours=2)


class TestList:
    def test_names_each_measure_once(self):
        assert len({one.code for one in MEASURES}) == len(MEASURES)

    def test_starts_with_the_four_data(self):
        assert [one.code for one in MEASURES[:4]] == ["visits", "inquiries", "valid_inquiries", "lost_deals"]

    def test_gives_every_measure_a_label_a_unit_and_who_posts_it(self):
        assert all(str(one.label) and str(one.unit_label) and str(one.posted_by) for one in MEASURES)

    def test_makes_ratios_of_measures_that_are_posted(self):
        parts = {part for one in MEASURES if one.kind is Kind.RATIO for part in one.parts}

        assert {measure(part).kind for part in parts} == {Kind.FLOW}

    def test_gives_every_measure_a_grain_that_is_not_told_for_the_whole_company(self):
        told = {"registrations", "ratings", "good_ratings", "market_volume"}

        assert {one.code for one in MEASURES if one.kind is not Kind.RATIO and not one.grain} == told

    def test_gives_no_ratio_of_something_that_is_none(self):
        assert ratio("visits", {"visits": 3}) is None


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("inquiries", None, "—"),
        ("inquiries", 12345, "12,345"),
        ("revenue", 123450, "¥1,234.50"),
        ("ctr", Decimal("0.0325"), "3.3%"),
        ("roas", Decimal("4.24"), "1 : 4.2"),
        ("work_minutes", 450, "450"),
    ],
)
def test_a_value_is_written_with_its_sign(code, value, text):
    assert text_of(code, value) == text
