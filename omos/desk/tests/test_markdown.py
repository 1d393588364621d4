"""Markdown becomes only what is meant to become, and every text is escaped."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omos.desk.markdown import Addresses, anchor_of, passages

PLAIN = Addresses(of_link=lambda href: href, of_picture=lambda src: src)
CLOSED = Addresses(of_link=lambda href: "", of_picture=lambda src: "")
ALLOWED = {"p", "ul", "ol", "li", "strong", "em", "blockquote", "code", "pre", "table", "thead", "tbody"} | {
    "tr",
    "th",
    "td",
    "a",
    "img",
    "div",
}


def html(text, addresses=PLAIN):
    return "".join(part.html for part in passages(text, addresses))


def tags(text):
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser(f"<body>{html(text)}</body>").body
    return {node.tag for node in body.traverse() if node.tag not in {"body", "-text"}}


class TestDrawing:
    @pytest.mark.parametrize(
        ("text", "drawn"),
        [
            ("一段", "<p>一段</p>"),
            ("**要紧**", "<p><strong>要紧</strong></p>"),
            ("1. 一\n2. 二", "<ol><li><p>一</p></li><li><p>二</p></li></ol>"),
            ("- 一", "<ul><li><p>一</p></li></ul>"),
            ("`omos up`", "<p><code>omos up</code></p>"),
            ("[去](/my-day/)", '<p><a href="/my-day/">去</a></p>'),
        ],
        ids=["paragraph", "strong", "numbers", "points", "code", "link"],
    )
    def test_knows(self, text, drawn):
        assert html(text) == drawn

    def test_knows_tables(self):
        assert "<td>二</td>" in html("| 一 |\n| --- |\n| 二 |")

    def test_knows_blocks_of_code(self):
        assert "omos up</code></pre>" in html("```\nomos up\n```").replace("\n", "")

    def test_opens_other_sites_in_their_own_tab(self):
        assert 'rel="noopener"' in html("[去](https://example.com/)")

    def test_joins_broken_lines_of_chinese_without_a_space(self):
        assert html("今天的\n事") == "<p>今天的事</p>"

    def test_keeps_the_space_between_lines_of_english(self):
        assert html("one\ntwo") == "<p>one\ntwo</p>"

    def test_leaves_words_without_a_link_where_there_is_no_address(self):
        assert html("[去](omos://no:where)", CLOSED) == "<p>去</p>"

    def test_says_in_words_what_a_picture_shows_where_it_is_gone(self):
        assert html("![首页](x.png)", CLOSED) == "<p>首页</p>"


class TestCutting:
    def test_cuts_at_headings(self):
        parts = passages("# 题\n\n开头\n\n## 一\n\n甲\n\n### 二\n\n乙", PLAIN)

        assert [(part.level, part.heading, part.words) for part in parts] == [
            (1, "题", "开头"),
            (2, "一", "甲"),
            (3, "二", "乙"),
        ]

    def test_begins_before_the_first_heading(self):
        assert passages("没有标题", PLAIN)[0].heading == ""

    def test_of_an_empty_text_are_none(self):
        assert passages("", PLAIN) == ()

    @pytest.mark.parametrize(
        ("heading", "anchor"),
        [("Day closing", "day-closing"), ("周工作计划", "周工作计划"), ("What's “new”?", "whats-new"), ("a  b", "a-b")],
    )
    def test_names_anchors_as_code_hosts_do(self, heading, anchor):
        assert anchor_of(heading) == anchor


class TestHostileTexts:
    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "[x](data:text/html,hm)",
            "![x](javascript:alert(1))",
            '[x](/a"onmouseover="alert(1))',
            "`<script>`",
            "| <script> |\n| --- |\n| <b> |",
            "```\n</code></pre><script>\n```",
        ],
    )
    def test_become_text(self, text):
        drawn = html(text)

        assert "<script" not in drawn
        assert "onerror=alert(1)>" not in drawn.replace("&gt;", "")
        assert 'href="javascript' not in drawn
        assert 'href="data' not in drawn
        assert tags(text) <= ALLOWED

    @settings(deadline=None)
    @given(st.text(alphabet="<>&\"'[]()!#*`|-\n abc:/中", max_size=80))
    def test_hold_no_element_that_was_not_meant(self, text):
        assert tags(text) <= ALLOWED
