"""What a room declares to be told to people: one `NoticeKind` per line of its `NOTICE_KINDS`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice; `is_needed` ones cannot be switched off in the bell, those `for_groups` go to robots only."""

    code: str
    label: str | _StrPromise
    icon: str = "bell"
    is_needed: bool = False
    for_groups: bool = False
    # Not chosen from the start: whoever connects the group decides whether it may see money.
    shows_money: bool = False


class UnknownKind(LookupError):
    """A notice of a kind no room declares: a fault in the code, not of the person."""


_kinds: dict[str, NoticeKind] = {}


def install(kinds: Iterable[NoticeKind]) -> None:
    """Take over what the rooms declare.

    :raises ValueError: if a kind is declared twice
    """
    _kinds.clear()
    for kind in kinds:
        if kind.code in _kinds:
            raise ValueError(f"notice kind {kind.code} is declared twice")
        _kinds[kind.code] = kind


def declared() -> tuple[NoticeKind, ...]:
    """All kinds there are, in the order of the river."""
    return tuple(_kinds.values())


def kinds() -> tuple[NoticeKind, ...]:
    """All kinds for persons, in the order of the river."""
    return tuple(kind for kind in _kinds.values() if not kind.for_groups)


def group_kinds() -> tuple[NoticeKind, ...]:
    """All kinds for group chats, in the order of the river."""
    return tuple(kind for kind in _kinds.values() if kind.for_groups)


def kind(code: str) -> NoticeKind:
    """The kind of this code.

    :raises UnknownKind: if no room declares it
    """
    if code not in _kinds:
        raise UnknownKind(code)
    return _kinds[code]
