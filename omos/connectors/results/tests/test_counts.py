from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.connectors.results.counts import count_of, largest_count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("72,900,000", 72_900_000),
        ("106.000.000 results", 106_000_000),
        ("25 150 000", 25_150_000),
        ("1’234’567", 1_234_567),
        ("1亿2345万", 123_450_000),
        ("1亿2,345万", 123_450_000),
        ("1亿2345万6789", 123_456_789),
        ("1.2亿", 120_000_000),
        ("3 万", 30_000),
        ("2", 2),
        ("0", 0),
        ("没有", None),
        ("", None),
        ("9" * 400, None),
    ],
)
def test_a_count_is_read_however_it_is_written(text, count):
    assert count_of(text) == count


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("About 25,150,000,000 results (0.62 seconds)", 25_150_000_000),
        ("Page 2 of about 1,230 results (0.40 seconds)", 1_230),
        ("1-10 of 106,000,000 results", 106_000_000),
        ("找到约 25,150 条结果 （用时 0.62 秒）", 25_150),
        ("约 1.5亿 个结果", 150_000_000),
        ("No results", None),
    ],
)
def test_the_count_of_a_line_is_its_largest_number(line, count):
    assert largest_count(line) == count


@given(st.integers(min_value=0, max_value=10**15))
def test_grouping_never_changes_a_count(number):
    assert count_of(f"{number:,}") == number
    assert count_of(f"{number:,}".replace(",", ".")) == number


@given(st.text(max_size=300))
def test_no_text_breaks_the_counting(text):
    assert count_of(text) is None or count_of(text) >= 0
    assert largest_count(text) is None or largest_count(text) >= 0
