from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.office.sheets import parsing
from omos.office.sheets.declare import FieldError


def fault(parse, text: str) -> str:
    with pytest.raises(FieldError) as refused:
        parse(text)
    assert str(refused.value)
    return refused.value.code


class TestText:
    def test_joins_lines(self):
        assert parsing.text(10)("一\n 二　三") == "一 二 三"

    def test_refuses_what_is_too_long(self):
        assert fault(parsing.text(3), "一二三四") == "too_long"


class TestWhole:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("12", 12),
            ("１２", 12),
            ("1,200", 1200),
            ("3.0", 3),
            ("1.2万", 12000),
            ("2 000", 2000),
            ("-5", -5),
            ("1E+3", 1000),
        ],
    )
    def test_reads(self, text, value):
        assert parsing.whole()(text) == value

    @pytest.mark.parametrize("text", ["前三", "1.5", "1-2", "--", "", "1e999", "∞", "NaN", "1_000"])
    def test_refuses(self, text):
        assert fault(parsing.whole(), text) == "not_whole"

    @pytest.mark.parametrize("text", ["0", "51"])
    def test_refuses_out_of_range(self, text):
        assert fault(parsing.whole(low=1, high=50), text) == "range"

    def test_says_when_it_is_too_little(self):
        assert fault(parsing.whole(low=1), "0") == "range"

    @given(st.integers(min_value=-(10**12), max_value=10**12))
    def test_gives_back_what_was_written(self, value):
        assert parsing.whole()(f"{value:,}") == value


class TestMoney:
    @pytest.mark.parametrize(
        ("text", "cents"), [("¥1,234.5", 123450), ("￥８８", 8800), ("12元", 1200), ("1.5万", 1500000), ("RMB 3", 300)]
    )
    def test_reads_yuan_as_cents(self, text, cents):
        assert parsing.money()(text) == cents

    def test_refuses_a_third_decimal(self):
        assert fault(parsing.money(), "1.234") == "decimals"

    def test_refuses_less_than_nothing(self):
        assert fault(parsing.money(), "-1") == "range"


class TestPercent:
    @pytest.mark.parametrize(
        ("text", "share"), [("12.5%", "0.125"), ("12.5 ％", "0.125"), ("0.125", "0.125"), ("100%", "1")]
    )
    def test_reads_shares(self, text, share):
        assert parsing.percent()(text) == Decimal(share)

    def test_refuses_more_than_all(self):
        assert fault(parsing.percent(), "101%") == "range"


class TestDay:
    @pytest.mark.parametrize(
        "text",
        [
            "2026-01-04",
            "2026-1-4",
            "2026/1/4",
            "2026.1.4",
            "2026年1月4日",
            "2026 年 01 月 04 日",
            "２０２６年１月４号",
            "20260104",
            "46026",
            "2026-01-04 09:30",
            "2026-01-04T09:30:00",
        ],
    )
    def test_reads(self, text):
        assert parsing.day()(text) == date(2026, 1, 4)

    @pytest.mark.parametrize("text", ["2026-02-30", "1月4日", "下周一", "4/1/2026", "99999999", "12"])
    def test_refuses(self, text):
        assert fault(parsing.day(), text) == "not_day"

    def test_refuses_days_that_make_no_sense(self):
        assert fault(parsing.day(first=date(2020, 1, 1)), "1926-01-04") == "day_range"

    @given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31)))
    def test_reads_chinese_days(self, day):
        assert parsing.day()(f"{day.year}年{day.month}月{day.day}日") == day


class TestPhone:
    @pytest.mark.parametrize(
        ("text", "phone"),
        [
            ("13800138000", "13800138000"),
            ("138 0013 8000", "13800138000"),
            ("138-0013-8000", "13800138000"),
            ("１３８００１３８０００", "13800138000"),
            ("+86 13800138000", "13800138000"),
            ("8613800138000", "13800138000"),
            ("1.3812345678E+10", "13812345678"),
            ("0512-66668888", "0512-66668888"),
            ("400-800-1234", "400-800-1234"),
            ("+14155552671", "+14155552671"),
        ],
    )
    def test_reads(self, text, phone):
        assert parsing.phone()(text) == phone

    def test_refuses_a_number_that_excel_shortened(self):
        assert fault(parsing.phone(), "1.38E+10") == "shortened"

    @pytest.mark.parametrize("text", ["12345", "23800138000", "微信同号", "1380013800"])
    def test_refuses(self, text):
        assert fault(parsing.phone(), text) == "not_phone"


class TestOthers:
    def test_reads_mail_in_small_letters(self):
        assert parsing.email()("mailto:Lin.Lan@Firm.EXAMPLE") == "lin.lan@firm.example"

    def test_refuses_what_is_no_mail(self):
        assert fault(parsing.email(), "lin.lan at firm") == "not_email"

    @pytest.mark.parametrize(("text", "value"), [("是", True), ("√", True), ("Ｙ", True), ("否", False), ("0", False)])
    def test_reads_yes_and_no(self, text, value):
        assert parsing.yes_no()(text) is value

    def test_refuses_perhaps(self):
        assert fault(parsing.yes_no(), "也许") == "not_yes_no"


PARSERS = {
    "text": parsing.text(20),
    "whole": parsing.whole(low=0),
    "number": parsing.number(),
    "money": parsing.money(),
    "percent": parsing.percent(),
    "day": parsing.day(),
    "phone": parsing.phone(),
    "email": parsing.email(),
    "yes_no": parsing.yes_no(),
}


@pytest.mark.parametrize("parse", PARSERS.values(), ids=PARSERS)
@given(text=st.text(max_size=30))
def test_gives_a_value_or_a_reason_for_any_text(parse, text):
    with suppress(FieldError):
        parse(text)
