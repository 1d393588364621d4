"""The verify desk in the plain values of its template."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from omos.loop.verification import queries
from omos.loop.verification.forms import DecisionForm
from omos.loop.verification.reasons import RETURN_REASONS
from omos.loop.verification.views.presenting import piece_context
from omos.people.viewer import Viewer
from omos.ui import parts


class Turn(NamedTuple):
    """Where the opened piece stands in the queue (from 1; 0 when it is not in it), and its neighbours."""

    place: int = 0
    previous_id: int | None = None
    following_id: int | None = None


class Done(NamedTuple):
    """The decision just taken: it may be taken back."""

    decision_id: int
    answer: str


@dataclass(frozen=True)
class DeskPage:
    """Everything the desk shows."""

    tab: str
    tabs: tuple[parts.Place, ...]
    items: tuple[queries.QueueItem, ...]
    summary: queries.DaySummary
    eyes: int
    at: int | None
    # On a phone the piece covers the queue once it was opened.
    is_opened: bool
    turn: Turn
    address: str
    piece: Mapping[str, Any] | None
    form: DecisionForm
    reasons: tuple[tuple[str, str, bool], ...]
    done: Done | None

    @property
    def minutes(self) -> int:
        """How long a practised eye needs for all of it."""
        return math.ceil(self.eyes * queries.SECONDS_EACH / 60)

    @property
    def spot_percent(self) -> int:
        """Of a hundred pieces that passed for now, so many are looked at."""
        return round(queries.SPOT_SHARE * 100)

    @property
    def previous_url(self) -> str:
        """The piece before; empty at the first."""
        return address_of(self.tab, self.turn.previous_id) if self.turn.previous_id else ""

    @property
    def next_url(self) -> str:
        """The piece after; empty at the last."""
        return address_of(self.tab, self.turn.following_id) if self.turn.following_id else ""

    @property
    def next_id(self) -> int | None:
        """What opens once this piece is decided."""
        return self.turn.following_id or self.turn.previous_id

    @property
    def undo_url(self) -> str:
        """Where the decision just taken is taken back."""
        return reverse("verification:undo", args=[self.done.decision_id]) if self.done else ""

    @property
    def undo_words(self) -> str:
        """What was just decided."""
        return _done_words(self.done.answer) if self.done else ""


def desk_page(
    *,
    viewer: Viewer,
    today: date,
    at: int | None,
    tab: str,
    show: str,
    form: DecisionForm | None = None,
    done: Done | None = None,
    is_opened: bool | None = None,
) -> DeskPage:
    """The desk with one piece opened: the asked one, else the first of the queue."""
    tab = tab if tab in queries.TABS else "eyes"
    summary = queries.day_summary(viewer=viewer, today=today)
    counts = queries.tab_counts(viewer=viewer, summary=summary)
    items = queries.queue(viewer=viewer, tab=tab, today=today)
    ids = [item.evidence_id for item in items]
    opened = next(iter(ids), None) if at is None else at
    piece = _piece(viewer, opened, tab, show, today)
    return DeskPage(
        tab=tab,
        tabs=_tabs(tab, counts),
        items=items,
        summary=summary,
        eyes=counts.eyes,
        at=opened if piece else None,
        is_opened=at is not None if is_opened is None else is_opened,
        turn=turn_of(ids, opened),
        address=address_of(tab, opened),
        piece=piece,
        form=form or DecisionForm(),
        reasons=_reasons(piece, form),
        done=done,
    )


def turn_of(ids: Sequence[int], opened: int | None) -> Turn:
    """The opened piece's place among the queue's."""
    if opened not in ids:
        return Turn()
    place = ids.index(opened)
    before = ids[place - 1] if place else None
    after = next(iter(ids[place + 1 :]), None)
    return Turn(place + 1, before, after)


def address_of(tab: str, at: int | None) -> str:
    """The desk's address with one piece opened."""
    wanted = {"tab": tab, **({"at": at} if at else {})}
    return f"{reverse('verification:desk')}?{urlencode(wanted)}"


def _piece(viewer: Viewer, at: int | None, tab: str, show: str, today: date) -> dict[str, Any] | None:
    if at is None:
        return None
    piece = queries.detail(viewer=viewer, evidence_id=at, verb="verification.decide")
    if piece is None:
        return None
    return piece_context(piece, show=show, address=address_of(tab, at), today=today)


def _tabs(tab: str, counts: queries.TabCounts) -> tuple[parts.Place, ...]:
    labels = {"eyes": _("For my eyes"), "failed": _("Not passed"), "spot": _("Spot checks"), "all": _("All today")}
    return tuple(
        parts.Place(label, address_of(code, None), code == tab, getattr(counts, code)) for code, label in labels.items()
    )


def _reasons(piece: Mapping[str, Any] | None, form: DecisionForm | None) -> tuple[tuple[str, str, bool], ...]:
    """Why a piece may go back; what the machine found is chosen beforehand."""
    if piece is None:
        return ()
    noes = set(piece["piece"].noes)
    chosen = set(form.data.getlist("reasons")) if form is not None else noes  # type: ignore[attr-defined]  # a QueryDict
    return tuple((code, str(label), code in chosen) for code, label in RETURN_REASONS.items())


def _done_words(answer: str) -> str:
    return {
        "PASS": _("Passed."),
        "RETURN": _("Returned, and the person told."),
        "DOUBT": _("Left in doubt: passed for now, the machine looks again tomorrow."),
    }[answer]
