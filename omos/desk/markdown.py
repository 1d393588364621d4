"""Markdown as a page of the product: only the elements named here, and every text escaped on its way."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

# A line of Chinese goes on in the next one without a space.
HAN = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
BROKEN_HAN = re.compile(rf"(?<={HAN})\n(?={HAN})")
NOT_IN_ANCHORS = re.compile(r"[^\w\s-]")
PLAIN = {
    "paragraph": "p",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "strong": "strong",
    "em": "em",
    "blockquote": "blockquote",
    "thead": "thead",
    "tbody": "tbody",
    "tr": "tr",
    "th": "th",
    "td": "td",
}


@dataclass(frozen=True)
class Passage:
    """A heading with what follows it; the first passage of a text stands under its title and has level 1."""

    level: int
    heading: str
    anchor: str
    html: SafeString
    words: str


@dataclass(frozen=True)
class Addresses:
    """Where links and pictures of a text lead; an empty address leaves the words without a link."""

    of_link: Callable[[str], str]
    of_picture: Callable[[str], str]


def anchor_of(heading: str) -> str:
    """The fragment that leads to a heading, as code hosts make it: 「Day closing」 gives day-closing."""
    return re.sub(r"\s+", "-", NOT_IN_ANCHORS.sub("", heading.strip().lower()))


def passages(text: str, addresses: Addresses) -> tuple[Passage, ...]:
    """The text cut at its headings; raw HTML in it is shown as text."""
    # It is needed by the process that is asked for help, and by no other.
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tree = SyntaxTreeNode(reader.parse(BROKEN_HAN.sub("", text)))
    return tuple(_passage(nodes, addresses) for nodes in _cut(tree.children))


def _cut(nodes: list[SyntaxTreeNode]) -> list[list[SyntaxTreeNode]]:
    cut: list[list[SyntaxTreeNode]] = []
    for node in nodes:
        if node.type == "heading" or not cut:
            cut.append([])
        cut[-1].append(node)
    return cut


def _passage(nodes: list[SyntaxTreeNode], addresses: Addresses) -> Passage:
    has_heading = nodes[0].type == "heading"
    heading = words_of(nodes[0]) if has_heading else ""
    rest = nodes[1:] if has_heading else nodes
    return Passage(
        level=int(nodes[0].tag[1]) if has_heading else 1,
        heading=heading,
        anchor=anchor_of(heading),
        html=_join(rest, addresses),
        words=" ".join(words_of(node) for node in rest),
    )


def words_of(node: SyntaxTreeNode) -> str:
    """What a part of the text says, without its marks."""
    if node.type in {"text", "code_inline", "fence"}:
        return node.content
    if node.type in {"softbreak", "hardbreak"}:
        return " "
    parts = " " if node.type in {"table", "tr", "bullet_list", "ordered_list", "list_item"} else ""
    return parts.join(words_of(child) for child in node.children)


def _join(nodes: list[SyntaxTreeNode], addresses: Addresses) -> SafeString:
    return format_html_join("", "{}", ((_drawn(node, addresses),) for node in nodes))


def _drawn(node: SyntaxTreeNode, addresses: Addresses) -> SafeString:
    draw = DRAWN.get(node.type)
    if draw is not None:
        return draw(node, addresses)
    inner = _join(node.children, addresses)
    tag = PLAIN.get(node.type)
    return format_html("<{tag}>{inner}</{tag}>", tag=tag, inner=inner) if tag else inner


def _text(node: SyntaxTreeNode, _addresses: Addresses) -> SafeString:
    return format_html("{}", node.content)


def _break(_node: SyntaxTreeNode, _addresses: Addresses) -> SafeString:
    return format_html("{}", "\n")


def _code(node: SyntaxTreeNode, _addresses: Addresses) -> SafeString:
    return format_html("<code>{}</code>", node.content)


def _block_of_code(node: SyntaxTreeNode, _addresses: Addresses) -> SafeString:
    return format_html('<pre class="d-manual__code" tabindex="0"><code>{}</code></pre>', node.content)


def _table(node: SyntaxTreeNode, addresses: Addresses) -> SafeString:
    return format_html('<div class="d-manual__table"><table>{}</table></div>', _join(node.children, addresses))


def _link(node: SyntaxTreeNode, addresses: Addresses) -> SafeString:
    words, address = _join(node.children, addresses), addresses.of_link(str(node.attrGet("href") or ""))
    if not address:
        return words
    if "://" in address:
        return format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', address, words)
    return format_html('<a href="{}">{}</a>', address, words)


def _picture(node: SyntaxTreeNode, addresses: Addresses) -> SafeString:
    address = addresses.of_picture(str(node.attrGet("src") or ""))
    words = "".join(words_of(child) for child in node.children)
    if not address:
        return format_html("{}", words)
    return format_html('<img class="d-manual__picture" src="{}" alt="{}" loading="lazy">', address, words)


DRAWN: dict[str, Callable[[SyntaxTreeNode, Addresses], SafeString]] = {
    "text": _text,
    "softbreak": _break,
    "hardbreak": _break,
    "code_inline": _code,
    "fence": _block_of_code,
    "code_block": _block_of_code,
    "table": _table,
    "link": _link,
    "image": _picture,
}
