"""Every platform's export is known by its columns, and its rows add up to what it says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from omos.connectors.adreports.fields import Kind
from omos.connectors.adreports.platforms import BY_CODE
from omos.connectors.adreports.table import read_table, understand
from omos.connectors.adreports.tests.exports import EXPORTS, numbered

TODAY = date(2026, 11, 22)


def read(export):
    return read_table(numbered(export.lines), today=TODAY, file_name=export.file_name)


@pytest.mark.parametrize("export", EXPORTS, ids=lambda one: f"{one.platform}-{one.file_name}")
class TestAnExport:
    def test_is_recognised_by_itself(self, export):
        layout = read(export).layout

        assert layout.platform == export.platform
        assert layout.is_sure

    def test_is_recognised_without_its_file_name(self, export):
        layout = understand(numbered(export.lines))[1]

        assert layout.platform == export.platform

    def test_gives_every_row(self, export):
        reading = read(export)

        assert len(reading.rows) == export.rows
        assert reading.faults == ()
        assert reading.lines == len(reading.rows) + len(reading.skipped)

    def test_adds_up_to_the_cent(self, export):
        totals = read(export).totals

        assert (totals.impressions, totals.clicks) == (export.impressions, export.clicks)
        assert totals.spend == Decimal(export.spend)

    def test_agrees_with_its_own_sum(self, export):
        assert read(export).difference == {}

    def test_names_its_days(self, export):
        reading = read(export)

        assert len(reading.days) == export.days
        assert not reading.needs_day
        assert reading.days[0] == date(2026, 11, 18)

    def test_names_campaigns(self, export):
        assert all(row.text("campaign") for row in read(export).rows)


def test_three_kinds_of_conversions_go_together():
    reading = read(EXPORTS[0])

    assert reading.totals.conversions == 7


def test_a_report_without_days_asks_for_one():
    tencent = next(one for one in EXPORTS if one.platform == "tencent")

    reading = read_table(numbered(tencent.lines), today=TODAY, file_name="导出.csv")

    assert reading.needs_day
    assert reading.days == ()
    assert len(reading.rows) == 3


def test_a_typed_day_stands_for_the_missing_one():
    tencent = next(one for one in EXPORTS if one.platform == "tencent")

    reading = read_table(numbered(tencent.lines), today=TODAY, day=date(2026, 11, 3))

    assert reading.days == (date(2026, 11, 3),)


def test_a_stretch_in_the_title_is_no_day():
    lines = ([*["时间范围：2026-11-18 至 2026-11-19"]], *(EXPORTS[2].lines))

    assert read_table(numbered(lines), today=TODAY).needs_day


def test_the_moment_of_the_download_is_no_day():
    lines = (["数据生成时间：2026-11-20 09:12:33"], *(EXPORTS[2].lines))

    assert read_table(numbered(lines), today=TODAY).needs_day


def test_money_of_other_countries_is_named():
    lines = (["Day", "Campaign", "Impr.", "Clicks", "Cost (USD)"], ["2026-11-18", "Brand", "10", "1", "$1.20"])

    reading = read_table(numbered(lines), today=TODAY)

    assert reading.currency == "USD"
    assert reading.totals.spend == Decimal("1.20")


def test_tens_of_thousands_in_the_header_count():
    lines = (["日期", "计划", "展现", "点击", "消费(万元)"], ["2026-11-18", "A", "10", "1", "1.25"])

    assert read_table(numbered(lines), today=TODAY).totals.spend == 12_500


def test_an_unknown_platform_is_read_by_its_column_names():
    lines = (["Datum", "日期", "花费", "曝光数", "奇怪"], ["x", "2026-11-18", "3.5", "7", "y"])

    reading = read_table(numbered(lines), today=TODAY)

    assert reading.layout.platform == "other"
    assert not reading.layout.is_sure
    assert reading.totals.spend == Decimal("3.5")


def test_a_table_that_names_nothing_is_left_to_people():
    layout = understand([(1, ["7", "8"]), (2, ["1", "2"])])[1]

    assert layout.head == 0
    assert layout.headers == ("A", "B")
    assert layout.missing == ("spend",)


def test_a_header_of_strange_names_is_taken_for_one():
    layout = understand([(1, ["哪天", "花掉"]), (2, ["1", "2"])])[1]

    assert (layout.head, layout.headers, layout.is_sure) == (1, ("哪天", "花掉"), False)


def test_a_person_may_know_better():
    reading = read_table(numbered(EXPORTS[4].lines), today=TODAY, platform="baidu_search")

    assert reading.layout.platform == "baidu_search"
    assert reading.totals.spend == Decimal("2401.00")


CHAT = (
    [
        "编号",
        "永久身份",
        "访客名称",
        "开始时间",
        "对话类型",
        "首次来源",
        "初次访问网址",
        "搜索词",
        "关键词",
        "访客消息数",
        "客服消息数",
        "名片",
        "电话",
    ],
    [
        "1",
        "g1",
        "河北客人",
        "2026-11-18 09:30:11",
        "有效对话",
        "百度推广",
        "https://a.cn/1",
        "除尘器哪家好",
        "除尘器",
        "5",
        "6",
        "有",
        "13800138000",
    ],
)
CUSTOMERS = (
    ["日期", "客户名称", "联系人", "电话", "来源渠道", "关键词", "是否有效", "是否成交", "成交金额"],
    ["2026-11-18", "大厂", "王工", "138 0013 8000", "百度竞价", "除尘器", "有效", "是", "36000"],
)
OWN = (
    ["日期", "渠道", "展现", "点击", "消费", "对话", "询盘", "有效"],
    ["11月18日", "百度搜索", "10000", "200", "1200.5", "12", "6", "4"],
    ["合计", "", "10000", "200", "1200.5", "12", "6", "4"],
)


@pytest.mark.parametrize(
    ("lines", "platform", "kind"),
    [(CHAT, "swt", Kind.TALK), (CUSTOMERS, "customer", Kind.CUSTOMER), (OWN, "own", Kind.OWN)],
)
def test_what_is_no_report_is_told_apart(lines, platform, kind):
    reading = read_table(numbered(lines), today=TODAY)

    assert reading.layout.platform == platform
    assert BY_CODE[platform].kind is kind
    assert len(reading.rows) == 1


def test_a_conversation_says_where_it_came_from():
    row = read_table(numbered(CHAT), today=TODAY).rows[0]

    assert row.values["day"] == date(2026, 11, 18)
    assert row.values["valid"] is True
    assert (row.text("channel"), row.text("keyword"), row.text("term")) == ("百度推广", "除尘器", "除尘器哪家好")
    assert row.values["messages"] == 5


def test_a_day_without_a_year_is_the_last_such_day():
    assert read_table(numbered(OWN), today=TODAY).days == (date(2026, 11, 18),)
    assert read_table(numbered(OWN), today=date(2026, 11, 3)).days == (date(2025, 11, 18),)


def test_channels_side_by_side_become_rows():
    lines = (
        ["", "百度搜索", "", "360", "", "合计", ""],
        ["日期", "点击", "消费", "点击", "消费", "点击", "消费"],
        ["2026-11-18", "200", "1200.5", "30", "90", "230", "1290.5"],
        ["2026-11-19", "", "", "31", "91", "31", "91"],
    )

    reading = read_table(numbered(lines), today=TODAY)

    assert reading.layout.platform == "own"
    assert [(row.number, row.text("channel"), row.values["clicks"]) for row in reading.rows] == [
        (3, "百度搜索", 200),
        (3, "360", 30),
        (4, "360", 31),
    ]
    assert reading.totals.spend == Decimal("1381.5")
