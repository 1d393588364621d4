"""Figures as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.loop.ledger.figures import UnreadableFigure, read_figure, typed_text
from omos.loop.ledger.measures import MEASURES_BY_CODE

SPEND, CLICKS, CTR, ROAS = (MEASURES_BY_CODE[code] for code in ("spend", "clicks", "ctr", "roas"))


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("¥1,200.50", SPEND, 120_050),
        ("￥1200.5元", SPEND, 120_050),
        ("1.2万", CLICKS, 12_000),
        ("1.2 w", CLICKS, 12_000),
        ("80万", SPEND, 80_000_000),
        ("１２３", CLICKS, 123),
        (" 1 234 ", CLICKS, 1234),
        ("7次", CLICKS, 7),
        ("0", CLICKS, 0),
        (".5", SPEND, 50),
        ("", CLICKS, None),
        ("--", CLICKS, None),
        ("—", SPEND, None),
        ("/", SPEND, None),
    ],
)
def test_is_read_in_the_smallest_unit(text, measure, value):
    assert read_figure(text, measure) == value


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("3.2%", CLICKS),
        ("abc", CLICKS),
        ("-5", CLICKS),
        ("¥-5", SPEND),
        ("1.5", CLICKS),
        ("1.234", SPEND),
        ("1,2,3", CLICKS),
        ("12,34", CLICKS),
        ("9" * 30, CLICKS),
        ("1e9", CLICKS),
        ("=1+1", CLICKS),
        ("∞", CLICKS),
        ("1 / 0", CLICKS),
    ],
)
def test_is_refused_where_it_cannot_be_meant(text, measure):
    with pytest.raises(UnreadableFigure):
        read_figure(text, measure)


@pytest.mark.parametrize(("text", "measure", "value"), [("6.4%", CTR, 640), ("0.064", CTR, 640), ("4.2", ROAS, 420)])
def test_of_a_ratio_is_scaled_for_targets(text, measure, value):
    assert read_figure(text, measure, scale=measure.target_scale) == value


@given(st.integers(0, 10**12))
def test_survives_being_written_and_read_again(cents):
    assert read_figure(typed_text("spend", cents), SPEND) == cents


@given(st.integers(0, 10_000))
def test_of_a_share_survives_being_written_and_read_again(points):
    assert read_figure(typed_text("ctr", points, scale=10_000), CTR, scale=10_000) == points


@given(st.text(max_size=20))
def test_never_breaks_whatever_is_typed(text):
    try:
        value = read_figure(text, CLICKS)
    except UnreadableFigure:
        return
    assert value is None or value >= 0
