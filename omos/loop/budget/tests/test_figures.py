"""Numbers as people type them, and as the page writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.limits import FormulaError
from omos.loop.budget.figures import read, short_range, shown, yuan


class TestRead:
    @pytest.mark.parametrize(
        ("name", "text", "value"),
        [
            ("amount", "800,000", "800000"),
            ("amount", "80万", "800000"),
            ("amount", "1.2 亿", "120000000"),
            ("amount", "￥８００，０００ 元", "800000"),
            ("cpc", "¥2.162448", "2.162448"),
            ("close_rate", "5.75", "0.0575"),
            ("close_rate", "5.75%", "0.0575"),
            ("close_rate", "５．７５％", "0.0575"),
            ("gross_margin", "0", "0"),
            ("free_visits", "13,000", "13000"),
        ],
    )
    def test_takes_numbers_as_people_write_them(self, name, text, value):
        assert read(name, text) == Decimal(value)

    @pytest.mark.parametrize(
        ("name", "text", "code"),
        [
            ("amount", "abc", "not_a_number"),
            ("amount", "=1+1", "not_a_number"),
            ("amount", "万", "not_a_number"),
            ("amount", "0", "zero"),
            ("amount", "-5", "negative"),
            ("amount", "9" * 30, "too_large"),
            ("amount", "99999999亿", "too_large"),
            ("cpc", "0", "zero"),
            ("close_rate", "101", "above_one"),
            ("close_rate", "0%", "zero"),
            ("rebate_rate", "-1%", "negative"),
            ("wages", "NaN", "not_a_number"),
        ],
    )
    def test_names_the_field_and_the_reason(self, name, text, code):
        with pytest.raises(FormulaError) as refusal:
            read(name, text)

        assert (refusal.value.field, refusal.value.code) == (name, code)


class TestShown:
    @pytest.mark.parametrize(
        ("name", "value", "text"),
        [
            ("amount", "800000", "800,000"),
            ("amount", "58949.28", "58,949.28"),
            ("cpc", "2.162448", "¥2.162448"),
            ("close_rate", "0.0575", "5.75%"),
            ("wages", None, ""),
        ],
    )
    def test_keeps_every_digit_that_was_typed(self, name, value, text):
        assert shown(name, None if value is None else Decimal(value)) == text

    @pytest.mark.parametrize(
        ("name", "value", "text"),
        [
            ("cpc", "4.36666", "¥4.37"),
            ("deal_value", "34886.4", "¥34,886"),
            ("inquiry_rate", "0.030912", "3.09%"),
            ("valid_rate", "0.49712", "49.7%"),
        ],
    )
    def test_rounds_what_was_learnt(self, name, value, text):
        assert shown(name, Decimal(value), is_exact=False) == text

    @given(st.sampled_from(["amount", "cpc", "close_rate", "wages"]), st.decimals("0.000001", "1", places=6))
    def test_is_read_back_as_it_was(self, name, value):
        assert read(name, shown(name, value)) == value


class TestWords:
    def test_writes_the_unit_of_a_span_once(self):
        assert short_range(Decimal(47_200), Decimal(72_600), language="zh-hans") == "4.72～7.26 万"

    def test_writes_both_units_where_they_differ(self):
        assert short_range(Decimal(9_500), Decimal(12_000), language="zh-hans") == "9500～1.2 万"

    def test_writes_money_with_its_sign(self):
        assert yuan(Decimal("-1234.5")) == "−¥1,235"
        assert yuan(None) == "—"
