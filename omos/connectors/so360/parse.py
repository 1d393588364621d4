"""Result pages of 360; the true address stands in ``data-mdurl`` (desktop) or ``data-pcurl`` (mobile)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from omos.connectors.results.addresses import host_of, is_host_of, is_web, shown_host
from omos.connectors.results.counts import COUNT
from omos.connectors.results.dialect import Dialect, Found, attribute, is_below, outermost, read, text_of
from omos.connectors.results.page import ResultPage

_BLOCKS = "li.res-list, .res-list, ul.result > li, div.g-card"
_TITLES = "h3 a, .res-title a, .title a, h3"
_SHOWN = ".res-linkinfo cite, cite, .res-linkinfo, .res-show-url, .res-site-url, .res-site-name, .g-linkinfo"
_TOLD = ("data-mdurl", "data-pcurl", "data-url", "data-cache-url")
_BESIDE = re.compile(
    r"#(?:side|rightbox|e_idea\w*|m-spread\w*|rs|footer|js-mod-recommend)\b|\.(?:spread|e-busi\w*|e_\w+|res-recommend|mh-recommend)\b"
)
_AD = "[class*=e_haosou], a[href*='e.so.com'], a[href*='e.360.cn'], [data-e-href], .res-ad, .ad-label"
_SEALED = re.compile(r"//(?:[\w-]+\.)*(?:so|haosou|360)\.c(?:om|n)/(?:link|jump|s|index\.php)\b")


def parse_results(body: bytes, *, declared: str | None = None) -> ResultPage:
    """Understand one page of 360's results; any bytes give an answer."""
    return read(_DIALECT, body, declared=declared)


def _find(tree: LexborHTMLParser) -> Iterator[Found]:
    for block in outermost(tree.css(_BLOCKS)):
        if not is_below(block, _BESIDE) and block.css_first(_AD) is None:
            found = _result(block)
            if found:
                yield found


def _result(block: LexborNode) -> Found | None:
    heading = next((one for one in block.css(_TITLES) if text_of(one)), None)
    anchor = _anchor(block, heading)
    if heading is None or anchor is None:
        return None
    told = _told(block, anchor)
    return Found(block, text_of(heading), attribute(anchor, "href"), told, _shown(block), _is_own(told))


def _anchor(block: LexborNode, heading: LexborNode | None) -> LexborNode | None:
    """On phones the link lies around the heading, or around the whole card."""
    if heading is None or heading.tag == "a":
        return heading
    place = heading.parent
    return place if place is not None and place.tag == "a" else block.css_first("a[href]")


def _told(block: LexborNode, anchor: LexborNode) -> str:
    for node in (anchor, block, *block.css("[data-mdurl], [data-pcurl]")[:5]):
        for name in _TOLD:
            told = attribute(node, name)
            if is_web(told):
                return told
    return ""


def _is_own(told: str) -> bool:
    host = host_of(told) or ""
    return is_host_of(host, "so.com") or is_host_of(host, "360kuai.com")


def _shown(block: LexborNode) -> str:
    texts = [text for node in block.css(_SHOWN)[:20] if (text := text_of(node))]
    return next((text for text in texts if shown_host(text)), texts[0] if texts else "")


_DIALECT = Dialect(
    engine="so360",
    base="https://www.so.com/s",
    find=_find,
    title=re.compile(r"360搜索|_360|so\.com|好搜"),
    nothing=re.compile(
        r"抱歉[，,]?\s*(?:没有找到|未找到|找不到)[^。]{0,200}?(?:相关|相符|网页|结果|内容)|没有找到该\s*URL[。，]?\s*您可以直接访问|"
        r"找不到和您(?:的)?查询的[^。]{0,200}相符|找到相关结果约?\s*0\s*个|未找到相关结果"
    ),
    instead=re.compile(r"以下(?:是|为)[^。]{0,80}(?:不含引号|去掉引号|不带引号)[^。]{0,40}结果"),
    wall=re.compile(r"访问异常|操作过于频繁|请输入验证码|系统检测到您?的?(?:网络|操作|访问)"),
    trap=re.compile(r"qcaptcha|safe\.webscan\.360\.cn|captcha\.so\.com"),
    counts=(
        re.compile(rf"找到相关结果\s*约?\s*{COUNT}\s*个"),
        re.compile(rf"该网站约?\s*{COUNT}\s*个网页被"),
        re.compile(rf"找到\s*约?\s*{COUNT}\s*(?:条|个)"),
    ),
    nothing_at="#no-result, .no-result, .so-noresult",
    redirect=_SEALED,
)
