"""Bing's result pages; links may be sealed in ``/ck/a?u=``, which carries the address in base64."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from omos.connectors.results import page as verdicts
from omos.connectors.results.addresses import host_of, is_web
from omos.connectors.results.dialect import (
    MOST_RESULTS,
    Dialect,
    Found,
    attribute,
    first_text,
    is_below,
    outermost,
    read,
    text_in,
    text_of,
)
from omos.connectors.results.page import Result, ResultPage
from omos.connectors.results.relevance import is_beside_the_query

_BLOCKS = "#b_results > li.b_algo, #b_results li.b_algo, li.b_algo"
_BESIDE = re.compile(r"\.(?:b_ad\w*|b_ans|b_context|adsMvCarousel|b_adLastChild)\b|#(?:b_context|b_pole|b_topw)\b")
_SHOWN = ".b_attribution cite, cite, .tptt"
_SEALED = re.compile(r"//(?:[\w-]+\.)*bing\.com/(?:ck/a|aclick|aclk|alink)\b")
_ADVERT = re.compile(r"/acli?c?k\b")
_FEED = re.compile(r"^\s*(?:<\?xml[^>]{0,200}\?>\s*)?<rss\b", re.IGNORECASE)
_ITEM = re.compile(r"<item\b[^>]{0,200}>(.{0,20000}?)</item>", re.DOTALL | re.IGNORECASE)
_CHANNEL_TITLE = re.compile(r"<title>\s*(?:Bing|必应)\s*[:：]\s*(.{0,300}?)</title>", re.DOTALL | re.IGNORECASE)


def parse_results(body: bytes, *, declared: str | None = None) -> ResultPage:
    """Understand one page of Bing's results, HTML or RSS; any bytes give an answer.

    Bing answers programs with well-formed results that have nothing to do with the query: such a page is unreadable.
    """
    text = text_in(body, declared)
    page = _read_feed(text) if _FEED.match(text[:1_000]) else read(_DIALECT, body, declared=declared)
    if page.verdict == verdicts.RESULTS and is_beside_the_query(page.results, page.query):
        return replace(
            page, verdict=verdicts.UNREADABLE, why="irrelevant", total=None, results=(), instead=page.results
        )
    return page


def _find(tree: LexborHTMLParser) -> Iterator[Found]:
    for block in outermost(tree.css(_BLOCKS)):
        found = None if is_below(block, _BESIDE) else _result(block)
        if found:
            yield found


def _result(block: LexborNode) -> Found | None:
    anchor = next((one for one in block.css("h2 a, h3 a, a h2") if text_of(one)), None)
    if anchor is None:
        return None
    place = anchor if anchor.tag == "a" else anchor.parent
    link = attribute(place, "href")
    return None if _ADVERT.search(link) else Found(block, text_of(anchor), link, "", first_text(block, _SHOWN))


def _read_feed(text: str) -> ResultPage:
    results, is_whole = _items(text), "</rss>" in text[-200:]
    about = _CHANNEL_TITLE.search(text[:5_000])
    query = " ".join(html.unescape(about[1]).split()) if about else ""
    if results:
        return ResultPage("bing", verdicts.RESULTS, results=results, query=query, is_whole=is_whole)
    if is_whole:
        return ResultPage("bing", verdicts.NONE, total=0, query=query, why="empty feed")
    return ResultPage("bing", verdicts.UNREADABLE, query=query, why="changed", is_whole=False)


def _items(text: str) -> tuple[Result, ...]:
    items = [(_element(item, "title"), _element(item, "link")) for item in _ITEM.findall(text)[:MOST_RESULTS]]
    whole = [(title, link) for title, link in items if title and is_web(link)]
    return tuple(Result(rank, title[:300], link, host_of(link)) for rank, (title, link) in enumerate(whole, 1))


def _element(item: str, name: str) -> str:
    found = re.search(rf"<{name}>(.{{0,4000}}?)</{name}>", item, re.DOTALL | re.IGNORECASE)
    if not found:
        return ""
    inner = found[1].strip().removeprefix("<![CDATA[").removesuffix("]]>")
    return " ".join(html.unescape(inner).split())


_DIALECT = Dialect(
    engine="bing",
    base="https://www.bing.com/search",
    find=_find,
    title=re.compile(r"- (?:Microsoft )?Bing|- 搜索|- 国内版|- 国际版|Bing$"),
    nothing=re.compile(
        r"There (?:are|were) no results for|No results found for|"
        r"We (?:could not|couldn't|did not|didn't) find any results|No hay resultados para|Aucun résultat|"
        r"没有与此相关的结果|没有(?:找到)?与[^。]{0,200}相关的结果|Keine Ergebnisse|沒有與此相關的結果",
        re.IGNORECASE,
    ),
    instead=re.compile(r"Including results for[^.]{0,200}\bwithout quotes|以下是不含引号的", re.IGNORECASE),
    wall=re.compile(
        r"One last step|Please solve the (?:challenge|puzzle)|请解决以下(?:难题|质询)以继续|unusual traffic|异常流量",
        re.IGNORECASE,
    ),
    trap=re.compile(r"challenges\.cloudflare\.com|/turing/captcha|b_captcha|captcha_header", re.IGNORECASE),
    count_at=".sb_count",
    nothing_at="#b_results .b_no, li.b_no",
    redirect=_SEALED,
)
