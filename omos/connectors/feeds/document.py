from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

# Says whether a host is one of the website's own.
IsOwn = Callable[[str], bool]


class Kind(StrEnum):
    """What a document turned out to be."""

    FEED = "feed"
    SITEMAP = "sitemap"
    SITEMAP_INDEX = "sitemap_index"
    LIST_PAGE = "list_page"
    NOTHING = "nothing"


class Entry(NamedTuple):
    """One page that a document names; a moment without a zone is told in the website's own."""

    url: str
    title: str = ""
    author: str = ""
    published: datetime | None = None


class Part(NamedTuple):
    """One sitemap that a sitemap index names, and when it changed."""

    url: str
    changed: datetime | None = None


@dataclass(frozen=True)
class Document:
    """The pages a document names, in its order; ``is_cut`` when it could be read only in part."""

    kind: Kind
    url: str
    entries: tuple[Entry, ...] = ()
    parts: tuple[Part, ...] = ()
    is_cut: bool = False
    # Entities are declared in it: nobody needs them, and they are how small files become large ones.
    is_hostile: bool = False
    # Pages of other hosts, left out.
    foreign: int = 0
