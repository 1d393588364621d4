"""What a viewer may do next with a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from omos.centres.website.models import SiteRequest
from omos.centres.website.queries.requests import State, to_make
from omos.people.policy import may
from omos.people.viewer import Viewer

_NOTHING: Final[frozenset[str]] = frozenset()
_UNDER_WAY: Final = frozenset({"hand_over", "put_back", "refuse"})
_MAKER: Final[Mapping[str, frozenset[str]]] = {
    State.ASKED: frozenset({"take", "refuse"}),
    State.TAKEN: _UNDER_WAY,
    State.SENT_BACK: _UNDER_WAY,
}
_LEADER: Final = {state: steps - {"take", "hand_over"} for state, steps in _MAKER.items()}
_ASKER: Final[Mapping[str, frozenset[str]]] = {
    State.ASKED: frozenset({"call_off"}),
    State.HANDED_OVER: frozenset({"answer"}),
}


def next_steps(*, viewer: Viewer, request: SiteRequest) -> frozenset[str]:
    """take, hand_over, put_back, refuse, answer, call_off: those open to the viewer; one query at most."""
    found: set[str] = set()
    if may(viewer, "website.make"):
        is_maker = to_make(viewer).filter(pk=request.pk).exists()
        found |= _MAKER.get(request.state, _NOTHING) if is_maker else _NOTHING
        found |= _LEADER.get(request.state, _NOTHING) if may(viewer, "website.lead") else _NOTHING
    if request.asked_by_id == viewer.staff_id:
        found |= _ASKER.get(request.state, _NOTHING)
    return frozenset(found)
