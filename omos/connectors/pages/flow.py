from __future__ import annotations

import re
from html import unescape

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog"),
        *("dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2"),
        *("h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav"),
        *("ol", "optgroup", "option", "p", "pre", "search", "section", "select", "summary", "table", "tbody"),
        *("textarea", "tfoot", "thead", "tr", "ul", "xmp"),
    )
)
_CELLS = frozenset({"td", "th", "button"})
# The parser writes its tree back with every attribute in double quotes, so this finds exactly the tags.
_TAG = re.compile(r"<!--.*?-->|<!DOCTYPE[^>]*>|</?([a-zA-Z][^\s/>]*)(?:\"[^\"]*\"|[^\">])*>", re.DOTALL)
_SPACE = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[\n ]*")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_WORD = re.compile(
    r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\W_\u3400-\u9fff]+(?:['’-][^\W_\u3400-\u9fff]+)*"
)
_WHITE = re.compile(r"\s+")


def text_of(html: str) -> str:
    """The text of well-formed HTML as lines: inline tags vanish, blocks begin a line, cells are set apart."""
    return tidy(unescape(_TAG.sub(_gap, html.replace("\n", " "))))


def tidy(text: str) -> str:
    """Collapse white space; drop letters that have no width."""
    text = _SPACE.sub(" ", _INVISIBLE.sub("", text))
    return _LINES.sub("\n", text).strip()


def one_line(text: str | None) -> str:
    """A short text on one line."""
    return " ".join(tidy(text or "").split())


def count_characters(text: str) -> int:
    """Characters other than white space."""
    return len(_WHITE.sub("", text))


def count_words(text: str) -> int:
    """Chinese characters and other words, each as one."""
    return len(_WORD.findall(text))


def _gap(found: re.Match[str]) -> str:
    tag = found.group(1)
    if tag in _BLOCKS:
        return "\n"
    return " " if tag in _CELLS else ""
