"""Shenma's result pages: cards with plain links, and the same told again as JSON for the page's script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from omos.connectors.results.addresses import host_of, is_host_of, is_web
from omos.connectors.results.counts import COUNT
from omos.connectors.results.dialect import Dialect, Found, attribute, first_text, is_below, outermost, read, text_of
from omos.connectors.results.page import ResultPage
from omos.formulas.page_key import NotAPage, page_key

_CARDS = "section.sc, div.sc, div.qk-card, .result, article.ali_row, div.ali_row"
_TITLES = ".qk-title-text, .qk-title-content, .qk-title, h2, h3, .title"
_SHOWN = ".qk-source-item, .qk-source, .other, .host, cite"
_BESIDE = re.compile(
    r"\.(?:ad_\w+|sc_ad\w*|ad-\w+|qk-ad\w*|sc_recommend\w*|sc_relate\w*|sc_hot\w*)\b|#(?:footer|relate)\b"
)
_AD_WORDS = frozenset({"广告", "推广"})
_HYDRATED = "script[type='application/json']"
_LARGEST_JSON = 2_000_000
_HIDDEN_ADDRESS = ("norm_url", "url", "dest_url")
_OWN = ("sm.cn", "quark.cn", "uc.cn")
_TAG = re.compile(r"<[^<>]{0,200}>")


def parse_results(body: bytes, *, declared: str | None = None) -> ResultPage:
    """Understand one page of Shenma's results; any bytes give an answer."""
    return read(_DIALECT, body, declared=declared)


def _find(tree: LexborHTMLParser) -> Iterator[Found]:
    seen: set[str] = set()
    for found in (*_from_cards(tree), *_from_script(tree)):
        key = _key(found.told)
        if key not in seen:
            seen.add(key)
            yield found


def _from_cards(tree: LexborHTMLParser) -> Iterator[Found]:
    for card in outermost(tree.css(_CARDS)):
        title = first_text(card, _TITLES)
        told = _told(card)
        if title and told and not _is_ad(card):
            yield Found(card, title, told, told, first_text(card, _SHOWN), _is_own(told))


def _is_ad(card: LexborNode) -> bool:
    return is_below(card, _BESIDE) or any(text_of(label) in _AD_WORDS for label in card.css("span, i, em, div")[:200])


def _told(card: LexborNode) -> str:
    """The address outside the engine where any attribute has one, else the first on the web."""
    links = card.css("a[href]")[:30]
    candidates = [
        *_recommended(attribute(card, "data-reco")),
        *(attribute(link, "data-openpageurl") for link in links),
        *(attribute(link, "href") for link in links),
    ]
    web = [one for one in candidates if is_web(one)]
    return next((one for one in web if not _is_own(one)), web[0] if web else "")


def _recommended(text: str) -> list[str]:
    told = _loaded(text)
    return [str(told.get(name) or "") for name in _HIDDEN_ADDRESS] if isinstance(told, dict) else []


def _from_script(tree: LexborHTMLParser) -> Iterator[Found]:
    for script in tree.css(_HYDRATED)[:200]:
        told = _loaded(script.text() or "")
        data = _within(_within(told, "data"), "initialData")
        title, url = _title_of(data), _address_of(data)
        if title and is_web(url) and not _is_ad_category(told):
            yield Found(script, title, url, url, "", _is_own(url))


def _title_of(data: dict[str, Any]) -> str:
    title = _within(data, "titleProps").get("content") or _within(data, "title").get("content") or data.get("title")
    return _TAG.sub("", title).strip() if isinstance(title, str) else ""


def _address_of(data: dict[str, Any]) -> str:
    for part in ("sourceProps", "titleProps", "source", "title"):
        place = _within(data, part)
        url = place.get("dest_url") or place.get("url")
        if isinstance(url, str) and is_web(url):
            return url
    url = data.get("normal_url") or data.get("title_url") or data.get("url")
    return url if isinstance(url, str) else ""


def _is_ad_category(told: Any) -> bool:
    category = _within(told, "extraData").get("sc")
    return isinstance(category, str) and category.startswith(("ad_", "ad-", "recommend", "relate"))


def _within(told: Any, name: str) -> dict[str, Any]:
    inner = told.get(name) if isinstance(told, dict) else None
    return inner if isinstance(inner, dict) else {}


def _loaded(text: str) -> Any:
    if not text or len(text) > _LARGEST_JSON:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _is_own(url: str) -> bool:
    host = host_of(url) or ""
    return any(is_host_of(host, own) for own in _OWN)


def _key(url: str) -> str:
    try:
        return page_key(url).digest
    except NotAPage:
        return url


_DIALECT = Dialect(
    engine="shenma",
    base="https://m.sm.cn/s",
    find=_find,
    title=re.compile(r"神马|夸克|sm\.cn"),
    nothing=re.compile(
        r"抱歉[，,]?\s*(?:没有找到|未找到|没找到)[^。]{0,200}?(?:相关|网页|结果|内容)|(?:没有找到|未找到)相关(?:结果|内容)"
    ),
    wall=re.compile(r"霸下通用|请按住滑块|请(?:先)?登录后(?:继续)?(?:使用|查看)|请先登录"),
    trap=re.compile(r"_____tmd_____/punish|\"action\"\s*:\s*\"captcha\"|rgv587_flag|x5secdata"),
    counts=(
        re.compile(rf"神马收录[^\d]{{0,20}}{COUNT}"),
        re.compile(rf"找到\s*(?:相关结果)?\s*约?\s*{COUNT}\s*(?:条|个)"),
    ),
)
