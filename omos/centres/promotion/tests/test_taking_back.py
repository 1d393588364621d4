"""A file taken back leaves the figures as if it had never come: what it replaced stands again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from omos.centres.promotion import services
from omos.centres.promotion.models import AdLine, CustomerLine, Replaced, Talk
from omos.centres.promotion.tests.factories import (
    CHAT_HEAD,
    CUSTOMER_HEAD,
    DAY,
    HEAD,
    NOON,
    PLAN_HEAD,
    book,
    chat_row,
    customer_row,
    keyword_row,
    plan_row,
    promoter,
    table,
)
from omos.loop.catalogue.tests.factories import make_channel
from omos.loop.ledger import queries as ledger
from omos.loop.ledger import services as ledger_services

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = (NOON + timedelta(hours=hour) for hour in (1, 2, 3))


def spent(first=DAY):
    return ledger.totals(measures=("spend",), first=first, last=DAY)["spend"].value


def counted(measure):
    return ledger.totals(measures=(measure,), first=DAY, last=DAY)[measure].value


def take_back(upload):
    return services.take_back(upload=upload, actor=promoter(), now=THIRD)


def words(**spend):
    return table(HEAD, [keyword_row(word, spend=amount) for word, amount in spend.items()])


class TestReports:
    def test_what_a_file_corrected_stands_again(self):
        book(words(除尘器="100.00", 布袋="50.00"), now=FIRST)
        second = book(words(除尘器="99.00", 布袋="50.00"), now=SECOND)

        take_back(second)

        assert spent() == 15_000
        assert AdLine.objects.get(keyword="除尘器").spend == 10_000

    def test_what_a_file_left_out_stands_again(self):
        first = book(words(除尘器="100.00", 布袋="50.00"), now=FIRST)
        second = book(words(除尘器="100.00"), now=SECOND)

        take_back(second)

        assert spent() == 15_000
        assert set(AdLine.objects.values_list("upload_id", flat=True)) == {first.pk}

    def test_what_a_finer_file_took_the_place_of_stands_again(self):
        book(table(PLAN_HEAD, [plan_row(spend="150.00")]), now=FIRST)
        second = book(words(除尘器="100.00", 布袋="49.00"), now=SECOND)

        take_back(second)

        assert spent() == 15_000
        assert AdLine.objects.get().level == "CAMPAIGN"

    def test_a_file_taken_back_below_a_later_one_changes_nothing(self):
        first = book(words(除尘器="100.00"), now=FIRST)
        book(words(除尘器="7.00"), now=SECOND)

        assert take_back(first) == 0

        assert spent() == 700

    def test_a_pile_of_three_comes_down_in_any_order(self):
        book(words(除尘器="1.00"), now=FIRST)
        second = book(words(除尘器="2.00"), now=SECOND)
        third = book(words(除尘器="3.00"), now=THIRD)

        take_back(second)
        assert spent() == 300
        take_back(third)

        assert spent() == 100

    def test_nothing_is_left_when_all_are_taken_back(self):
        first = book(words(除尘器="1.00", 布袋="2.00"), now=FIRST)
        second = book(words(除尘器="3.00"), now=SECOND)

        take_back(first)
        take_back(second)

        assert spent() is None
        assert not Replaced.objects.exists()
        assert not AdLine.objects.exists()

    def test_the_same_file_twice_survives_the_first_being_taken_back(self):
        first = book(words(除尘器="100.00"), now=FIRST)
        book(words(除尘器="100.00"), now=SECOND)

        take_back(first)

        assert spent() == 10_000

    def test_a_later_file_of_the_same_day_keeps_saying_everything(self):
        book(words(除尘器="1.00", 布袋="2.00"), now=FIRST)
        second = book(words(除尘器="3.00"), now=SECOND)
        third = book(words(除尘器="4.00"), now=THIRD)

        take_back(second)
        assert spent() == 400
        take_back(third)

        assert spent() == 300

    def test_a_part_of_a_day_goes_and_the_day_stays(self):
        book(words(除尘器="1.00", 布袋="2.00"), now=FIRST)
        part = book(words(除尘器="9.00"), now=SECOND, is_part=True)

        take_back(part)

        assert spent() == 300

    def test_the_channel_comes_back_as_well(self):
        book(words(除尘器="1.00"), now=FIRST)
        other = make_channel("BAIDU_FEED", name="信息流")
        second = book(words(除尘器="1.00"), now=SECOND, channel=other)

        take_back(second)

        split = ledger.breakdown(measures=("spend",), first=DAY, last=DAY, by="channel_id")
        assert [one["spend"] for key, one in split.items() if key != other.pk] == [100]

    def test_keeps_what_was_replaced_a_month_and_no_longer(self):
        book(words(除尘器="1.00"), now=FIRST)
        second = book(words(除尘器="2.00"), now=SECOND)

        services.forget_files(now=SECOND + timedelta(days=29))
        assert Replaced.objects.count() == 1
        services.forget_files(now=SECOND + timedelta(days=31))
        take_back(second)

        assert spent() is None


class TestTypedFigures:
    @pytest.fixture(autouse=True)
    def _typed(self):
        channel = make_channel("BAIDU_SEARCH", name="百度搜索")
        cells = {(channel.pk, "spend"): 9_000}
        ledger_services.record_by_hand(day=DAY, cells=cells, actor=promoter(), now=NOON)

    def test_come_back_once_the_last_file_is_gone(self):
        first = book(words(除尘器="100.00"), now=FIRST)
        second = book(words(除尘器="99.00"), now=SECOND)

        take_back(first)
        assert spent() == 9_900
        take_back(second)

        assert spent() == 9_000

    def test_stay_away_while_an_earlier_file_stands(self):
        first = book(words(除尘器="100.00"), now=FIRST)
        second = book(words(除尘器="99.00"), now=SECOND)

        take_back(second)
        assert spent() == 10_000
        take_back(first)

        assert spent() == 9_000


class TestConversations:
    def test_a_judgement_taken_back_is_open_again(self):
        book(table(CHAT_HEAD, [chat_row("1", word="除尘器", phone="13800000001", kind="有效")]), now=FIRST)
        second = book(table(CHAT_HEAD, [chat_row("1", word="除尘器", phone="13800000001", kind="无效")]), now=SECOND)
        assert counted("valid_inquiries") == 0

        take_back(second)

        assert counted("valid_inquiries") == 1
        assert Talk.objects.get().is_valid is True

    def test_a_first_file_below_a_second_may_go(self):
        first = book(table(CHAT_HEAD, [chat_row("1", phone="13800000001"), chat_row("2")]), now=FIRST)
        book(table(CHAT_HEAD, [chat_row("1", phone="13800000001")]), now=SECOND)

        assert take_back(first) == 1

        assert counted("conversations") == 1

    def test_a_customers_list_gives_way_to_the_one_before(self):
        book(table(CHAT_HEAD, [chat_row("1", phone="13800000001")]), now=NOON)
        book(table(CUSTOMER_HEAD, [customer_row("13800000001", valid="是")]), now=FIRST)
        second = book(table(CUSTOMER_HEAD, [customer_row("13800000001", valid="否")]), now=SECOND)
        assert counted("valid_inquiries") == 0

        take_back(second)

        assert counted("valid_inquiries") == 1
        assert CustomerLine.objects.get().is_valid is True
