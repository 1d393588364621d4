"""Baidu's result pages; the true address stands in ``mu``, else only the visible address tells the host."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from omos.connectors.results.addresses import host_of, is_host_of, shown_host
from omos.connectors.results.counts import COUNT
from omos.connectors.results.dialect import Dialect, Found, attribute, is_below, names_of, outermost, read, text_of
from omos.connectors.results.page import ResultPage

_BLOCKS = ".c-container, .result, .result-op, .c-result, table.result, table.result-op"
_TITLES = "h3, .c-title, .cu-title, .c-title-text"
_SHOWN = (
    ".c-showurl, .c-showurl-new, .cosc-source-text, .cosc-source, span.g, [class*=showurl], [class*=source], "
    ".c-color-gray, .c-color-source, .site, cite"
)
_RIGHT = re.compile(r"#(?:content_right|con-ar|rs|foot|s_tab)\b")
_AD_NAMES = re.compile(r"\.(?:ec[_-]|EC_)")
_AD_MARKS = "[data-tuiguang], .ec-tuiguang, .ec_tuiguang_ppouter, [class*=tuiguang], a[href*='baidu.com/baidu.php']"
_AD_WORDS = frozenset({"广告", "推广", "商业推广"})
# Blocks of further searches wear the clothes of results.
_NO_RESULTS = re.compile(r"recommend|relative|relevant|^rel-|^rs\b|^app/|hint|bottom_search|people_also|kg_entity")
_SEALED = re.compile(r"//(?:www\.|m\.|wap\.)?baidu\.com/(?:link|baidu\.php|from=|s\?|sf/|ssid)")
_NOWHERE = "nourl.ubs.baidu.com"


def parse_results(body: bytes, *, declared: str | None = None) -> ResultPage:
    """Understand one page of Baidu's results; any bytes give an answer."""
    return read(_DIALECT, body, declared=declared)


def _find(tree: LexborHTMLParser) -> Iterator[Found]:
    for block in outermost(tree.css(_BLOCKS)):
        if not _is_else(block):
            found = _result(block)
            if found:
                yield found


def _is_else(block: LexborNode) -> bool:
    """True for advertisements, blocks beside the results and further searches."""
    place = attribute(block, "id")
    return (
        bool(_NO_RESULTS.search(attribute(block, "tpl")))
        # Advertisements are numbered from 3001 (above) and 4001, 5001 (below).
        or (place.isdecimal() and int(place[:6]) >= 3000)
        or attribute(block, "cmatchid") != ""
        or bool(_AD_NAMES.search(names_of(block)))
        or is_below(block, _RIGHT)
        or _is_marked_as_ad(block)
    )


def _is_marked_as_ad(block: LexborNode) -> bool:
    if block.css_first(_AD_MARKS) is not None:
        return True
    return any(text_of(label) in _AD_WORDS for label in block.css("a, span")[:200])


def _result(block: LexborNode) -> Found | None:
    heading = block.css_first(_TITLES)
    if heading is None:
        return None
    inner = heading.css_first("a")
    anchor, title = inner or _around(heading), text_of(inner or heading)
    told = _told(block, anchor)
    link = attribute(anchor, "href") or told
    own = ".result-op" in names_of(block) and is_host_of(host_of(told) or "", "baidu.com")
    return Found(block, title, link, told, _shown(block), own) if title else None


def _around(heading: LexborNode) -> LexborNode | None:
    place = heading.parent
    return place if place is not None and place.tag == "a" else None


def _told(block: LexborNode, anchor: LexborNode | None) -> str:
    candidates = (
        attribute(block, "mu"),
        _logged(attribute(block, "data-log")),
        attribute(anchor, "data-landurl"),
        attribute(block.css_first("[data-landurl]"), "data-landurl"),
        attribute(block.css_first("[rl-link-href]"), "rl-link-href"),
    )
    return next((told for told in candidates if _is_true(told)), "")


def _is_true(told: str) -> bool:
    return host_of(told) not in {None, _NOWHERE} and not _SEALED.search(told)


def _logged(text: str) -> str:
    """The address in a mobile block's ``data-log``."""
    if '"mu"' not in text or len(text) > 20_000:
        return ""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    return str(told.get("mu") or "") if isinstance(told, dict) else ""


def _shown(block: LexborNode) -> str:
    """The visible address when it names a host, else whatever stands in its place, such as a site's name."""
    texts = [text for node in block.css(_SHOWN)[:40] if (text := text_of(node))]
    return next((text for text in texts if shown_host(text)), texts[0] if texts else "")


_DIALECT = Dialect(
    engine="baidu",
    base="https://www.baidu.com/",
    find=_find,
    title=re.compile(r"百度搜索|- 百度"),
    nothing=re.compile(
        r"(?:很|非常)?抱歉[，,]?\s*(?:没有找到与|没有找到|未找到)[^。]{0,200}?(?:相关|网页|结果)|没有找到该\s*URL[。，]?\s*您可以直接访问|"
        r"找到相关结果数?约?\s*0\s*个|未找到相关结果"
    ),
    instead=re.compile(
        r"没有找到包含[^。]{0,200}的结果|以下(?:是|为)[^。]{0,80}(?:不含引号|去掉引号|不带引号)[^。]{0,40}结果"
    ),
    wall=re.compile(
        r"百度安全验证|网络不给力，请稍后重试|请输入(?:以下|下列)?验证码|为了保护您的账号安全|系统检测到您的(?:网络|操作)"
    ),
    trap=re.compile(r"wappass\.baidu\.com|mkdjump|/static/captcha"),
    counts=(
        re.compile(rf"该网站共有\s*{COUNT}\s*个网页被百度收录"),
        re.compile(rf"找到相关结果数?\s*约?\s*{COUNT}\s*个"),
        re.compile(rf"相关结果\s*约?\s*{COUNT}\s*个"),
    ),
    nothing_at=".content_none, .nors, .se-noresult-tips",
    redirect=_SEALED,
)
