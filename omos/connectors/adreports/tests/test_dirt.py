"""Whatever stands around the rows, every line is accounted for and says why it was not taken."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.connectors.adreports.cells import UnreadableCell, choice, count, day, is_day_first, number
from omos.connectors.adreports.table import as_json, read_table
from omos.connectors.adreports.tests.exports import EXPORTS, numbered
from omos.connectors.tests.real_data import real_data

TODAY = date(2026, 11, 22)
HEAD = [
    "日期",
    "推广计划",
    "账户",
    "展现",
    "点击",
    "消费",
    "点击率",
    "平均点击价格",
    "网页转化",
    "商桥转化",
    "电话转化",
]


def read(*rows, head=HEAD, today=TODAY, **options):
    return read_table(numbered((head, *rows)), today=today, **options)


def row(*, day="2026-11-18", name="品牌词", shown="100", clicks="2", spend="3.50"):
    return [day, name, "bd1", shown, clicks, spend, "2%", "1.75", "--", "--", "--"]


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("¥1,200.50", "1200.50"),
            ("￥１，２００．５０", "1200.50"),
            ("1200.5元", "1200.5"),
            ("1.2万", "12000"),
            ("3.4w", "34000"),
            ("(12.50)", "-12.50"),
            ("-12.50", "-12.50"),
            ("US$ 7", "7"),
            ("1 200", "1200"),
            ("'1200", "1200"),
            ("1.0E3", "1000"),
            (".5", "0.5"),
            ("1,234,567", "1234567"),
        ],
    )
    def test_are_read_as_people_write_them(self, text, value):
        assert number(text) == Decimal(value)

    @pytest.mark.parametrize("text", ["", "--", "-", "—", "N/A", "null", " 无 ", "/"])
    def test_nothing_is_not_nought(self, text):
        assert number(text) is None
        assert count(text) is None

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("2.5%", "percent"),
            ("很多", "not_number"),
            ("1,20", "commas"),
            ("1.200,50", "not_number"),
            ("99999999999999999", "too_large"),
            ("∞", "not_number"),
            ("=1+1", "not_number"),
        ],
    )
    def test_that_are_none_say_why(self, text, reason):
        with pytest.raises(UnreadableCell, match=f"^{reason}$"):
            number(text)

    @pytest.mark.parametrize(("text", "reason"), [("-3", "negative"), ("3.5", "not_whole")])
    def test_counts_are_whole_and_not_below_nought(self, text, reason):
        with pytest.raises(UnreadableCell, match=f"^{reason}$"):
            count(text)

    @given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from(["{:,.2f}", "¥{:,.2f}", "{:.2f}元"]))
    def test_survive_being_written_and_read(self, value, shape):
        assert number(shape.format(value)) == value


class TestDays:
    @pytest.mark.parametrize(
        "text",
        [
            "2026-11-08",
            "2026/11/8",
            "2026.11.08",
            "2026年11月8日",
            "20261108",
            "2026-11-08 00:00:00",
            "2026-11-08T10:30",
            "２０２６－１１－０８",
            "2026-11-08 星期日",
            "2026-11-08(周日)",
            "11月8日",
            "11-08",
            "8 Nov 2026",
            "Nov 8, 2026",
            "November 8, 2026",
            "46334",
            "46334.0",
            "2026-11-08 至 2026-11-08",
            "08-11-2026",
            "8.11.2026",
        ],
    )
    def test_are_read_in_every_spelling(self, text):
        assert day(text, today=TODAY) == date(2026, 11, 8)

    def test_american_days_have_the_month_first(self):
        assert not is_day_first(["11/08/2026", "11/09/2026"])
        assert day("11/08/2026", today=TODAY, day_first=False) == date(2026, 11, 8)

    def test_one_clear_day_decides_for_its_column(self):
        assert is_day_first(["31/08/2023", "01/09/2023"])
        assert not is_day_first(["08-31-2023", "09-01-2023"])

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("明天", "not_day"),
            ("2026-13-01", "not_day"),
            ("2026-02-30", "not_day"),
            ("2026-11-01 至 2026-11-07", "several_days"),
            ("2026-12-24", "day_to_come"),
            ("7", "not_day"),
        ],
    )
    def test_that_are_none_say_why(self, text, reason):
        with pytest.raises(UnreadableCell, match=f"^{reason}$"):
            day(text, today=TODAY)

    def test_a_leap_day_without_a_year_finds_its_year(self):
        assert day("2月29日", today=TODAY) == date(2024, 2, 29)

    @given(
        st.dates(date(2010, 1, 1), TODAY),
        st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日", "%d-%m-%Y"]),
    )
    def test_survive_being_written_and_read(self, one, shape):
        assert day(one.strftime(shape), today=TODAY) == one


def test_yes_and_no_are_understood_and_the_rest_is_left_open():
    assert choice("有效对话") is True
    assert choice("仅访问") is False
    assert choice("一般对话") is None


class TestLines:
    def test_sums_are_no_rows_wherever_they_stand(self):
        reading = read(
            ["总计", "", "", "200", "4", "7.00", "", "", "", "", ""],
            row(),
            row(name="产品词"),
            ["合 计：", "", "", "200", "4", "7.00"],
        )

        assert len(reading.rows) == 2
        assert [one.reason for one in reading.skipped] == ["sum", "sum"]
        assert reading.difference == {}

    def test_a_sum_that_does_not_agree_is_told_to_the_cent(self):
        reading = read(row(), row(name="产品词"), ["总计", "", "", "200", "5", "7.01"])

        assert reading.difference == {"clicks": Decimal(-1), "spend": Decimal("-0.01")}

    def test_sums_of_parts_are_not_the_whole(self):
        reading = read(
            row(), ["小计", "", "", "100", "2", "3.50"], row(name="产品词"), ["总计", "", "", "200", "4", "7"]
        )

        assert reading.file_totals.spend == 7
        assert reading.difference == {}

    def test_a_campaign_called_like_a_sum_is_a_row(self):
        reading = read(row(name="总计划A"), row(name="全部"))

        assert len(reading.rows) == 2

    def test_a_sum_without_a_name_is_found_by_what_it_says(self):
        reading = read(row(), ["", "", "", "100", "2", "3.5"])

        assert [one.reason for one in reading.skipped] == ["sum"]

    def test_a_row_without_a_name_is_a_fault(self):
        reading = read(row(), row(), ["", "", "", "7", "1", "9.00"])

        assert [(one.number, one.reason) for one in reading.faults] == [(4, "nameless")]

    def test_the_header_printed_again_is_no_row(self):
        reading = read(row(), HEAD, row())

        assert [one.reason for one in reading.skipped] == ["header_again"]

    def test_notes_below_are_no_rows(self):
        reading = read(row(), ["注：数据仅供参考，以账户实际扣费为准"])

        assert [one.reason for one in reading.skipped] == ["note"]

    def test_a_row_without_figures_is_passed_over(self):
        reading = read(row(shown="--", clicks="--", spend="--"))

        assert reading.rows == ()
        assert [one.reason for one in reading.skipped] == ["no_figures"]

    def test_one_wrong_cell_is_one_fault_with_its_line(self):
        reading = read(row(), row(clicks="两次", spend="abc"), row())

        assert [(one.number, one.field, one.text, one.reason) for one in reading.faults] == [
            (3, "clicks", "两次", "not_number")
        ]
        assert len(reading.rows) == 2

    def test_a_day_written_once_for_a_block_counts_for_the_block(self):
        reading = read(row(), row(day="", name="产品词"), row(day="2026-11-19"))

        assert [one.values["day"].day for one in reading.rows] == [18, 18, 19]
        assert reading.carried == 1

    def test_rows_that_stand_twice_are_counted_and_named(self):
        reading = read(row(), row())

        assert reading.totals.clicks == 4
        assert reading.repeated == 1

    def test_a_row_over_several_days_cannot_be_booked(self):
        reading = read(
            ["Lead A", "2026-11-01", "2026-11-07", "10", "1", "2"],
            head=["Campaign name", "Reporting starts", "Reporting ends", "Impressions", "Link clicks", "Amount spent"],
        )

        assert [one.reason for one in reading.faults] == ["several_days"]

    def test_a_refund_lowers_the_sum(self):
        assert read(row(), row(spend="-1.25")).totals.spend == Decimal("2.25")


CELLS = st.sampled_from(
    ["", "--", "0", "7", "1,200", "¥3.50", "2%", "x", "总计", "2026-11-18", "2026-13-01", "-4", "品牌"]
)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=11), max_size=12))
def test_every_line_is_accounted_for_whatever_it_holds(rows):
    lines = [(1, HEAD), *((number, cells) for number, cells in enumerate(rows, start=2) if any(cells))]

    reading = read_table(lines, today=TODAY)

    numbers = [one.number for part in (reading.rows, reading.faults, reading.skipped) for one in part]
    assert sorted(numbers) == [number for number, _cells in lines[1:]]


FIGURES = st.tuples(
    st.integers(0, 10**7),
    st.integers(0, 10**5),
    st.decimals(min_value=0, max_value=10**6, places=2),
    st.dates(date(2026, 1, 1), TODAY),
)


@given(
    st.lists(FIGURES, min_size=1, max_size=20),
    st.sampled_from(["{:,}", "{}"]),
    st.sampled_from(["{:,.2f}", "¥{:,.2f}"]),
)
def test_rows_rendered_and_read_are_the_same(figures, count_shape, money_shape):
    rows = [
        [
            str(one),
            f"计划{place}",
            "bd1",
            count_shape.format(shown),
            count_shape.format(clicks),
            money_shape.format(spend),
        ]
        for place, (shown, clicks, spend, one) in enumerate(figures)
    ]

    reading = read(*rows)

    found = [
        (one.values["impressions"], one.values["clicks"], one.values["spend"], one.values["day"])
        for one in reading.rows
    ]
    assert found == figures


class TestAsJson:
    def test_rows_are_imported_skipped_or_wrong(self):
        answer = as_json(
            read(row(), row(clicks="x"), ["总计", "", "", "100", "2", "3.5"]), reasons={"not_number": "no figure"}
        )

        assert answer["rows"] == answer["imported"] + answer["skipped"] + len(answer["errors"])
        assert answer["errors"] == [{"row": 3, "field": "clicks", "text": "x", "reason": "no figure"}]

    def test_a_click_that_never_came_has_no_price(self):
        answer = as_json(read(row(clicks="0", spend="0")), reasons={})

        assert answer["totals"]["cpc"] is None
        assert answer["without_clicks"] == 1

    def test_says_what_the_file_says(self):
        answer = as_json(read_table(numbered(EXPORTS[3].lines), today=TODAY), reasons={})

        assert answer["file_totals"]["spend"] == 2401.0
        assert answer["difference"] == {}
        assert [one["campaign"] for one in answer["campaigns"]] == ["品牌词", "产品词"]


class TestTheFacebookFile:
    @pytest.fixture
    def answer(self):
        text = real_data("ads", "KAG_conversion_data.csv").read_text("utf-8")
        lines = [(place, line.split(",")) for place, line in enumerate(text.splitlines(), start=1)]
        return as_json(read_table(lines, today=TODAY), reasons={})

    def test_gives_all_its_rows(self, answer):
        assert (answer["rows"], answer["imported"], answer["skipped"], answer["errors"]) == (1143, 1143, 0, [])

    def test_adds_up_to_the_cent(self, answer):
        totals = answer["totals"]

        assert (totals["impressions"], totals["clicks"], totals["spend"]) == (213_434_828, 38_165, 58_705.23)
        assert (totals["conversions"], totals["cpc"]) == (3_264, 1.5382)

    def test_splits_by_campaign(self, answer):
        found = {one["campaign"]: (one["spend"], one["clicks"], one["conversions"]) for one in answer["campaigns"]}

        assert found == {"916": (149.71, 113, 58), "936": (2893.37, 1984, 537), "1178": (55662.15, 36068, 2669)}

    def test_has_rows_without_clicks(self, answer):
        assert answer["without_clicks"] == 207
