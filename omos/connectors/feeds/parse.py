"""Understanding feeds (RSS, RDF, Atom), sitemaps, sitemap indexes and list pages from their bytes."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from html import unescape
from urllib.parse import urlsplit

from omos.connectors.feeds.document import Document, Entry, IsOwn, Kind, Part
from omos.connectors.feeds.items import Items, items_in
from omos.connectors.feeds.listing import articles_on
from omos.connectors.feeds.moments import moment_of
from omos.connectors.pages.charset import decode
from omos.connectors.pages.flow import one_line
from omos.connectors.pages.links import join
from omos.connectors.pages.page import Page
from omos.connectors.pages.reading import read_page

MOST_BYTES = 5_000_000
_GZIP = b"\x1f\x8b"
_XML = re.compile(r"^\s*(?:<\?xml\b|<!--|<rss\b|<feed\b|<\w+:RDF\b|<urlset\b|<sitemapindex\b)", re.IGNORECASE)
_DECLARED = re.compile(rb"^[^<]{0,10}<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_KINDS = {
    "rss": Kind.FEED,
    "rdf": Kind.FEED,
    "feed": Kind.FEED,
    "urlset": Kind.SITEMAP,
    "sitemapindex": Kind.SITEMAP_INDEX,
}
_TAG = re.compile(r"<[^<>]{1,500}>")
_MAIL = re.compile(r"^\S+@\S+\s*\((.{1,80})\)$")
_LONGEST_TITLE = 300
_LONGEST_NAME = 80

Headers = Iterable[tuple[str, str]]


def read_document(
    body: bytes, headers: Headers, url: str, *, is_own: IsOwn, status: int = 200, is_truncated: bool = False
) -> Document:
    """Understand what an address answered with; ``is_own`` says which hosts are the website's.

    Any bytes give a document; what is none of the known kinds is ``Kind.NOTHING``.
    """
    told = tuple(headers)
    if not 200 <= status < 300:
        return Document(Kind.NOTHING, url)
    body, is_cut = unpacked(body)
    is_cut = is_cut or is_truncated
    text = _text_of(body, told)
    items = items_in(text) if _XML.match(text[:2_000]) else Items(root="html")
    if items.root == "html":
        return _list_page(read_page(body, told, url, status=status, is_truncated=is_cut), is_own)
    return _document(items, url, is_own, is_cut=is_cut)


def unpacked(body: bytes, most: int = MOST_BYTES) -> tuple[bytes, bool]:
    """The plain bytes of a packed file, at most so many, and whether there were more or the packing broke."""
    if not body.startswith(_GZIP):
        return body[:most], len(body) > most
    unpacker = zlib.decompressobj(31)
    try:
        plain = unpacker.decompress(body, most + 1)
    except zlib.error:
        return b"", True
    return plain[:most], len(plain) > most or not unpacker.eof


def sitemaps_in(robots: bytes, url: str) -> tuple[str, ...]:
    """The sitemaps that a robots.txt names."""
    text = robots[:500_000].decode("utf-8", "replace")
    named = re.findall(r"^\s*sitemap\s*:\s*(\S{1,2000})", text, re.IGNORECASE | re.MULTILINE)
    return tuple(dict.fromkeys(address for name in named if (address := join(url, name))))


def feeds_on(body: bytes, headers: Headers, url: str) -> tuple[str, ...]:
    """The feeds that a page names in its head."""
    head = _text_of(body[:200_000], tuple(headers))
    links = re.findall(r"<link\b([^<>]{1,1500})>", head, re.IGNORECASE)
    named = (_attributes(link) for link in links)
    feeds = (each.get("href", "") for each in named if _is_feed(each))
    return tuple(dict.fromkeys(address for feed in feeds if (address := join(url, unescape(feed)))))


def _is_feed(link: Mapping[str, str]) -> bool:
    kinds = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
    return "alternate" in link.get("rel", "").lower().split() and link.get("type", "").lower() in kinds


def _attributes(tag: str) -> dict[str, str]:
    found = re.findall(r"([\w-]{1,30})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", tag)
    return {name.lower(): double or single or bare for name, double, single, bare in found}


def _text_of(body: bytes, headers: Headers) -> str:
    named = _DECLARED.match(body[:300])
    content_type = dict((name.lower(), value) for name, value in headers).get("content-type", "")
    header = _CHARSET.search(content_type)
    declared = named.group(1).decode("ascii") if named else (header.group(1) if header else None)
    return decode(body, declared).text


def _list_page(page: Page, is_own: IsOwn) -> Document:
    entries, foreign = articles_on(page, is_own=is_own)
    kind = Kind.LIST_PAGE if page.media == "html" and not page.is_login_wall else Kind.NOTHING
    return Document(kind, page.url, entries, is_cut=page.is_truncated or page.is_unreadable, foreign=foreign)


def _document(items: Items, url: str, is_own: IsOwn, *, is_cut: bool) -> Document:
    kind = _KINDS.get(items.root, Kind.NOTHING)
    if items.is_hostile or kind is Kind.NOTHING:
        return Document(Kind.NOTHING, url, is_hostile=items.is_hostile)
    is_cut = is_cut or items.is_cut
    if kind is Kind.SITEMAP_INDEX:
        return Document(kind, url, parts=tuple(_parts(items, url, is_own)), is_cut=is_cut)
    entries = tuple(_entries(items, url))
    own = tuple(entry for entry in entries if is_own(_host(entry.url)))
    return Document(kind, url, own, is_cut=is_cut, foreign=len(entries) - len(own))


def _entries(items: Items, url: str) -> Iterator[Entry]:
    seen = set[str]()
    for _name, texts in items.found:
        address = _address(texts, url)
        if address and address not in seen:
            seen.add(address)
            yield Entry(address, _title(texts), _author(texts), _published(texts))


def _address(texts: Mapping[str, str], url: str) -> str | None:
    """The item's page: a link, an Atom link, a sitemap's place, a guid that is a link."""
    guid = "" if "is_no_link" in texts else texts.get("guid", "")
    told = (texts.get("link"), texts.get("href"), texts.get("loc"), texts.get("about"), guid)
    first = next((each for each in told if each), "")
    # A document's own escapes are undone once by the parser; editors' programs often escape twice.
    return join(url, first.replace("&amp;", "&")) if first else None


def _title(texts: Mapping[str, str]) -> str:
    return _plain(texts.get("title") or texts.get("news/title") or "")[:_LONGEST_TITLE]


def _author(texts: Mapping[str, str]) -> str:
    told = texts.get("author/name") or texts.get("creator") or texts.get("author") or ""
    name = _plain(told)
    mail = _MAIL.match(name)
    return (mail.group(1) if mail else name)[:_LONGEST_NAME]


def _published(texts: Mapping[str, str]) -> datetime | None:
    # A sitemap's lastmod and Atom's updated say when a page changed, not when it was published.
    names = ("pubdate", "published", "issued", "date", "news/publication_date")
    return next((moment for name in names if (moment := moment_of(texts.get(name, "")))), None)


def _parts(items: Items, url: str, is_own: IsOwn) -> Iterator[Part]:
    for name, texts in items.found:
        address = join(url, texts.get("loc", "")) if name == "sitemap" else None
        if address and is_own(_host(address)):
            yield Part(address, moment_of(texts.get("lastmod", "")))


def _plain(text: str) -> str:
    return one_line(unescape(_TAG.sub(" ", unescape(text))))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()
