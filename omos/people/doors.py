"""Doors of a person beside sign-in, such as keys for machines: rooms declare `DOORS`, whoever leaves has them shut."""

from __future__ import annotations

from collections.abc import Callable, Iterable

# Called with staff_id, actor and now, inside the transaction of leaving.
Shut = Callable[..., None]

_doors: list[Shut] = []


def install(doors: Iterable[Shut]) -> None:
    """Take over what the rooms declare."""
    _doors[:] = doors


def doors() -> tuple[Shut, ...]:
    """How to shut each door there is."""
    return tuple(_doors)
