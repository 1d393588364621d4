"""A block from Excel finds its cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.loop.ledger.pasting import Pasted, read_block

CHANNELS = [(1, "BAIDU_SEARCH", "百度搜索"), (2, "SO360_SEARCH", "360 搜索"), (3, "DIRECT", "直接访问")]


def paste(block: str, *, first_channel: int | None = 1, first_measure: str = "impressions") -> Pasted:
    return read_block(block, channels=CHANNELS, first_channel=first_channel, first_measure=first_measure)


class TestByHeads:
    def test_finds_columns_and_channels(self):
        pasted = paste("渠道\t点击\t消费\n360搜索\t12\t¥34.50\n百度搜索\t5\t6")

        assert pasted.texts == {
            (2, "clicks"): "12",
            (2, "spend"): "¥34.50",
            (1, "clicks"): "5",
            (1, "spend"): "6",
        }
        assert pasted.faults == ()

    def test_names_columns_it_leaves_out(self):
        assert paste("渠道\t点击\t点击率\n百度搜索\t5\t3.2%").ignored == ("点击率",)

    def test_leaves_the_total_row_out(self):
        assert paste("渠道\t点击\n百度搜索\t5\n合计\t5").texts == {(1, "clicks"): "5"}

    def test_names_a_channel_it_does_not_know(self):
        pasted = paste("渠道\t点击\n神马搜索\t5")

        assert pasted.texts == {}
        assert "神马搜索" in pasted.faults[0]

    def test_finds_columns_without_channel_names(self):
        assert paste("点击\t消费\n12\t34").texts == {(1, "clicks"): "12", (1, "spend"): "34"}


class TestByPlace:
    def test_starts_at_the_first_cell(self):
        assert paste("1\t2\n3\t4", first_channel=2, first_measure="clicks").texts == {
            (2, "clicks"): "1",
            (2, "spend"): "2",
            (3, "clicks"): "3",
            (3, "spend"): "4",
        }

    def test_takes_channel_names_without_heads(self):
        assert paste("直接访问\t7\t8", first_measure="visits").texts == {(3, "visits"): "7", (3, "conversations"): "8"}

    def test_keeps_empty_cells_empty(self):
        assert paste("1\t\t3").texts == {(1, "impressions"): "1", (1, "clicks"): "", (1, "spend"): "3"}

    def test_names_rows_that_are_too_many(self):
        assert "4" in paste("1\n2\n3\n4").faults[0]

    def test_names_rows_that_are_too_long(self):
        assert paste("1\t2\t3", first_measure="won_deals").faults

    def test_falls_back_to_the_first_cell_of_all(self):
        assert paste("1", first_channel=99, first_measure="happiness").texts == {(1, "impressions"): "1"}

    def test_says_where_each_text_stood(self):
        assert "2" in paste("1\t2").places[1, "clicks"]

    def test_understands_quoted_cells(self):
        assert paste('"1,200"\t2').texts[1, "impressions"] == "1,200"


@pytest.mark.parametrize("block", ["", "\n\n", "1\n" * 500, "\t" * 100 + "1", "x" * 200_000])
def test_an_empty_or_huge_block_is_refused(block):
    pasted = paste(block)

    assert pasted.texts == {}
    assert pasted.faults


@given(st.text(alphabet='12\t\n点击渠道百度搜索",x', max_size=80))
def test_no_block_breaks_the_page(block):
    pasted = paste(block)

    assert {channel_id for channel_id, _measure in pasted.texts} <= {1, 2, 3}
