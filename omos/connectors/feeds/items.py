"""Items out of XML: the parts of a feed or sitemap as plain texts, whatever is broken around them."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat  # nosec B405  # entities are refused below, and none is left to be expanded

MOST_ITEMS = 50_000
_LONGEST_TEXT = 4_000
_CONTAINERS = frozenset({"item", "entry", "url", "sitemap"})
# Pictures, films and descriptions have titles and links of their own.
_OTHERS = frozenset({"media", "itunes", "image", "video", "content", "slash", "wfw", "xhtml", "thr", "geo"})
_LOOSE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_REFERENCE = re.compile(r"&#(?:(\d{1,7})|x([0-9a-fA-F]{1,6}));")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Entities(Exception):
    """The document declares entities."""


class _Enough(Exception):
    """So many items are more than anybody publishes."""


@dataclass
class Items:
    """What was read: the root's name, and each container with its texts by path ("title", "author/name")."""

    root: str = ""
    found: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    is_cut: bool = False
    is_hostile: bool = False


@dataclass
class _Reader:
    """Keeps the texts of the container that is open, two levels deep."""

    items: Items
    path: list[str] = field(default_factory=list)
    inside: dict[str, str] | None = None
    depth: int = 0
    text: list[str] = field(default_factory=list)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = _local(name)
        self.items.root = self.items.root or local
        self.path.append(local)
        self.text.clear()
        if self.inside is None:
            if local in _CONTAINERS:
                self.inside, self.depth = {}, len(self.path)
                self._keep("about", attributes.get("rdf:about", ""))
        elif local == "link" and attributes.get("rel", "alternate") == "alternate":
            self._keep("href", attributes.get("href", ""))
        elif local == "guid" and attributes.get("isPermaLink", "true").lower() == "false":
            self._keep("is_no_link", "1")

    def end(self, _name: str) -> None:
        if self.inside is not None:
            if len(self.path) == self.depth:
                self._close()
            elif len(self.path) <= self.depth + 2:
                self._keep("/".join(self.path[self.depth :]), "".join(self.text))
        self.path.pop()
        self.text.clear()

    def characters(self, data: str) -> None:
        if self.inside is not None and len(self.text) < _LONGEST_TEXT:
            self.text.append(data[:_LONGEST_TEXT])

    def _keep(self, name: str, text: str) -> None:
        text = text.strip()[:_LONGEST_TEXT]
        if self.inside is not None and text:
            self.inside.setdefault(name, text)

    def _close(self) -> None:
        self.items.found.append((self.path[-1], self.inside or {}))
        self.inside = None
        if len(self.items.found) >= MOST_ITEMS:
            raise _Enough


def items_in(text: str) -> Items:
    """Every item of a feed or sitemap; a document that breaks off gives what came before."""
    items = Items()
    reader = _Reader(items)
    parser = expat.ParserCreate(encoding="utf-8")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.characters
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(mended(text).encode(), True)
    except _Entities:
        return Items(root=items.root, is_hostile=True)
    except (_Enough, expat.ExpatError):
        items.is_cut = True
    return items


def mended(text: str) -> str:
    """XML with what editors' programs leave broken: bare ampersands, HTML's entities, forbidden characters.

    Every reference but the five of XML itself is made harmless text, so nothing is left to be expanded.
    """
    lawful = _REFERENCE.sub(_lawful, _FORBIDDEN.sub("", text.lstrip("\ufeff \t\r\n")))
    return _LOOSE_AMPERSAND.sub("&amp;", lawful)


def _lawful(reference: re.Match[str]) -> str:
    number = int(reference[1]) if reference[1] else int(reference[2], 16)
    is_character = number <= sys.maxunicode and not _FORBIDDEN.match(chr(number))
    return reference[0] if is_character else ""


def _refuse(*_declared: object) -> None:
    raise _Entities


def _local(name: str) -> str:
    prefix, _, local = name.lower().rpartition(":")
    return name.lower() if prefix in _OTHERS else local
