from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from omos.connectors.pages.charset import Decoded, decode
from omos.connectors.pages.dates import published_on
from omos.connectors.pages.flow import count_characters, count_words, one_line, text_of, tidy
from omos.connectors.pages.hidden import remove_hidden
from omos.connectors.pages.links import join, split
from omos.connectors.pages.main_text import main_text_of
from omos.connectors.pages.metadata import Head, author_of, head_of, headline_of
from omos.connectors.pages.page import Anchor, Heading, Page
from omos.connectors.pages.walls import Sight, login_wall, soft_404

_HTML = frozenset({"text/html", "application/xhtml+xml", "application/xml", "text/xml"})
_TEXT = frozenset({"text/plain", "text/markdown", "text/csv", "application/json"})
_LOOKS_LIKE_HTML = re.compile(rb"<(?:!doctype|html|head|body|title|meta|div|p|h1|script)[\s>]", re.IGNORECASE)
_NOINDEX = re.compile(r"\b(?:noindex|none)\b")
_KANA, _HANGUL, _HAN = re.compile("[\u3040-\u30ff]"), re.compile("[\uac00-\ud7af]"), re.compile("[\u4e00-\u9fff]")
_MOST_LINKS = 3000
_MOST_HEADINGS = 500
_HARDLY_ANY_TEXT = 50

Headers = Iterable[tuple[str, str]]


class _Place(NamedTuple):
    url: str
    asked: str
    status: int
    is_truncated: bool


def parse_page(
    body: bytes, headers: Headers, url: str, *, status: int = 200, asked: str = "", is_truncated: bool = False
) -> Page:
    """Understand a page from its bytes, headers and final address; ``asked`` is the address before redirects.

    Any bytes give a page; what cannot be told is empty, None or marked.
    """
    told = {name.lower(): value for name, value in headers}
    place = _Place(url, asked or url, status, is_truncated)
    media = media_of(told.get("content-type", ""), body)
    if media == "other":
        return Page(url=url, status=status, media=media, charset="", is_truncated=is_truncated)
    decoded = decode(body, _declared(told.get("content-type", "")))
    return _plain(decoded, place) if media == "text" else _html(decoded, told, place)


def media_of(content_type: str, body: bytes) -> str:
    """html, text or other, by what is declared, else by what the bytes look like."""
    kind = content_type.split(";", maxsplit=1)[0].strip().lower()
    if kind in _HTML or (
        kind in {"", "text/plain", "application/octet-stream"} and _LOOKS_LIKE_HTML.search(body[:2048])
    ):
        return "html"
    if kind in _TEXT:
        return "text"
    return "text" if not kind and b"\0" not in body[:2048] else "other"


def _declared(content_type: str) -> str | None:
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", content_type, re.IGNORECASE)
    return found.group(1) if found else None


def _plain(decoded: Decoded, place: _Place) -> Page:
    text = tidy(decoded.text)
    return Page(
        url=place.url,
        status=place.status,
        media="text",
        charset=decoded.charset,
        text=text,
        main_text=text,
        characters=count_characters(text),
        words=count_words(text),
        noindex=False,
        language=_language("", text),
        is_charset_wrong=decoded.is_declared_wrong,
        is_truncated=place.is_truncated,
    )


def _html(decoded: Decoded, told: dict[str, str], place: _Place) -> Page:
    tree = LexborHTMLParser(decoded.text)
    # The order matters: each step takes out of the tree what the next must not see.
    head = head_of(tree, decoded.text, place.url)
    hidden_text = remove_hidden(tree, split(place.url).hostname or "", decoded.text.count("<") + 1)
    text = text_of(tree.body.html or "") if tree.body else ""
    headings, links = _headings(tree), _links(tree, head.base)
    has_password = tree.css_first("input[type=password i]") is not None
    main_text = main_text_of(tree)
    headline = headline_of(head, tuple(heading.text for heading in headings))
    published, published_how = published_on(head, text, headline, place.url) or (None, "")
    page = Page(
        url=place.url,
        status=place.status,
        media="html",
        charset=decoded.charset,
        title=head.title,
        headline=headline,
        headings=headings,
        text=text,
        hidden_text=hidden_text,
        main_text=main_text,
        characters=count_characters(main_text),
        words=count_words(main_text),
        canonical=head.canonical or _from_link_header(told.get("link", ""), place.url),
        robots_meta="; ".join(f"{name}: {content}" for name, content in head.robots),
        published=published,
        published_how=published_how,
        author=author_of(head, text),
        language=_language(head.language, text),
        links=links,
        is_charset_wrong=decoded.is_declared_wrong,
        is_truncated=place.is_truncated,
    )
    sight = Sight(place.asked, place.url, place.status, head.title, text, main_text, decoded.text, has_password)
    return _judged(page, sight, head, told)


def _judged(page: Page, sight: Sight, head: Head, told: dict[str, str]) -> Page:
    """Add whether it is the page itself, and may be indexed: neither can be told from a part of it."""
    wall = login_wall(sight)
    gone = "" if wall else soft_404(sight)
    is_seen = not (wall or gone) and (head.has_end or not page.is_truncated)
    noindex, where = _noindex(head, told, is_seen=is_seen)
    return replace(
        page,
        noindex=noindex,
        noindex_where=where,
        is_login_wall=bool(wall),
        login_wall_why=wall,
        is_soft_404=bool(gone),
        soft_404_why=gone,
        needs_script=head.has_scripts and count_characters(page.text) < _HARDLY_ANY_TEXT and not (wall or gone),
    )


def _headings(tree: LexborHTMLParser) -> tuple[Heading, ...]:
    found = (
        Heading(int(str(node.tag)[1]), text_of(node.html or "").replace("\n", " "))
        for node in tree.css("h1, h2, h3, h4, h5, h6")[:_MOST_HEADINGS]
    )
    return tuple(heading for heading in found if heading.text)


def _links(tree: LexborHTMLParser, base: str) -> tuple[Anchor, ...]:
    found: list[Anchor] = []
    for node in tree.css("a[href]")[:_MOST_LINKS]:
        target = join(base, node.attributes.get("href") or "")
        if target:
            is_nofollow = "nofollow" in (node.attributes.get("rel") or "").lower()
            found.append(Anchor(target, one_line(node.text())[:200], is_nofollow))
    return tuple(found)


def _noindex(head: Head, told: dict[str, str], *, is_seen: bool) -> tuple[bool | None, str]:
    header = told.get("x-robots-tag", "").lower()
    if _NOINDEX.search(header):
        return True, "header X-Robots-Tag"
    for name, content in head.robots:
        if _NOINDEX.search(content):
            return True, f"meta {name}"
    return (False, "") if is_seen else (None, "")


def _from_link_header(link: str, url: str) -> str | None:
    found = re.search(r"<([^<>]{1,2000})>\s*;[^,]*\brel\s*=\s*\"?canonical\b", link, re.IGNORECASE)
    return join(url, found.group(1)) if found else None


def _language(declared: str, text: str) -> str:
    """The language as declared, unless the letters say otherwise: templates are often sold with lang="en"."""
    sample = text[:20_000]
    seen = ""
    if len(_KANA.findall(sample)) > len(sample) / 20:
        seen = "ja"
    elif len(_HANGUL.findall(sample)) > len(sample) / 10:
        seen = "ko"
    elif len(_HAN.findall(sample)) > len(sample) / 5:
        seen = "zh"
    declared = declared.strip()
    return seen if seen and declared[:2].lower() not in {"zh", "ja", "ko"} else declared
