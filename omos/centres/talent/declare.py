"""What other rooms declare to this one: the pages of the product that a step of a working process may lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Place:
    """A page of the menu: `key` is what a step remembers it by, `verb` says who may open it."""

    key: str
    label: str | _StrPromise
    verb: str
    address: Callable[[], str]


_places: dict[str, Place] = {}


def install(items: Iterable[Place]) -> None:
    """Take over what the rooms declare; of two with one key the first stays."""
    _places.clear()
    for place in items:
        _places.setdefault(place.key, place)


def places() -> tuple[Place, ...]:
    """All pages a step may lead to, in the order of the menu."""
    return tuple(place for place in _places.values() if place.address())


def place_of(key: str) -> Place | None:
    """The page a step remembers; None where it is gone."""
    place = _places.get(key)
    return place if place is not None and place.address() else None
