from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.links import links_in


def urls(text: str) -> list[str]:
    return [link.url for link in links_in(text)]


class TestLinksIn:
    def test_worked_example(self) -> None:
        text = "今天发了https://a.example/x.html，还有 www.b.example/y。知乎：zhuanlan.zhihu.com/p/123 完成"

        assert urls(text) == ["https://a.example/x.html", "www.b.example/y", "zhuanlan.zhihu.com/p/123"]

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("https://a.com/a.html已发布", ["https://a.com/a.html"]),
            ("https://a.com/新闻/12.html 好", ["https://a.com/新闻/12.html"]),
            ("https://a.com/除尘器.html", ["https://a.com/除尘器.html"]),
            ("https://a.com/s?wd=除尘器 好", ["https://a.com/s?wd=除尘器"]),
            ("https://例子.中国/a 好", ["https://例子.中国/a"]),
            ("https://a.com/1https://b.com/2", ["https://a.com/1", "https://b.com/2"]),
            ("https://r.com/?u=https://b.com/x", ["https://r.com/?u=https://b.com/x"]),
            ("1.https://a.com/1\n2.https://a.com/2", ["https://a.com/1", "https://a.com/2"]),
            ("https://a.com/1、https://a.com/2", ["https://a.com/1", "https://a.com/2"]),
            ("https://a.com/1 https://a.com/1", ["https://a.com/1", "https://a.com/1"]),
            ("《https://a.com》", ["https://a.com"]),
            ("(https://a.com/b_(c)).", ["https://a.com/b_(c)"]),
            ('<a href="https://a.com/?x=1&y=2">', ["https://a.com/?x=1&y=2"]),
            ("http://localhost:8000/x", ["http://localhost:8000/x"]),
            ("http://[::1]:8000/x!", ["http://[::1]:8000/x"]),
            ("HTTPS://A.COM/X", ["HTTPS://A.COM/X"]),
        ],
    )
    def test_finds_where_an_address_ends(self, text: str, found: list[str]) -> None:
        assert urls(text) == found

    @pytest.mark.parametrize(
        "text",
        ["", "已完成 5 篇", "邮箱 a@b.com", "2026/11/21 and/or 1.2/3", "看 baidu.com 吧", "https://", "www.", "a.md/b"],
    )
    def test_finds_nothing_where_nothing_is(self, text: str) -> None:
        assert urls(text) == []

    @given(st.text(st.sampled_from("htps:/w.acom软，。 ()[]?=&#1"), max_size=120))
    def test_links_stand_where_they_say_and_do_not_overlap(self, text: str) -> None:
        links = links_in(text)

        assert all(text[link.start : link.end] == link.url for link in links)
        assert all(one.end <= other.start for one, other in pairwise(links))

    @given(st.text(max_size=200))
    def test_never_stumbles(self, text: str) -> None:
        assert len(links_in(text)) <= len(text)
