"""Lamps, highlights and the month's verdict from planted figures."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from omos.loop.catalogue.models import Channel
from omos.loop.goals.tests.factories import make_goal
from omos.loop.ledger import services as ledger
from omos.loop.reports import queries
from omos.people.tests.factories import make_leave, make_staff, system_viewer, viewer_of

TODAY = date(2026, 11, 20)
FIRST = date(2026, 11, 1)


@pytest.fixture
def paid(db):
    return Channel.objects.create(code="BAIDU_SEARCH", name="百度搜索", kind=Channel.Kind.PAID)


@pytest.fixture
def post(noon):
    def post_days(channel, first: date, last: date, **figures: int):
        days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
        lines = [
            ledger.Line(day, measure, value, "test", f"{channel.code}-{day}-{measure}", channel_id=channel.pk)
            for day in days
            for measure, value in figures.items()
        ]
        ledger.post(lines=lines, actor=system_viewer(), now=noon)

    return post_days


@pytest.fixture
def usual_months(paid, post):
    """Three quiet months: 100 visits, 5 inquiries, 3 valid, 1,000 yuan of revenue a day."""
    post(paid, date(2026, 8, 1), date(2026, 10, 31), visits=100, inquiries=5, valid_inquiries=3, revenue=100_000)


class TestLamps:
    def test_stay_dark_without_figures(self, db):
        assert queries.lamps(today=TODAY) == ()

    def test_tell_since_when_clicks_are_dearer(self, paid, post):
        post(paid, FIRST, date(2026, 11, 8), spend=95_000, clicks=100)
        post(paid, date(2026, 11, 9), TODAY, spend=128_300, clicks=100)

        lamp = queries.lamps(today=TODAY)[0]

        assert (lamp.is_red, "35%" in lamp.sentence, "11-09" in lamp.detail) == (True, True, True)

    def test_tell_how_many_valid_inquiries_are_missing(self, usual_months, paid, post):
        post(paid, FIRST, TODAY, visits=100, inquiries=5, valid_inquiries=2)

        lamp = queries.lamps(today=TODAY)[0]

        assert (lamp.is_red, "20" in lamp.sentence) == (True, True)

    def test_name_who_was_away_on_the_worst_days(self, usual_months, paid, post):
        service = make_staff("彭雪", role="SERVICE")
        make_leave(service, date(2026, 11, 17), date(2026, 11, 18))
        post(paid, FIRST, date(2026, 11, 16), visits=100, inquiries=5, valid_inquiries=3)
        post(paid, date(2026, 11, 17), date(2026, 11, 18), visits=300, inquiries=15, valid_inquiries=1)

        details = [lamp.detail for lamp in queries.lamps(today=TODAY)]

        assert any("彭雪" in detail for detail in details)

    def test_tell_of_money_without_a_deal(self, paid, post):
        feed = Channel.objects.create(code="BAIDU_FEED", name="百度信息流", kind=Channel.Kind.PAID)
        post(paid, FIRST, TODAY, spend=100_000, valid_inquiries=3, won_deals=1)
        post(feed, FIRST, TODAY, spend=20_000, valid_inquiries=0, won_deals=0)

        lamp = queries.lamps(today=TODAY)[0]

        assert ("百度信息流" in lamp.sentence, lamp.is_red) == (True, False)

    def test_tell_of_days_on_which_the_form_was_broken(self, usual_months, paid, post):
        post(paid, FIRST, date(2026, 11, 10), visits=100, inquiries=5, valid_inquiries=3)
        post(paid, date(2026, 11, 11), date(2026, 11, 12), visits=100, inquiries=1, valid_inquiries=1)
        post(paid, date(2026, 11, 13), TODAY, visits=100, inquiries=5, valid_inquiries=3)

        sentences = [lamp.sentence for lamp in queries.lamps(today=TODAY)]

        assert any("11-11" in sentence and "8" in sentence for sentence in sentences)

    def test_ask_few_questions(self, usual_months, paid, post, django_assert_max_num_queries):
        post(paid, FIRST, TODAY, visits=100, inquiries=5, valid_inquiries=2, spend=95_000, clicks=100)

        with django_assert_max_num_queries(5):
            queries.lamps(today=TODAY)


class TestHighlights:
    def test_tell_which_channel_brought_more(self, paid, post):
        post(paid, date(2026, 10, 1), date(2026, 10, 31), revenue=100_000)
        post(paid, FIRST, TODAY, revenue=200_000)

        assert "百度搜索" in queries.highlights(today=TODAY)[0].sentence

    def test_stay_silent_about_trifles(self, paid, post):
        post(paid, date(2026, 10, 1), date(2026, 10, 31), revenue=100_000)
        post(paid, FIRST, TODAY, revenue=101_000)

        assert queries.highlights(today=TODAY) == ()


class TestMonthVerdict:
    def test_knows_nothing_without_figures(self, boss):
        verdict = queries.month_verdict(viewer=viewer_of(boss), today=TODAY)

        assert (verdict.line("revenue").actual, verdict.roas.value, verdict.roi.value) == (None, None, None)

    def test_names_the_gap_of_the_forecast(self, boss, paid, post):
        make_goal("revenue", 10_000_000)
        post(paid, FIRST, TODAY, revenue=100_000)

        verdict = queries.month_verdict(viewer=viewer_of(boss), today=TODAY)

        assert verdict.gap < 0
        assert verdict.missing == -verdict.gap

    def test_divides_paid_revenue_by_spend(self, boss, paid, post):
        direct = Channel.objects.create(code="DIRECT", name="直接访问", kind=Channel.Kind.DIRECT)
        post(paid, FIRST, TODAY, revenue=42_000, spend=10_000)
        post(direct, FIRST, TODAY, revenue=500_000)

        verdict = queries.month_verdict(viewer=viewer_of(boss), today=TODAY)

        assert verdict.roas.value == Decimal("4.2")

    def test_compares_stretches_of_equal_workdays(self, boss, paid, post):
        post(paid, date(2026, 10, 1), date(2026, 10, 31), revenue=100_000)
        post(paid, FIRST, TODAY, revenue=100_000)

        change = queries.month_verdict(viewer=viewer_of(boss), today=TODAY).line("revenue").last_month

        # 15 workdays are reached on the 20th of November and on the 21st of October.
        assert change == Decimal(20) / 21 - 1


class TestEarners:
    def test_rank_people_by_revenue(self, boss, noon, paid):
        first, second = make_staff("周凯", role="SALES"), make_staff("罗敏", role="SALES")
        lines = [
            ledger.Line(TODAY, "revenue", value, "test", str(staff.pk), channel_id=paid.pk, staff_id=staff.pk)
            for staff, value in ((first, 100_000), (second, 300_000))
        ]
        ledger.post(lines=lines, actor=system_viewer(), now=noon)

        ranked = queries.earners(viewer=viewer_of(boss), first=FIRST, last=TODAY)

        assert [(one.person.name, one.share) for one in ranked] == [("罗敏", 1), ("周凯", Decimal(1) / 3)]
