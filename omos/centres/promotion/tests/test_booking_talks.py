"""Conversations and customers count once, without anybody's name or number being kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from omos.centres.promotion import services
from omos.centres.promotion.models import CustomerLine, Talk
from omos.centres.promotion.naming import channel_names, channel_of, contact_key
from omos.centres.promotion.tests.factories import (
    CHAT_HEAD,
    CUSTOMER_HEAD,
    DAY,
    NOON,
    book,
    chat_row,
    customer_row,
    promoter,
    table,
)
from omos.loop.catalogue import queries as catalogue
from omos.loop.catalogue.tests.factories import make_channel
from omos.loop.ledger import queries as ledger
from omos.loop.ledger.models import Fact

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
PHONE = "13800138000"
MEASURES = ("conversations", "contacts_captured", "inquiries", "valid_inquiries")


def figures(first=DAY, last=DAY):
    found = ledger.totals(measures=MEASURES, first=first, last=last)
    return tuple(found[code].value for code in MEASURES)


class TestAChatExport:
    def test_counts_into_the_ledger(self):
        rows = [chat_row("1", word="除尘器", phone=PHONE, kind="有效对话"), chat_row("2", word="除尘器"), chat_row("3")]

        book(table(CHAT_HEAD, rows))

        assert figures() == (3, 1, 1, 1)

    def test_counts_by_channel_and_keyword(self):
        rows = [chat_row("1", word="除尘器", phone=PHONE), chat_row("2", word="布袋", phone="13900139000")]

        book(table(CHAT_HEAD, rows))

        split = ledger.breakdown(measures=("inquiries",), first=DAY, last=DAY, by="keyword")

        assert {word: one["inquiries"] for word, one in split.items()} == {"除尘器": 1, "布袋": 1}

    def test_keeps_nobodys_number(self):
        book(table(CHAT_HEAD, [chat_row("1", phone=PHONE)]))

        kept = repr(list(Talk.objects.values()))

        assert PHONE not in kept
        assert "河北客人" not in kept

    def test_the_same_file_again_changes_nothing(self):
        book(table(CHAT_HEAD, [chat_row("1", phone=PHONE), chat_row("2")]))
        entries = Fact.objects.count()

        again = book(table(CHAT_HEAD, [chat_row("1", phone=PHONE), chat_row("2")]), now=LATER)

        assert Fact.objects.count() == entries
        assert again.outcome["counts"]["unchanged"] == 2

    def test_a_conversation_judged_later_is_the_same_one(self):
        book(table(CHAT_HEAD, [chat_row("", term="除尘器哪家好", phone=PHONE)]))

        again = book(table(CHAT_HEAD, [chat_row("", term="除尘器哪家好", phone=PHONE, kind="无效")]), now=LATER)

        assert again.outcome["counts"]["updated"] == 1
        assert Talk.objects.get().is_valid is False

    def test_rows_alike_are_two_conversations(self):
        book(table(CHAT_HEAD, [chat_row("", term="a"), chat_row("", term="a")]))

        assert Talk.objects.count() == 2

    def test_a_visit_without_a_word_is_no_conversation(self):
        book(table(CHAT_HEAD, [chat_row("1", messages="0"), chat_row("2")]))

        assert figures()[0] == 1

    def test_the_same_contact_asks_once(self):
        phones = (PHONE, "138 0013 8000", "＋86 13800138000")
        rows = [chat_row(str(place), phone=phone) for place, phone in enumerate(phones)]

        book(table(CHAT_HEAD, rows))

        assert figures() == (3, 3, 1, 0)

    def test_an_earlier_conversation_moves_the_inquiry(self):
        book(table(CHAT_HEAD, [chat_row("1", phone=PHONE)]))

        book(table(CHAT_HEAD, [chat_row("0", phone=PHONE, day="2026-11-17")]), now=LATER)

        assert figures() == (1, 1, 0, 0)
        assert figures(first=DAY - timedelta(days=1))[2] == 1

    def test_an_unknown_channel_is_kept_but_not_booked(self):
        book(table(CHAT_HEAD, [chat_row("1", phone=PHONE, origin="火星")]))

        assert Talk.objects.get().origin == "火星"
        assert figures() == (None, None, None, None)

    def test_can_be_taken_back(self):
        one = book(table(CHAT_HEAD, [chat_row("1", phone=PHONE)]))

        services.take_back(upload=one, actor=promoter(), now=LATER)

        assert Talk.objects.count() == 0
        assert figures() == (None, None, None, None)


class TestACustomerSheet:
    def test_judges_conversations(self):
        book(table(CHAT_HEAD, [chat_row("1", phone=PHONE)]))

        book(table(CUSTOMER_HEAD, [customer_row(PHONE, valid="有效")]), now=LATER)

        assert figures() == (1, 1, 1, 1)

    def test_overrules_the_chat_tool(self):
        book(table(CHAT_HEAD, [chat_row("1", phone=PHONE, kind="有效")]))

        book(table(CUSTOMER_HEAD, [customer_row(PHONE, valid="无效")]), now=LATER)

        assert figures()[3] == 0

    def test_may_come_first(self):
        book(table(CUSTOMER_HEAD, [customer_row(PHONE, valid="有效", origin="百度")]))
        assert figures(last=DAY + timedelta(days=1)) == (0, 0, 1, 1)

        book(table(CHAT_HEAD, [chat_row("1", phone=PHONE)]), now=LATER)

        assert figures(last=DAY + timedelta(days=1)) == (1, 1, 1, 1)
        assert figures() == (1, 1, 1, 1)

    def test_counts_who_came_without_a_chat(self):
        book(table(CUSTOMER_HEAD, [customer_row("13700137000", valid="是", origin="百度竞价", word="除尘器")]))

        assert figures(last=DAY + timedelta(days=1)) == (0, 0, 1, 1)

    def test_money_means_won(self):
        book(table(CUSTOMER_HEAD, [customer_row(PHONE, money="¥36,000.00")]))

        line = CustomerLine.objects.get()

        assert (line.is_won, line.revenue) == (True, 3_600_000)

    def test_the_same_file_again_changes_nothing(self):
        book(table(CUSTOMER_HEAD, [customer_row(PHONE, valid="有效", origin="百度")]))
        entries = Fact.objects.count()

        again = book(table(CUSTOMER_HEAD, [customer_row(PHONE, valid="有效", origin="百度")]), now=LATER)

        assert (Fact.objects.count(), again.outcome["counts"]["unchanged"]) == (entries, 1)


class TestNames:
    @pytest.fixture
    def names(self):
        make_channel("BAIDU_SEARCH", name="百度搜索")
        make_channel("BAIDU_FEED", name="百度信息流")
        make_channel("BAIDU_ORGANIC", name="百度自然", kind="ORGANIC")
        make_channel("SO360_SEARCH", name="360 搜索")
        return channel_names(catalogue.all_channels())

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("百度推广", "BAIDU_SEARCH"),
            ("百度竞价-移动端", "BAIDU_SEARCH"),
            ("百度信息流", "BAIDU_FEED"),
            ("百度自然搜索", "BAIDU_ORGANIC"),
            ("360竞价", "SO360_SEARCH"),
            ("360 搜索", "SO360_SEARCH"),
            ("www.baidu.com", "BAIDU_SEARCH"),
            ("BAIDU_FEED", "BAIDU_FEED"),
        ],
    )
    def test_of_channels_are_understood(self, names, text, code):
        assert channel_of(text, names) == catalogue.channel_by_code()[code].pk

    @pytest.mark.parametrize("text", ["", "--", "火星", "朋友介绍"])
    def test_nobody_knows_are_left_open(self, names, text):
        assert channel_of(text, names) is None

    @pytest.mark.parametrize("text", ["138-0013-8000", "手机：13800138000 王工", "８６ 13800138000", "+8613800138000"])
    def test_of_contacts_are_the_same_however_written(self, text):
        assert contact_key(text) == contact_key(PHONE)

    def test_of_other_contacts_differ(self):
        assert contact_key("wx_a") != contact_key("wx_b")
        assert contact_key("--") == ""
