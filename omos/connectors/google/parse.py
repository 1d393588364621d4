"""Google's result pages: a link with a heading in it, or a heading with a link in it, outside all that is no result."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from omos.connectors.results.addresses import absolute, is_web
from omos.connectors.results.counts import COUNT
from omos.connectors.results.dialect import Dialect, Found, attribute, first_text, is_below, names_of, read, text_of
from omos.connectors.results.page import ResultPage

_HEADINGS = "h3, [role=heading]"
_BESIDE = re.compile(
    r"#(?:tads\w*|bottomads|tvcap|taw|rhs\w*|footer|foot|hdtb|searchform|appbar|top_nav|imagebox\w*|newsbox|lclbox)\b|"
    r"\.(?:uEierd|commercial-unit\w*|related-question-pair|cUnQKe|kno-\w+|ads-\w+|ad_\w+|sld|mslg|nrgt|jmjoTe|usJj9c|St3GK|osl|"
    r"mfMhoc|VibNM|zVvuGd|card-section|oIk2Cb|exp-outline|ULSxyf-ads|g-blk-ads)\b|"
    r"^(?:g-section-with-header|g-scrolling-carousel|g-inner-card|g-expandable-container|g-more-link|g-img|footer|nav|header|aside)\b"
)
_CONTAINER = re.compile(r"\.(?:g|rc|MjjYud|mnr-c|xpd|ZINbbc|fP1Qef|Gx5Zad|tF2Cxc|sokoban\w*)\b")
_SHOWN = "cite, .BNeawe.UPmit, .UPmit, .qzEoUe, .iUh30"
_SEALED = re.compile(r"//(?:www\.)?google(?:\.[a-z]{2,3}){1,2}/(?:url|aclk|interstitial)\b")
_ENGINE = re.compile(
    r"//(?:[\w-]+\.)*google(?:\.[a-z]{2,3}){1,2}/(?:search|aclk|imgres|preferences|advanced_search|setprefs|intl/\w+/policies|"
    r"support|webhp|sorry|httpservice|shopping/product|maps/dir)\b|googleadservices\.com|webcache\.googleusercontent"
)


def parse_results(body: bytes, *, declared: str | None = None) -> ResultPage:
    """Understand one page of Google's results; any bytes give an answer."""
    return read(_DIALECT, body, declared=declared)


def _find(tree: LexborHTMLParser) -> Iterator[Found]:
    """The first kind of link that the page has any of: each design uses one kind."""
    for kind in (_around_h3, _inside_h3, _around_heading):
        found = list(kind(tree))
        if found:
            yield from found
            return


def _around_h3(tree: LexborHTMLParser) -> Iterator[Found]:
    for anchor in tree.css("a[href]"):
        heading = anchor.css_first("h3")
        if heading is not None:
            yield from _result(anchor, heading)


def _inside_h3(tree: LexborHTMLParser) -> Iterator[Found]:
    for anchor in tree.css("h3 a[href]"):
        yield from _result(anchor, anchor)


def _around_heading(tree: LexborHTMLParser) -> Iterator[Found]:
    for anchor in tree.css("a[href]"):
        heading = anchor.css_first("[role=heading]")
        if heading is not None:
            yield from _result(anchor, heading)


def _result(anchor: LexborNode, heading: LexborNode) -> Iterator[Found]:
    link = absolute(attribute(anchor, "href"), _DIALECT.base)
    title = text_of(heading)
    if title and is_web(link) and not _ENGINE.search(link) and not is_below(anchor, _BESIDE):
        yield Found(anchor, title, link, "", _shown(anchor))


def _shown(anchor: LexborNode) -> str:
    place: LexborNode | None = anchor
    for _ in range(4):
        text = first_text(place, _SHOWN) if place is not None else ""
        if text or place is None or _CONTAINER.search(names_of(place)):
            return text
        place = place.parent
    return ""


_DIALECT = Dialect(
    engine="google",
    base="https://www.google.com/search",
    find=_find,
    title=re.compile(r"- Google|Google Search|Google 搜索|Google 搜尋"),
    nothing=re.compile(
        r"did not match any documents|找不到和您(?:的)?查询的[^。]{0,300}相符|"
        r"未能?(?:找到|匹配)[^。]{0,300}(?:任何文档|相符|的结果)|"
        r"並未符合任何(?:文件|檔案)|找不到符合[^。]{0,300}(?:文件|結果)|There aren't any (?:great )?results|"
        r"stimmt mit keinem|ne correspond à aucun document|no obtuvo ningún resultado",
        re.IGNORECASE,
    ),
    instead=re.compile(
        r"No results found for|未找到“[^”]{0,300}”的(?:任何)?结果|找不到「[^」]{0,300}」的(?:搜尋)?結果", re.IGNORECASE
    ),
    wall=re.compile(
        r"unusual traffic|异常流量|異常流量|Before you continue to Google|在您继续使用 Google|"
        r"having trouble accessing Google Search",
        re.IGNORECASE,
    ),
    trap=re.compile(
        r"/httpservice/retry/enablejs|id=[\"']captcha-form|class=[\"']g-recaptcha|action=[\"']https://consent\.google"
    ),
    counts=(re.compile(rf"(?:About|约|約)\s*{COUNT}\s*(?:results|条结果|項結果)", re.IGNORECASE),),
    count_at="#result-stats, #resultStats",
    redirect=_SEALED,
)
