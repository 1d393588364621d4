"""Dirt of the harder kind: several sums, averages, columns twice, hours of a day, texts wrapped for Excel."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from omos.connectors.adreports.cells import UnreadableCell, day, number
from omos.connectors.adreports.table import as_json, read_table
from omos.connectors.adreports.tests.exports import numbered

TODAY = date(2026, 11, 22)
HEAD = ["日期", "推广计划", "账户", "展现", "点击", "消费"]


def row(*, day="2026-11-18", name="品牌词", shown="100", clicks="2", spend="3.50"):
    return [day, name, "bd1", shown, clicks, spend]


def read(*rows, head=HEAD, **options):
    return read_table(numbered((head, *rows)), today=TODAY, **options)


def reasons(reading):
    return [one.reason for one in reading.skipped]


class TestSums:
    def test_of_each_day_are_parts_of_the_whole(self):
        reading = read(
            row(),
            ["2026-11-18 小计", "", "", "100", "2", "3.50"],
            row(day="2026-11-19"),
            ["2026-11-19 合计", "", "", "100", "2", "3.50"],
            ["合计", "", "", "200", "4", "7.00"],
        )

        assert reasons(reading) == ["sum", "sum", "sum"]
        assert (len(reading.rows), reading.faults) == (2, ())
        assert reading.file_totals.spend == 7

    def test_of_days_alone_state_no_whole(self):
        reading = read(row(), ["2026-11-18 合计", "", "", "100", "2", "3.50"])

        assert reading.file_totals is None

    def test_over_all_days_stand_in_the_column_of_days(self):
        reading = read(row(), ["全部", "--", "--", "100", "2", "3.50"])

        assert reasons(reading) == ["sum"]
        assert reading.difference == {}

    def test_that_count_more_than_the_report_do_not_alarm(self):
        reading = read(
            ["2026-11-18", "Brand", "a", "1,200", "12", "3.50"],
            ["Total: Campaigns", "--", "--", "1,200", "12", "3.50"],
            ["Total: Account", "--", "--", "1,300", "13", "4.50"],
        )

        assert reading.file_totals.spend == Decimal("3.50")
        assert reading.difference == {}

    def test_none_of_which_agrees_are_compared_with_the_largest(self):
        reading = read(row(), ["合计", "", "", "", "", "1.00"], ["总计", "", "", "", "", "9.00"])

        assert reading.difference == {"spend": Decimal("-5.50")}

    def test_of_channels_side_by_side_go_together(self):
        reading = read(
            ["日期", "消费", "点击", "消费", "点击"],
            ["2026-11-18", "10.00", "2", "5.00", "1"],
            ["合计", "10.00", "2", "5.00", "1"],
            head=["", "百度", "", "360", ""],
        )

        assert reading.file_totals.spend == 15
        assert reading.difference == {}


class TestAverages:
    @pytest.mark.parametrize("word", ["平均", "日平均", "均值", "平均值", "Average", "avg."])
    def test_are_no_rows(self, word):
        reading = read(row(), [word, "", "", "100", "2", "3.50"])

        assert reasons(reading) == ["mean"]
        assert reading.totals.spend == Decimal("3.50")

    def test_are_no_campaigns_that_are_called_alike(self):
        assert len(read(row(name="平均消费词"), row(name="均价词")).rows) == 2


class TestColumnsTwice:
    def test_that_say_the_same_do_not_matter(self):
        assert read([*row(), "3.50"], head=[*HEAD, "消费"]).twice == ()

    def test_that_say_different_things_are_told(self):
        reading = read([*row(), "9.50"], head=[*HEAD, "消费(元)"])

        assert reading.twice == ("消费",)
        assert reading.totals.spend == Decimal("3.50")
        assert as_json(reading, reasons={})["columns_twice"] == ["消费"]

    def test_that_nothing_is_read_from_do_not_matter(self):
        assert read([*row(), "a", "b"], head=[*HEAD, "备注", "备注"]).twice == ()


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "value"),
        [("1'200.50", "1200.50"), ("1’234’567", "1234567"), ("1，200.50元", "1200.50"), ("CNY 1,200.50", "1200.50")],
    )
    def test_are_read_with_any_sign_between_thousands(self, text, value):
        assert number(text) == Decimal(value)

    @pytest.mark.parametrize("text", ["#DIV/0!", "#N/A", "#REF!", "1'20", "3,50"])
    def test_that_are_none_are_refused(self, text):
        with pytest.raises(UnreadableCell):
            number(text)

    def test_of_excels_making_wrong_cost_one_row_each(self):
        reading = read(row(spend="#DIV/0!"), row(clicks="#N/A"), row())

        assert [(one.number, one.field) for one in reading.faults] == [(2, "spend"), (3, "clicks")]
        assert len(reading.rows) == 1


class TestDays:
    @pytest.mark.parametrize(
        "text",
        [
            "2026-11-18 13:00~13:59",
            "2026-11-18 13:00-14:00",
            "2026/11/18 13:00:00 至 13:59:59",
            "18-Nov-2026",
            "Nov 18, 2026",
            "11-18",
            "46344",
            "2026年11月18日",
        ],
    )
    def test_are_read_with_their_hours_and_in_any_spelling(self, text):
        assert day(text, today=TODAY) == date(2026, 11, 18)

    @pytest.mark.parametrize("text", ["26-11-18", "2026-11", "第47周", "昨天"])
    def test_nobody_can_be_sure_of_are_refused(self, text):
        with pytest.raises(UnreadableCell):
            day(text, today=TODAY)

    def test_over_a_week_are_refused_row_by_row(self):
        reading = read(row(day="2026-11-01至2026-11-07"), row())

        assert [one.reason for one in reading.faults] == ["several_days"]
        assert len(reading.rows) == 1

    def test_split_by_hours_go_together_when_booked_not_when_read(self):
        reading = read(row(day="2026-11-18 00:00~00:59"), row(day="2026-11-18 01:00~01:59"))

        assert len(reading.rows) == 2
        assert reading.days == (date(2026, 11, 18),)
