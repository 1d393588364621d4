"""Reading a result page in an engine's dialect: find the results, then judge what the page is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from omos.connectors.pages.charset import decode
from omos.connectors.results import page as verdicts
from omos.connectors.results.addresses import absolute, carried, host_of, is_web, shown_host
from omos.connectors.results.counts import count_of, largest_count
from omos.connectors.results.page import Result, ResultPage

MOST_RESULTS = 200
_MOST_TEXT = 400_000
_LONGEST_TITLE = 300
_END = re.compile(r"</(?:html|body|rss)\s*>", re.IGNORECASE)
_SCRIPTS = "style, template, svg, script:not([type='application/json'])"
# How the title of each engine's result page ends: a page of another engine must not be read in this one's dialect.
_SIGNATURES = {
    "baidu": re.compile(r"百度搜索$|- 百度$"),
    "so360": re.compile(r"360搜索$"),
    "sogou": re.compile(r"搜狗搜索$"),
    "bing": re.compile(r"- (?:Microsoft )?Bing$|- 必应$"),
    "google": re.compile(r"- Google (?:Search|搜索|搜尋)$"),
}
_FIELDS = "input[name=wd], input[name=word], input[name=query], input[name=q], textarea[name=q], input#kw"


class Found(NamedTuple):
    """One result as it stands in the page, before its address is understood."""

    node: LexborNode
    title: str
    link: str
    told: str = ""
    shown: str = ""
    is_own: bool = False


@dataclass(frozen=True)
class Dialect:
    """How one engine's pages speak: words, and selectors whose names end in ``_at``.

    ``title`` is what ends the title of its result pages, ``nothing`` what it says without a hit, ``instead`` what it
    says when it shows other results in place of the asked ones. ``wall`` are words in title or text of its blocks,
    ``trap`` what their code holds; result pages carry such words in their scripts as well.
    ``counts`` hold one group for the number; ``count_at`` selects the place of a bare number,
    ``nothing_at`` where an empty page says so in whatever language.
    """

    engine: str
    base: str
    find: Callable[[LexborHTMLParser], Iterable[Found]]
    title: re.Pattern[str]
    nothing: re.Pattern[str]
    wall: re.Pattern[str]
    trap: re.Pattern[str]
    counts: tuple[re.Pattern[str], ...] = ()
    count_at: str = ""
    nothing_at: str = ""
    redirect: re.Pattern[str] = re.compile(r"(?!)")
    instead: re.Pattern[str] = re.compile(r"(?!)")


class _Sheet(NamedTuple):
    """What the judge looks at; the text is what is left when the results are taken out."""

    results: tuple[Result, ...]
    title: str
    text: str
    html: str
    total: int | None
    query: str
    says_nothing: str


def read(dialect: Dialect, body: bytes, *, declared: str | None = None) -> ResultPage:
    """Understand a saved result page; any bytes give an answer, and none is an exception."""
    html = text_in(body, declared)
    sheet = _looked_at(dialect, html)
    verdict, why = _judged(dialect, sheet)
    is_there = verdict == verdicts.RESULTS
    return ResultPage(
        engine=dialect.engine,
        verdict=verdict,
        total={verdicts.RESULTS: sheet.total, verdicts.NONE: 0}.get(verdict),
        results=sheet.results if is_there else (),
        query=sheet.query,
        why=why,
        instead=() if is_there else sheet.results,
        is_whole=bool(_END.search(html[-2_000:])),
    )


def text_in(body: bytes, declared: str | None) -> str:
    """The page's text, whatever its charset."""
    return decode(body, declared).text


def _looked_at(dialect: Dialect, html: str) -> _Sheet:
    tree = LexborHTMLParser(html)
    title, query = text_of(tree.css_first("title")), _query(tree)
    # Outermost only: what lies in a node that is gone must not be touched again.
    for node in outermost(tree.css(_SCRIPTS)):
        node.decompose()
    found = list(dialect.find(tree))[:MOST_RESULTS]
    results = tuple(_result(dialect, one, rank) for rank, one in enumerate(found, 1))
    total, says_nothing = _bare_count(dialect, tree), _says_nothing(dialect, tree)
    for node in outermost([*(one.node for one in found), *tree.css("script")]):
        node.decompose()
    text = text_of(tree.body)[:_MOST_TEXT]
    total = total if total is not None else _told_count(dialect, text)
    return _Sheet(results, title, text, html, total, query, says_nothing)


def _judged(dialect: Dialect, sheet: _Sheet) -> tuple[str, str]:
    """The verdict and why; what an engine says without a hit counts more than what it shows instead."""
    if any(sign.search(sheet.title) for engine, sign in _SIGNATURES.items() if engine != dialect.engine):
        return verdicts.UNREADABLE, "other engine"
    nothing = dialect.nothing.search(sheet.text) or dialect.instead.search(sheet.text)
    if nothing:
        return verdicts.NONE, _quoted(nothing)
    return (verdicts.RESULTS, "") if sheet.results else _judged_empty(dialect, sheet)


def _judged_empty(dialect: Dialect, sheet: _Sheet) -> tuple[str, str]:
    """A page without results and without the words for it: a wall, a plain zero, or not understood."""
    words = dialect.wall.search(f"{sheet.title}\n{sheet.text[:20_000]}")
    wall = words or dialect.trap.search(sheet.html[:200_000])
    if wall:
        return verdicts.BLOCKED, _quoted(wall)
    if sheet.says_nothing or sheet.total == 0:
        return verdicts.NONE, sheet.says_nothing[:100] or "0"
    return verdicts.UNREADABLE, "changed" if dialect.title.search(sheet.title) else "foreign"


def _quoted(found: re.Match[str]) -> str:
    return " ".join(found[0].split())[:100]


def _result(dialect: Dialect, found: Found, rank: int) -> Result:
    link = absolute(found.link, dialect.base)
    true = _true_address(dialect, found, link)
    return Result(
        rank=rank,
        title=found.title[:_LONGEST_TITLE],
        url=true or link,
        host=host_of(true) or shown_host(found.shown),
        shown=found.shown[:_LONGEST_TITLE],
        is_redirect=true is None,
        is_own=found.is_own,
    )


def _true_address(dialect: Dialect, found: Found, link: str) -> str | None:
    told = found.told.strip()
    if is_web(told):
        return told
    return carried(link) if dialect.redirect.search(link) else link or None


def _bare_count(dialect: Dialect, tree: LexborHTMLParser) -> int | None:
    node = tree.css_first(dialect.count_at) if dialect.count_at else None
    return largest_count(text_of(node)) if node else None


def _says_nothing(dialect: Dialect, tree: LexborHTMLParser) -> str:
    node = tree.css_first(dialect.nothing_at) if dialect.nothing_at else None
    return text_of(node)


def _told_count(dialect: Dialect, text: str) -> int | None:
    for pattern in dialect.counts:
        found = pattern.search(text)
        if found:
            return count_of(found[1])
    return None


def _query(tree: LexborHTMLParser) -> str:
    for field in tree.css(_FIELDS):
        value = field.attributes.get("value") or (field.text() if field.tag == "textarea" else "")
        if value and value.strip():
            return " ".join(value.split())[:_LONGEST_TITLE]
    return ""


def text_of(node: LexborNode | None) -> str:
    """The node's text in one line; empty for no node."""
    return " ".join((node.text(deep=True) or "").split()) if node is not None else ""


def first_text(node: LexborNode, selector: str) -> str:
    """The text of the first match that has any."""
    return next((text for match in node.css(selector) if (text := text_of(match))), "")


def attribute(node: LexborNode | None, name: str) -> str:
    """The attribute's value; empty when node or attribute is missing."""
    return (node.attributes.get(name) or "") if node is not None else ""


def names_of(node: LexborNode) -> str:
    """Tag, id and classes in one line, for patterns."""
    told = node.attributes
    return f"{node.tag} #{told.get('id') or ''} .{' .'.join((told.get('class') or '').split())}"


def is_below(node: LexborNode, pattern: re.Pattern[str], *, steps: int = 60) -> bool:
    """True when the node or one of those around it answers the pattern by tag, id or class."""
    place: LexborNode | None = node
    for _ in range(steps):
        if place is None or place.tag in {"body", "html", "-undef"}:
            return False
        if pattern.search(names_of(place)):
            return True
        place = place.parent
    return False


def outermost(nodes: Iterable[LexborNode]) -> list[LexborNode]:
    """The nodes, in order and once each, without those that lie inside another of them."""
    kept: list[LexborNode] = []
    seen: set[int] = set()
    for node in nodes:
        # A node that answers several selectors of a list comes several times.
        place: LexborNode | None = node
        while place is not None and place.mem_id not in seen:
            place = place.parent
        if place is None:
            kept.append(node)
            seen.add(node.mem_id)
    return kept
