from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from omos.connectors.pages.flow import one_line
from omos.connectors.pages.links import join

_LONGEST = 1000
_LINKED_DATA = 10
# A hyphen parts the site's name only beside a space or a Chinese character: "hands-on" is a word.
_SITE_NAME = re.compile(
    r"\s*[_|｜»]\s*|\s*::\s*|\s[-–—·]{1,2}\s|(?<=[^\x00-\x7f])[-–—]{1,2}|[-–—]{1,2}(?=[\u4e00-\u9fff])"
)
_AUTHOR_META = (
    "author",
    "article:author",
    "byl",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "weibo:article:author",
)
_AUTHOR_TEXT = (
    re.compile(
        r"(?:^|[\s（(【])(?:作者|撰文|文字|文|记者)\s*[:：]\s*([^\s，。；、|（）()【】/:：]{2,20})", re.MULTILINE
    ),
    re.compile(r"(?:责任编辑|责编|编辑)\s*[:：]\s*([^\s，。；、|（）()【】/:：_]{2,20})"),
    re.compile(r"(?:^|\n)\s*[Bb]y\s+([A-Z][\w.’'-]+(?:\s+[A-Z][\w.’'-]+){1,3})\s*(?:$|\n|,|\|)"),
)
_NOBODY = re.compile(
    r"^(?:name|author|admin|administrator|none|null|未知|佚名|匿名|网络|编辑|管理员|https?:.*|.*@.*)$", re.IGNORECASE
)
_LINKED_NAMES = ("datePublished", "headline", "author")
_WRITTEN = re.compile(r"Article|Posting|Report|WebPage|CreativeWork|HowTo|Recipe|Product|QAPage|Question|Review")
_CDATA = re.compile(r"^\s*(?:/[/*]\s*)?<!\[CDATA\[|\]\]>(?:\s*\*/)?\s*$")
_BY = re.compile(r"^(?:by\s+|作者\s*[:：]?\s*)", re.IGNORECASE)
_BYLINES = "[rel=author], [itemprop=author] [itemprop=name], .author-name, .byline-name, .article-author, #js_name"
_HEAD_END = re.compile(r"</head|<body", re.IGNORECASE)
_ROBOTS = frozenset({"robots", "baiduspider", "googlebot", "bingbot", "360spider", "sogou web spider", "bytespider"})


@dataclass(frozen=True)
class Head:
    """What a page says of itself outside its visible text."""

    title: str
    metas: dict[str, str]
    robots: tuple[tuple[str, str], ...]
    linked_data: dict[str, str]
    times: tuple[str, ...]
    bylines: tuple[str, ...]
    canonical: str | None
    base: str
    language: str
    has_end: bool
    has_scripts: bool


def head_of(tree: LexborHTMLParser, html: str, url: str) -> Head:
    """Read a page's head; to be called before hidden parts are taken out."""
    metas = [node for node in tree.css("meta") if not _is_fallback(node)]
    base = join(url, _attribute(tree.css_first("base[href]"), "href")) or url
    return Head(
        title=_title(tree),
        metas=_by_name(metas),
        robots=tuple(_robots(metas)),
        linked_data=_linked_data(tree),
        times=tuple(_attribute(node, "datetime") for node in tree.css("time[datetime]")[:3]),
        bylines=tuple(one_line(node.text()) for node in tree.css(_BYLINES)[:3]),
        canonical=join(base, _attribute(tree.css_first("head link[rel~=canonical i][href]"), "href")),
        base=base,
        language=_attribute(tree.css_first("html[lang]"), "lang")[:20],
        has_end=_HEAD_END.search(html) is not None,
        has_scripts=tree.css_first("script") is not None,
    )


def headline_of(head: Head, headings: tuple[str, ...]) -> str:
    """The article's own title: the longest heading that the document's title repeats, else the title's own part."""
    own = _without_site(head.title)
    repeated = _longest_repeated(headings, head.title)
    if len(repeated) * 2 > len(own):
        return repeated
    shared = one_line(head.metas.get("og:title") or head.metas.get("articletitle") or head.linked_data.get("headline"))
    if _plain(shared) in _plain(head.title) and len(shared) * 2 > len(head.title):
        return shared
    return own or shared or next(iter(headings), "")


def author_of(head: Head, text: str) -> str:
    """Whoever a page names as author, else its editor; empty when nobody is named."""
    # A site that names itself as author of every page tells less than the byline does.
    site = _plain(head.metas.get("og:site_name", "")) + _plain(head.title[-20:])
    told = [head.linked_data.get("author", "")]
    told += [name for name in (head.metas.get(each, "") for each in _AUTHOR_META) if _plain(name) not in site]
    told += head.bylines
    told += [found.group(1) for pattern in _AUTHOR_TEXT for found in pattern.finditer(text[:200_000])][:20]
    names = (_BY.sub("", one_line(name)) for name in told)
    return next((name for name in names if 1 < len(name) <= 60 and not _NOBODY.match(name)), "")


def _is_fallback(node: LexborNode) -> bool:
    return node.parent is not None and node.parent.tag in {"noscript", "template"}


def _title(tree: LexborHTMLParser) -> str:
    node = tree.css_first("head > title") or tree.css_first("title")
    return one_line(node.text())[:_LONGEST] if node is not None else ""


def _by_name(metas: list[LexborNode]) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in metas:
        name = (_attribute(node, "name") or _attribute(node, "property") or _attribute(node, "itemprop")).lower()
        content = _attribute(node, "content")
        if name and content:
            found.setdefault(name.strip(), content[:_LONGEST])
    return found


def _robots(metas: list[LexborNode]) -> Iterator[tuple[str, str]]:
    for node in metas:
        name = _attribute(node, "name").strip().lower()
        if name in _ROBOTS:
            yield name, _attribute(node, "content").strip().lower()[:200]


def _linked_data(tree: LexborHTMLParser) -> dict[str, str]:
    things: list[dict[str, Any]] = []
    for node in tree.css('script[type="application/ld+json"]')[:_LINKED_DATA]:
        # RecursionError: brackets nested by the thousand.
        with suppress(ValueError, RecursionError):
            things += _things(json.loads(_CDATA.sub("", node.text()), strict=False), 0)
    about = [thing for thing in things if _WRITTEN.search(str(thing.get("@type")))]
    found = {name: next((thing[name] for thing in about if name in thing), None) for name in _LINKED_NAMES}
    return {name: _name_in(told) for name, told in found.items()}


def _things(told: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 3:
        return
    if isinstance(told, dict):
        yield told
        yield from _things(told.get("@graph"), depth + 1)
    elif isinstance(told, list):
        for each in told[:50]:
            yield from _things(each, depth + 1)


def _name_in(told: Any) -> str:
    if isinstance(told, dict):
        told = told.get("name")
    if isinstance(told, list):
        return ", ".join(filter(None, map(_name_in, told[:5])))
    return one_line(told)[:_LONGEST] if isinstance(told, str) else ""


def _attribute(node: LexborNode | None, name: str) -> str:
    return (node.attributes.get(name) or "") if node is not None else ""


def _longest_repeated(headings: tuple[str, ...], title: str) -> str:
    repeated = (heading for heading in headings if len(heading) >= 4 and (heading in title or title in heading))
    return max(repeated, key=len, default="")


def _without_site(title: str) -> str:
    parts = _SITE_NAME.split(title)
    longest = max(parts, key=len)
    return longest if len(longest) >= 4 else title


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()
