"""Where a figure comes from: each room names its sources, how they are called and the page of one fact."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from omos.loop.ledger.models import Fact


@dataclass(frozen=True)
class SourcePage:
    """A source of facts: its label, and the address of the page a fact came from ("" where there is none)."""

    source: str
    label: str | _StrPromise
    url: Callable[[Fact], str]


_pages: dict[str, SourcePage] = {}


def install(pages: Iterable[SourcePage]) -> None:
    """Take over what the rooms declare.

    :raises ValueError: if a source is declared twice
    """
    _pages.clear()
    for page in pages:
        if page.source in _pages:
            raise ValueError(f"source {page.source} is declared twice")
        _pages[page.source] = page


def label_of(source: str) -> str:
    """The source's name for people; its code where no room declares it."""
    page = _pages.get(source)
    return str(page.label) if page else source


def url_of(fact: Fact) -> str:
    """The page this fact came from, or "" where none is declared."""
    page = _pages.get(fact.source)
    return page.url(fact) if page else ""
