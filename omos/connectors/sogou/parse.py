"""Sogou's result pages; the true address stands in ``data-url``, in a mobile link's ``url=``, or in the visible one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from omos.connectors.results.addresses import host_of, is_host_of, is_web, shown_host
from omos.connectors.results.counts import COUNT
from omos.connectors.results.dialect import Dialect, Found, attribute, is_below, names_of, outermost, read, text_of
from omos.connectors.results.page import ResultPage

_BLOCKS = ".vrwrap, .rb, .vrResult, .results > .result, .results > .card-list > .result"
_TITLES = "h3 a, .vr-title a, .vr-tit a, .vrTitle a, .pt a, a.resultLink"
_SHOWN = ".citeurl, cite, [id^=cacheresult_info], .citeLinkClass, .fb, .cite-url, [class*=cite]"
_BESIDE = re.compile(
    r"#(?:right|sogou_vr_ad|s_footer|hint_container)\b|\.(?:sponsored|biz_sponsor|biz-sponsor|ad-box|sponsor|hintBox|hint-box|special-wrap)\b"
)
_AD = ".sponsored, [class*=biz_sponsor], .ad-tip, .tuiguang, a[href*='/bill_cpc'], a[href*='bill_search']"
_SEALED = re.compile(r"//(?:[\w-]+\.)*sogou\.com/(?:.*/)?(?:link|tc|web/searchList\.jsp|bill_\w+)\b", re.IGNORECASE)


def parse_results(body: bytes, *, declared: str | None = None) -> ResultPage:
    """Understand one page of Sogou's results; any bytes give an answer."""
    return read(_DIALECT, body, declared=declared)


def _find(tree: LexborHTMLParser) -> Iterator[Found]:
    for block in outermost(tree.css(_BLOCKS)):
        if not is_below(block, _BESIDE) and block.css_first(_AD) is None:
            found = _result(block)
            if found:
                yield found


def _result(block: LexborNode) -> Found | None:
    anchor = next((one for one in block.css(_TITLES) if text_of(one) and attribute(one, "href")), None)
    if anchor is None:
        return None
    told = _told(block, anchor)
    is_own = ".vr" in names_of(block) and is_host_of(host_of(told) or "", "sogou.com")
    return Found(block, text_of(anchor), attribute(anchor, "href"), told, _shown(block), is_own)


def _told(block: LexborNode, anchor: LexborNode) -> str:
    for node in (anchor, *block.css("[data-url]")[:20]):
        told = attribute(node, "data-url")
        if is_web(told):
            return told
    return ""


def _shown(block: LexborNode) -> str:
    texts = [text.lstrip("- ") for node in block.css(_SHOWN)[:20] if (text := text_of(node))]
    return next((text for text in texts if shown_host(text)), texts[0] if texts else "")


_DIALECT = Dialect(
    engine="sogou",
    base="https://www.sogou.com/web",
    find=_find,
    title=re.compile(r"搜狗搜索|搜狗"),
    nothing=re.compile(
        r"抱歉[，,]?\s*(?:没有找到|未找到)[^。]{0,200}?(?:相关|网页|结果)|未找到相关结果|没有找到(?:相关|符合)[^。]{0,40}(?:结果|网页)|"
        r"没有找到与?[^。]{0,200}?相关的?(?:网页|结果)"
    ),
    instead=re.compile(r"以下(?:是|为)[^。]{0,80}(?:不含引号|去掉引号|不带引号)[^。]{0,40}结果"),
    wall=re.compile(r"访问过于频繁|此验证码用于确认|需要您协助验证|请输入(?:图中的)?验证码|异常访问请求"),
    trap=re.compile(r"/antispider/?|id=[\"']?seccodeImage|class=[\"'][^\"']{0,80}\bverify\b"),
    counts=(
        re.compile(rf"搜狗已为您找到\s*约?\s*{COUNT}\s*条"),
        re.compile(rf"找到\s*约?\s*{COUNT}\s*(?:条|个)"),
    ),
    nothing_at=".no-result, #noresult_part1_container, .noresult",
    redirect=_SEALED,
)
