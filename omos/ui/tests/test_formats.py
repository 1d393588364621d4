from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.ui import formats

AT = datetime(2026, 11, 21, 17, 30, tzinfo=UTC)


class TestNumber:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (0, "0"),
            (1234, "1,234"),
            (-1234, "−1,234"),
            (Decimal("0.5"), "0.5"),
            (2.675, "2.68"),
            (1e6, "1,000,000"),
            (Decimal("-0.001"), "0"),
        ],
    )
    def test_parts_thousands_and_rounds_half_up(self, value, text):
        assert formats.number(value) == text

    @pytest.mark.parametrize(("digits", "text"), [(0, "3"), (1, "2.5"), (3, "2.500")])
    def test_keeps_the_digits_asked_for(self, digits, text):
        assert formats.number(Decimal("2.5"), digits=digits) == text

    def test_shows_a_dash_for_what_is_not_known(self):
        assert formats.number(None) == "—"

    @given(st.integers(min_value=-(10**15), max_value=10**15))
    def test_can_be_read_back(self, value):
        text = formats.number(value)

        assert int(text.replace(",", "").replace("−", "-")) == value


class TestMoney:
    @pytest.mark.parametrize(
        ("cents", "text"), [(123450, "¥1,234.50"), (0, "¥0.00"), (-5, "−¥0.05"), (48900000, "¥489,000.00"), (None, "—")]
    )
    def test_turns_cents_into_yuan(self, cents, text):
        assert formats.money(cents) == text

    def test_leaves_the_cents_out_on_request(self):
        assert formats.money(58_949_00, digits=0) == "¥58,949"

    @given(st.integers(min_value=0, max_value=10**14))
    def test_loses_no_cent(self, cents):
        text = formats.money(cents)

        assert int(text.replace("¥", "").replace(",", "").replace(".", "")) == cents


class TestShort:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (1234, "1234"),
            (12345, "1.23 万"),
            (480000, "48 万"),
            (1234567, "123.46 万"),
            (123456789, "1.23 亿"),
            (-12345, "−1.23 万"),
            (None, "—"),
        ],
    )
    def test_speaks_chinese(self, value, text):
        assert formats.short(value, language="zh-hans") == text

    @pytest.mark.parametrize(("value", "text"), [(999, "999"), (12345, "12.35K"), (1234567, "1.23M")])
    def test_speaks_english(self, value, text):
        assert formats.short(value, language="en") == text

    def test_speaks_of_money(self):
        assert formats.short_money(48_900_000, language="zh-hans") == "¥48.9 万"

    def test_speaks_of_debt(self):
        assert formats.short_money(-3_100_000, language="zh-hans") == "−¥3.1 万"

    def test_says_nothing_of_unknown_money(self):
        assert formats.short_money(None, language="en") == "—"


class TestShares:
    @pytest.mark.parametrize(
        ("share", "text"), [(0.611, "61.1%"), (Decimal("1"), "100.0%"), (None, "—"), (0.6825, "68.3%")]
    )
    def test_become_percent(self, share, text):
        assert formats.percent(share) == text

    def test_become_whole_percent(self):
        assert formats.percent(0.93, digits=0) == "93%"

    @pytest.mark.parametrize(
        ("gap", "language", "text"),
        [(0.071, "zh-hans", "7.1 点"), (-0.024, "zh-hans", "−2.4 点"), (0.071, "en", "7.1 pts"), (None, "en", "—")],
    )
    def test_differ_by_points(self, gap, language, text):
        assert formats.points(gap, language=language) == text

    @pytest.mark.parametrize(("share", "length"), [(0.611, "61.1%"), (1.7, "100%"), (-1, "0%"), (None, "0%")])
    def test_become_lengths_within_the_bar(self, share, length):
        assert formats.width(share) == length

    @given(st.floats(allow_nan=False, allow_infinity=False))
    def test_never_leave_the_bar(self, share):
        assert 0 <= float(formats.width(share).rstrip("%")) <= 100


class TestTimes:
    def test_write_a_day(self):
        assert formats.day(date(2026, 11, 21)) == "2026-11-21"

    def test_write_a_short_day(self):
        assert formats.short_day(AT) == "11-21"

    def test_write_a_moment(self):
        assert formats.moment(AT) == "2026-11-21 17:30"

    def test_write_a_clock_time(self):
        assert formats.clock_time(AT) == "17:30"

    @pytest.mark.parametrize(("language", "text"), [("zh-hans", "周六"), ("en", "Sat")])
    def test_write_a_weekday(self, language, text):
        assert formats.weekday(AT.date(), language=language) == text

    @pytest.mark.parametrize("write", [formats.day, formats.short_day, formats.moment, formats.clock_time])
    def test_show_a_dash_for_what_is_not_known(self, write):
        assert write(None) == "—"

    def test_show_a_dash_for_an_unknown_weekday(self):
        assert formats.weekday(None, language="en") == "—"


class TestAgo:
    @pytest.mark.parametrize(
        ("passed", "text"),
        [
            (timedelta(seconds=59), "刚刚"),
            (timedelta(minutes=1), "1 分钟前"),
            (timedelta(minutes=59, seconds=59), "59 分钟前"),
            (timedelta(hours=1), "1 小时前"),
            (timedelta(hours=23, minutes=59), "23 小时前"),
            (timedelta(days=1), "11-21 17:30"),
            (timedelta(days=365), "2026-11-21 17:30"),
        ],
    )
    def test_speaks_as_people_do(self, passed, text):
        assert formats.ago(AT, now=AT + passed, language="zh-hans") == text

    def test_speaks_english(self):
        assert formats.ago(AT, now=AT + timedelta(minutes=5), language="en") == "5 min ago"

    def test_writes_the_future_in_full(self):
        assert formats.ago(AT, now=AT - timedelta(hours=1), language="en") == "2026-11-21 17:30"

    def test_writes_in_full_without_a_present(self):
        assert formats.ago(AT, now=None, language="en") == "2026-11-21 17:30"

    def test_shows_a_dash_for_never(self):
        assert formats.ago(None, now=AT, language="en") == "—"


class TestListed:
    def test_parts_names_as_the_language_does(self):
        assert formats.listed(["a", "b", "c"], language="zh-hans") == "a、b、c"
        assert formats.listed(["a", "b", "c"], language="en") == "a, b, c"

    def test_of_one_name_is_the_name(self):
        assert formats.listed(["a"], language="en") == "a"
