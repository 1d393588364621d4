"""What waits for a person (待我处理): every room says what it knows, the desk adds it up."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from omos.people.declare import Waiting
from omos.people.viewer import Viewer

WaitingFor = Callable[[Viewer], tuple[Waiting, ...]]
_sources: list[WaitingFor] = []


def install(sources: Iterable[WaitingFor]) -> None:
    """Take over what the rooms declare."""
    _sources[:] = sources


def waiting_for(viewer: Viewer) -> tuple[Waiting, ...]:
    """Everything that waits for this viewer, most upstream first; nothing with a count of zero."""
    return tuple(waiting for source in _sources for waiting in source(viewer) if waiting.count)
