"""Small result pages in the shapes that the engines use, written for the tests."""

from __future__ import annotations

from omos.connectors.results.engines import read_results
from omos.connectors.results.page import ResultPage


def read(engine: str, html: str) -> ResultPage:
    """Read a page written as text."""
    return read_results(engine, html.encode())


def baidu(*blocks: str, count: str = "百度为您找到相关结果约1,230个", query: str = "除尘器", notice: str = "") -> str:
    """A desktop page of Baidu with these blocks."""
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{query}_百度搜索</title></head><body>"
        f'<input id="kw" name="wd" value="{query}"><div class="nums_text">{count}</div>'
        f'<div id="content_left">{notice}{"".join(blocks)}</div>'
        '<div id="content_right"><div class="result-op c-container"><h3><a href="/x">相关企业</a></h3></div></div>'
        "</body></html>"
    )


def baidu_block(
    place: int,
    title: str,
    *,
    mu: str = "",
    shown: str = "",
    kind: str = "result",
    tpl: str = "www_index",
    more: str = "",
) -> str:
    """One block of Baidu's page; its link is sealed as it always is."""
    told = f' mu="{mu}"' if mu else ""
    return (
        f'<div class="{kind} c-container xpath-log new-pmd" id="{place}" srcid="1599" tpl="{tpl}"{told}>'
        f'<h3 class="c-title t"><a href="http://www.baidu.com/link?url=sealed{place}">{title}</a></h3>'
        f'<div class="c-abstract">摘要</div><div><span class="c-color-gray">{shown}</span></div>{more}</div>'
    )


def bing(*results: tuple[str, str], query: str = "除尘器", count: str = "约 1,230 个结果") -> str:
    """A page of Bing with (title, link) results."""
    items = "".join(
        f'<li class="b_algo"><h2><a href="{link}">{title}</a></h2><cite>{link[:40]}</cite></li>'
        for title, link in results
    )
    return (
        f"<html><head><title>{query} - Bing</title></head><body>"
        f'<input name="q" value="{query}"><span class="sb_count">{count}</span>'
        f'<ol id="b_results">{items}</ol></body></html>'
    )


def google(*results: tuple[str, str], query: str = "cyclone", stats: str = "About 1,230 results (0.4 seconds)") -> str:
    """A desktop page of Google with (title, link) results."""
    items = "".join(
        f'<div class="MjjYud"><div class="g"><div class="yuRUbf"><a href="{link}"><h3>{title}</h3>'
        f"<cite>{link[:30]} › more</cite></a></div></div></div>"
        for title, link in results
    )
    return (
        f"<html><head><title>{query} - Google Search</title></head><body>"
        f'<textarea name="q">{query}</textarea><div id="result-stats">{stats}</div>'
        f'<div id="search"><div id="rso">{items}</div></div></body></html>'
    )
