"""What waits for a person (待我处理): every room says what it knows, the desk counts and adds it up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from omos.office.notices import queries as notices
from omos.people.counting import counts
from omos.people.declare import Waiting, WaitingRows
from omos.people.memory import for_a_moment, once_a_view
from omos.people.viewer import Viewer

WaitingFor = Callable[[Viewer], tuple[Waiting | WaitingRows, ...]]
_sources: list[WaitingFor] = []


@dataclass(frozen=True)
class Inbox:
    """What waits, most upstream first, and how many notices are unread."""

    waiting: tuple[Waiting, ...]
    unread: int


def install(sources: Iterable[WaitingFor]) -> None:
    """Take over what the rooms declare."""
    _sources[:] = sources


@once_a_view
@for_a_moment
def inbox_of(viewer: Viewer) -> Inbox:
    """Everything that waits for this viewer and the unread notices; rows of all rooms are counted in one query."""
    found = [waiting for source in _sources for waiting in source(viewer)]
    rows = [waiting.rows for waiting in found if isinstance(waiting, WaitingRows)]
    *numbers, unread = counts([*rows, notices.unread_notices(viewer=viewer)])
    number = iter(numbers)
    waiting = (one.counted(next(number)) if isinstance(one, WaitingRows) else one for one in found)
    return Inbox(tuple(one for one in waiting if one.count), unread)


def waiting_for(viewer: Viewer) -> tuple[Waiting, ...]:
    """Everything that waits for this viewer, most upstream first; nothing with a count of zero."""
    return inbox_of(viewer).waiting
