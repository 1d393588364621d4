"""What the codes of work categories are called; figures carry the code, the room that keeps them gives the name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from omos.people.memory import once_a_view

Names = Callable[[], Mapping[str, str]]
_sources: list[Names] = []


def install(sources: Iterable[Names]) -> None:
    """Take over what the rooms declare."""
    _sources[:] = sources


@once_a_view
def category_names() -> Mapping[str, str]:
    """Names of all categories by code."""
    return {code: name for source in _sources for code, name in source().items()}


def category_name(code: str) -> str:
    """The category's name for people; its code where nobody names it."""
    return category_names().get(code, code) if code else ""
