"""What a person holds in each room, and how it goes to somebody else and comes back.

Rooms declare `HELD` in their register; the people room hands over without knowing any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Memo = Mapping[str, Any]
# By the id a thing had: the id it has now, and the note for the way back.
Moved = Mapping[int, tuple[int, Memo]]


@dataclass(frozen=True)
class Holding:
    """Whose things are asked for, and of which days; without a last day everything that is open."""

    staff_id: int
    first: date
    last: date | None = None


@dataclass(frozen=True)
class HeldThing:
    """One thing somebody holds, as the handing-over page shows it."""

    id: int
    title: str
    note: str = ""


@dataclass(frozen=True)
class Passing:
    """Things on their way from one person to another; `memos` holds by id what the room noted when they went."""

    from_id: int
    to_id: int
    first: date
    last: date | None
    now: datetime
    memos: Mapping[int, Memo] = field(default_factory=dict)


@dataclass(frozen=True)
class Held:
    """One kind of thing that people hold in a room.

    `find` lists what the person holds. `pass_on` gives the things named in `memos` to the other person as far as the
    first one still holds them, and returns for each that went the id it has now and a note for the way back.
    `take_back` does the same on the way back: what the other person has finished or passed on stays where it is.
    All three run inside one transaction and touch only rows whose holder is still the one expected.
    """

    code: str
    label: str | _StrPromise
    icon: str
    find: Callable[[Holding], tuple[HeldThing, ...]]
    pass_on: Callable[[Passing], Moved]
    take_back: Callable[[Passing], Moved]
    # Belongs to a post rather than to the work of some days; handed over for days only where somebody asks for it.
    is_lasting: bool = False


def hand_rows(rows: QuerySet[Any, Any], holder: str, *, ids: Iterable[int], from_id: int, to_id: int) -> Moved:
    """Move rows whose holder is one field, as far as they are still held by who should hold them; no note needed."""
    found = list(rows.filter(pk__in=list(ids), **{holder: from_id}).select_for_update().values_list("pk", flat=True))
    model: type[Model] = rows.model
    model._default_manager.filter(pk__in=found, **{holder: from_id}).update(**{holder: to_id})
    return {pk: (pk, {}) for pk in found}


_kinds: dict[str, Held] = {}


def install(kinds: Iterable[Held]) -> None:
    """Take over what the rooms declare, in the order of the river."""
    _kinds.clear()
    _kinds.update({kind.code: kind for kind in kinds})


def kinds() -> tuple[Held, ...]:
    """Every kind of thing a person can hold."""
    return tuple(_kinds.values())


def kind(code: str) -> Held:
    """The kind with this code.

    :raises KeyError: if no room declares it
    """
    return _kinds[code]
