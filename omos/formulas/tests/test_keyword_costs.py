"""Advertising and inquiries side by side: rules in order, sums that hold, prices only where something came."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.keyword_costs import BOUGHT, COUNTS, Ad, Asked, Keywords, Rule, Split, cash_of, costs, place, total
from omos.formulas.limits import FormulaError

BAIDU, SO360, ORGANIC = 1, 2, 9
PAID = frozenset({BAIDU, SO360})
ADS = (
    Ad(BAIDU, "产品词", "除尘器", 1_000, 40, 40_000, Decimal(32_000)),
    Ad(BAIDU, "产品词", "布袋除尘器", 500, 10, 10_000, Decimal(8_000)),
    Ad(BAIDU, "品牌词", "除尘器", 100, 2, 1_000, Decimal(800)),
    Ad(SO360, "全部", "除尘设备", 300, 8, 4_000, Decimal(4_000)),
)


def where(**asked):
    found = place(Asked(**({"channel": BAIDU} | asked)), Keywords(ADS), PAID)
    return found.rule, found.channel, found.campaign, found.keyword


class TestPlacing:
    def test_takes_the_very_keyword_first(self):
        assert where(keyword="布袋 除尘器") == (Rule.EXACT, BAIDU, "产品词", "布袋除尘器")

    def test_takes_the_campaign_with_more_clicks(self):
        assert where(keyword="除尘器") == (Rule.EXACT, BAIDU, "产品词", "除尘器")

    def test_takes_the_campaign_that_is_named(self):
        assert where(keyword="除尘器", campaign="品牌词")[2] == "品牌词"

    def test_takes_a_search_word_that_is_a_keyword(self):
        assert where(term="除尘器")[0] is Rule.EXACT

    def test_takes_the_longest_keyword_within_the_search_word(self):
        assert where(term="河北布袋除尘器多少钱") == (Rule.CONTAINED, BAIDU, "产品词", "布袋除尘器")

    def test_prefers_the_keyword_to_the_search_word(self):
        assert where(keyword="除尘器", term="布袋除尘器")[3] == "除尘器"

    def test_stays_within_the_channel(self):
        assert where(keyword="除尘设备") == (Rule.UNPLACED, BAIDU, "", "")

    def test_finds_the_channel_where_only_one_buys_the_keyword(self):
        assert where(channel=None, keyword="除尘设备") == (Rule.EXACT, SO360, "全部", "除尘设备")

    def test_falls_back_to_the_campaign(self):
        assert where(keyword="没投的词", campaign="品牌词") == (Rule.CAMPAIGN, BAIDU, "品牌词", "")

    def test_loses_nobody(self):
        assert where(term="怎么走") == (Rule.UNPLACED, BAIDU, "", "")
        assert where(channel=None)[:2] == (Rule.UNPLACED, None)

    def test_leaves_free_channels_free(self):
        assert where(channel=ORGANIC, keyword="除尘器") == (Rule.FREE, ORGANIC, "", "")


class TestTheWorkedExample:
    """As in docs/formulas/keyword_costs.md."""

    ASKED = (
        Asked(BAIDU, keyword="除尘器", conversations=1, inquiries=1, valid=1),
        Asked(BAIDU, term="除尘器价格", conversations=1, inquiries=1, valid=1),
        Asked(BAIDU, term="除尘器厂家", conversations=1, inquiries=1, unjudged=1),
        Asked(BAIDU, term="布袋除尘器", conversations=1, inquiries=1),
        Asked(BAIDU, conversations=1),
        Asked(ORGANIC, keyword="除尘器", conversations=1, inquiries=1, valid=1),
    )

    def rows(self, split=Split.KEYWORD):
        return {(one.channel, one.name): one for one in costs(ADS, self.ASKED, split=split, paid=PAID)}

    def test_gives_the_price_of_a_valid_inquiry(self):
        row = self.rows()[BAIDU, "除尘器"]

        assert (row.spend, row.conversations, row.inquiries, row.valid, row.unjudged) == (41_000, 3, 3, 2, 1)
        assert row.per("valid") == 20_500

    def test_has_no_price_where_none_came(self):
        assert self.rows()[BAIDU, "布袋除尘器"].per("valid") is None
        assert self.rows()[SO360, "除尘设备"].per("inquiries") is None

    def test_has_no_price_where_nothing_was_bought(self):
        assert self.rows()[ORGANIC, ""].per("valid") is None

    def test_keeps_what_has_no_place(self):
        rows = self.rows()

        assert rows[BAIDU, ""].conversations == 1
        assert (rows[ORGANIC, ""].valid, rows[ORGANIC, ""].spend) == (1, 0)

    def test_gives_channels(self):
        row = self.rows(Split.CHANNEL)[BAIDU, ""]

        assert (row.spend, row.cash, row.inquiries, row.valid) == (51_000, 40_800, 4, 2)

    def test_names_the_rules_that_placed(self):
        whole = total(costs(ADS, self.ASKED, split=Split.KEYWORD, paid=PAID))

        assert whole.rules == {Rule.EXACT: 2, Rule.CONTAINED: 2, Rule.UNPLACED: 1, Rule.FREE: 1}


def test_the_dearest_row_stands_first_and_the_unplaced_last():
    rows = costs(ADS, TestTheWorkedExample.ASKED, split=Split.KEYWORD, paid=PAID)

    assert [one.name for one in rows] == ["除尘器", "布袋除尘器", "除尘设备", "", ""]


def test_cash_is_spend_without_the_rebate():
    assert cash_of(12_000, 2_000) == 10_000
    assert cash_of(12_000, 0) == 12_000


def test_a_rebate_below_nought_is_refused():
    with pytest.raises(FormulaError):
        cash_of(100, -1)


WORDS = st.sampled_from(["", "除尘器", "布袋除尘器", "除尘器价格", "怎么走", "除尘设备"])
SOME = st.integers(0, 5)
MANY_ADS = st.lists(
    st.builds(
        Ad,
        channel=st.sampled_from([1, 2]),
        campaign=st.sampled_from(["", "甲", "乙"]),
        keyword=WORDS,
        impressions=SOME,
        clicks=SOME,
        spend=st.integers(0, 10**6),
        cash=st.decimals(0, 10**6, places=3),
    ),
    max_size=12,
)
MANY_ASKED = st.lists(
    st.builds(
        Asked,
        channel=st.sampled_from([None, 1, 2, 9]),
        campaign=st.sampled_from(["", "甲", "丙"]),
        keyword=WORDS,
        term=WORDS,
        conversations=SOME,
        inquiries=SOME,
        valid=SOME,
        unjudged=SOME,
        won=SOME,
        revenue=SOME,
    ),
    max_size=12,
)


@given(MANY_ADS, MANY_ASKED, st.sampled_from(list(Split)))
def test_every_split_adds_up_to_the_same(ads, asked, split):
    whole = total(costs(ads, asked, split=split, paid=PAID))

    assert {name: getattr(whole, name) for name in BOUGHT} == {
        name: sum(getattr(one, name) for one in ads) for name in BOUGHT
    }
    assert {name: getattr(whole, name) for name in COUNTS} == {
        name: sum(getattr(one, name) for one in asked) for name in COUNTS
    }
    assert sum(whole.rules.values()) == len(asked)


@given(MANY_ADS, st.sampled_from(list(Split)))
def test_cash_adds_up_to_the_cent(ads, split):
    whole = total(costs(ads, (), split=split, paid=PAID))

    assert abs(whole.cash - sum(one.cash for one in ads)) <= Decimal("0.5")
