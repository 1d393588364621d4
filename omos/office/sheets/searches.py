"""What the command palette asks: every room's search, for whoever may use it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from omos.office.sheets.declare import Hit, Search
from omos.people.policy import may
from omos.people.viewer import Viewer

HITS_EACH = 5
LONGEST_TEXT = 100

_searches: dict[str, Search] = {}


@dataclass(frozen=True)
class Found:
    """The hits of one room's search."""

    search: Search
    hits: tuple[Hit, ...]


def install(items: Iterable[Search]) -> None:
    """Take over what the rooms declare.

    :raises ValueError: if a search is declared twice
    """
    _searches.clear()
    for search in items:
        if search.code in _searches:
            raise ValueError(f"search {search.code} is declared twice")
        _searches[search.code] = search


def find_everywhere(*, viewer: Viewer, text: str, limit: int = HITS_EACH) -> tuple[Found, ...]:
    """Hits of every room whose verb the viewer has, rooms without a hit left out; blank text finds nothing."""
    wanted = " ".join(text.replace("\x00", "").split())[:LONGEST_TEXT]
    if not wanted:
        return ()
    allowed = [search for search in _searches.values() if may(viewer, search.verb)]
    found = (Found(one, tuple(one.find(viewer=viewer, text=wanted, limit=limit))[:limit]) for one in allowed)
    return tuple(one for one in found if one.hits)
