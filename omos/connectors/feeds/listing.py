"""List pages: which of a page's links lead to articles, and which pages of a site are lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import SplitResult, unquote, urlsplit

from omos.connectors.feeds.document import Entry, IsOwn
from omos.connectors.pages.page import Anchor, Page

MOST_LINKS = 500
# An article's title is rarely shorter; with a number in its address it may be.
_LONG_TITLE = 8
_SHORT_TITLE = 5
_NUMBERED_PATH = re.compile(r"\d{2}|/\d+(?:\.\w+)?$")
_NUMBERED_QUERY = re.compile(r"(?:^|&)(?:a?id|articleid|newsid|p)=\d", re.IGNORECASE)
_TURNING = re.compile(r"^\W*(?:\d+|首页|尾页|末页|上一[页篇].*|下一[页篇].*|更多|more|next|prev\w*)\W*$", re.IGNORECASE)
_NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|zip|rar|7z|gz|pdf|docx?|xlsx?|pptx?|mp[34]|avi|apk|exe)$", re.IGNORECASE
)
_GATHERING = re.compile(r"/(?:keywords?|tags?|topics?|special|authors?|users?|search|login|register)/", re.IGNORECASE)
_FRONT = re.compile(r"^/?(?:(?:index|default)\.\w+)?$", re.IGNORECASE)
_LIST_WORD = re.compile(
    r"新闻|资讯|动态|文章|博客|知识|百科|案例|技术|干货|问答|公告|news|blog|article|insight", re.IGNORECASE
)
_LIST_PATH = re.compile(
    r"/(?:news|article|articles|blog|blogs|post|posts|xinwen|zixun|dongtai|wenzhang|list|category|cate|case)"
    r"(?:[/_.-]|$)",
    re.IGNORECASE,
)


def articles_on(page: Page, *, is_own: IsOwn) -> tuple[tuple[Entry, ...], int]:
    """Links of a list page that look like articles of the same website, and how many led to other hosts."""
    found: dict[str, Entry] = {}
    foreign = 0
    # Links to a page come before links into it: theirs is the title.
    for link in sorted(page.links, key=lambda link: "#" in link.url):
        parts = urlsplit(link.url)
        if not is_own(parts.hostname or ""):
            foreign += 1
        elif _is_article(link, parts, page.url):
            _add(found, link)
        if len(found) >= MOST_LINKS:
            break
    return tuple(found.values()), foreign


def list_pages_on(page: Page, *, is_own: IsOwn, most: int = 4) -> tuple[str, ...]:
    """Addresses of a site's own pages that are likely lists of articles, the likeliest first."""
    found: dict[str, int] = {}
    for url, likely in _list_links(page, is_own):
        found[url] = max(found.get(url, 0), likely)
    ranked = sorted(found, key=lambda url: (-found[url], len(url)))
    return tuple(islice(ranked, most))


def _list_links(page: Page, is_own: IsOwn) -> Iterator[tuple[str, int]]:
    for link in page.links:
        parts = urlsplit(link.url)
        likely = 2 * bool(_LIST_PATH.search(parts.path)) + bool(_LIST_WORD.search(link.text))
        is_name = len(link.text) < _LONG_TITLE and not _TURNING.match(link.text)
        if likely and is_name and is_own(parts.hostname or ""):
            yield link.url.partition("#")[0], likely


def _add(found: dict[str, Entry], link: Anchor) -> None:
    """A picture and a title often lead to the same page: the longer text is the title."""
    url = link.url.partition("#")[0]
    before = found.get(url)
    if before is None or (len(before.title) < len(link.text) and "#" not in link.url):
        found[url] = Entry(url, link.text)


def _is_article(link: Anchor, parts: SplitResult, page_url: str) -> bool:
    here = urlsplit(page_url)
    if (parts.path, parts.query) == (here.path, here.query) or _TURNING.match(link.text):
        return False
    if any(pattern.search(parts.path) for pattern in (_FRONT, _NO_PAGE, _GATHERING)):
        return False
    is_numbered = _NUMBERED_PATH.search(unquote(parts.path)) or _NUMBERED_QUERY.search(parts.query)
    return _weight(link.text) >= (_SHORT_TITLE if is_numbered else _LONG_TITLE)


def _weight(text: str) -> float:
    """How long a title is: a Chinese character counts as two Latin letters."""
    return sum(0.5 if letter.isascii() else 1.0 for letter in text)
