from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from omos.connectors.pages.flow import text_of, tidy

# What a page carries beside its article, by the names sites give it.
_WORDS = (
    r"comments?|cmts?|reply|replies|gentie|pinglun|related?|related-?posts?|recommend(?:ed|s)?|tuijian|xiangguan|"
    r"breadcrumbs?|crumbs?|copyright|share|sharing|hot-?(?:news|list|spot|rank)|rank(?:ing|list)?|side-?(?:bar|nav)|"
    r"footer|foot|nav(?:bar|igation)?|newsletter|post_next|tie-?(?:area|list)"
)
_BESIDE = re.compile(rf"(?:^|[-_\s])(?:{_WORDS})(?:$|[-_\s])", re.IGNORECASE)
_TALK = re.compile(r"comment|cmt|gentie|pinglun", re.IGNORECASE)
_TAGS_BESIDE = frozenset({"footer", "nav", "aside", "form"})
_KEPT = frozenset({"html", "body", "main", "article", "h1", "p"})
_SENTENCE = re.compile(r"[，。、；：？！,.;?!…]")
_LONGEST = 1_500_000
_SHORTEST_LINE = 20
_ENOUGH = 0.6
_FEW_LINKS = 4
# With fewer sentences of its own there is no telling where an article begins and ends.
_FEW_LINES = 4
# Letters beside each link that are still a date, a source, a number of comments.
_LABEL = 25
_MOST_NODES = 20_000
_MOST_LINKS = 500


def main_text_of(tree: LexborHTMLParser) -> str:
    """The running text of a page whose hidden parts were taken out; takes out what stands beside it as well."""
    _remove_beside(tree)
    html = tree.body.html if tree.body else ""
    if not html:
        return ""
    lines = _sentences(html)
    article = _article(html) if len(html) < _LONGEST else ""
    # Where the article found is a small part of all sentences, the page is not built like one.
    return _with_lists(article, lines) if len(article) > _ENOUGH * len(lines) else lines


def _with_lists(article: str, sentences: str) -> str:
    """The article with the sentences that stand between its own: lists in a plain container are easily left out."""
    kept, lines = article.split("\n"), sentences.split("\n")
    own = {_plain(line) for line in kept}
    places = [place for place, line in enumerate(lines) if line in own]
    if len(places) < _FEW_LINES:
        return article
    behind: dict[str, list[str]] = {}
    for before, after in pairwise(places):
        behind.setdefault(lines[before], []).extend(lines[before + 1 : after])
    return "\n".join(line for one in kept for line in (one, *behind.pop(_plain(one), ())))


def _plain(line: str) -> str:
    # Entries of a list come with a dash.
    return line.removeprefix("- ")


def _remove_beside(tree: LexborHTMLParser) -> None:
    whole = len(tree.body.text(strip=True)) if tree.body else 0
    # Outer ones first; what lies in one already taken out costs no more than looking at it.
    for node in tree.css("footer, nav, aside, form, [id], [class]")[:_MOST_NODES]:
        if _is_beside(node, whole):
            node.remove()
    for node in tree.css("ul, ol, dl")[:_MOST_NODES]:
        if _is_list_of_links(node):
            node.remove()


def _is_beside(node: LexborNode, whole: int) -> bool:
    """Named like something beside an article, and not so much of the page (in letters) that it must be the article."""
    names = f"{node.attributes.get('id') or ''} {node.attributes.get('class') or ''}"
    if node.tag in _KEPT or not (node.tag in _TAGS_BESIDE or _BESIDE.search(names)):
        return False
    share = 0.85 if _TALK.search(names) else 0.34
    return len(node.text(strip=True)) < share * whole


def _is_list_of_links(node: LexborNode) -> bool:
    links = node.css("a")[:_MOST_LINKS]
    if len(links) < _FEW_LINKS:
        return False
    linked = sum(len(link.text(strip=True)) for link in links)
    rest = len(node.text(strip=True)) - linked
    return linked > rest and rest < _LABEL * len(links)


def _article(html: str) -> str:
    # Late: it costs 0.2 s and 30 MB that a process which reads no page need not spend.
    try:
        from trafilatura import bare_extraction
    except ImportError:
        return ""
    try:
        found: Any = bare_extraction(
            f"<html>{html}</html>", with_metadata=False, fast=True, include_comments=False, include_tables=False
        )
    except Exception:  # it runs on other people's pages: whatever breaks there, the sentences remain
        return ""
    return tidy(found.text or "") if found is not None else ""


def _sentences(html: str) -> str:
    lines = text_of(html).split("\n")
    return "\n".join(line for line in lines if len(line) >= _SHORTEST_LINE and _SENTENCE.search(line))
