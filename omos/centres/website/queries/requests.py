"""Requests as people may see them, whom they may be asked of, what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from omos.centres.website.models import RequestStep, SiteRequest
from omos.people import queries as people
from omos.people.viewer import Viewer

State = SiteRequest.State
# Positions that make what is asked for.
MAKERS = ("DESIGNER", "PROGRAMMER")
# Whose work it is while it stands so.
BEING_MADE = (State.TAKEN, State.SENT_BACK)


@dataclass(frozen=True)
class StepSeen:
    """One line of a request's story."""

    state: str
    label: str
    by_name: str
    at: datetime
    words: str


@dataclass(frozen=True)
class Addressee:
    """Somebody, or a whole position, that may be asked."""

    value: str
    label: str
    position_id: int
    staff_id: int | None


def requests(viewer: Viewer) -> QuerySet[SiteRequest]:
    """Requests that people in scope asked for or make, and those that wait for anybody in their positions."""
    staff = people.staff_in_scope(viewer=viewer, verb="website.view")
    waits = Q(state=State.ASKED, maker=None, position__in=staff.values("position"))
    seen = Q(asked_by__in=staff) | Q(maker__in=staff) | Q(work__staff__in=staff) | waits
    named = Coalesce("work__staff__name", "maker__name", "position__name")
    rows = SiteRequest.objects.filter(seen).annotate(who=named)
    return rows.select_related("asked_by", "maker", "work__staff", "position", "website")


def request_seen(*, viewer: Viewer, request_id: int) -> SiteRequest | None:
    """One request with everything its page shows, or None where the viewer may not see it."""
    more = ("campaign", "serves__category", "attachment", "result_file", "evidence", "version")
    return requests(viewer).filter(pk=request_id).select_related(*more, "asked_by", "work__staff", "maker").first()


def steps_of(*, request_id: int) -> tuple[StepSeen, ...]:
    """The story of a request from the beginning; one query."""
    rows = RequestStep.objects.filter(request_id=request_id).select_related("by").order_by("at", "id")
    return tuple(StepSeen(row.state, row.get_state_display(), row.by.name, row.at, row.words) for row in rows)


def open_states() -> tuple[str, ...]:
    """States in which something is still to be done."""
    return (State.ASKED, State.TAKEN, State.HANDED_OVER, State.SENT_BACK)


def to_make(viewer: Viewer) -> QuerySet[SiteRequest]:
    """Requests this viewer makes, or may take: asked of them, of their position, taken, sent back."""
    me = viewer.own_staff_id
    own_position = people.staff_in_scope(viewer=viewer, verb="website.make").filter(pk=me).values("position")
    asked = Q(state=State.ASKED) & (Q(maker_id=me) | Q(maker=None, position__in=own_position))
    return SiteRequest.objects.filter(asked | Q(state__in=BEING_MADE, work__staff_id=me))


def to_accept(viewer: Viewer) -> QuerySet[SiteRequest]:
    """What was handed over to this viewer and waits for their word."""
    return SiteRequest.objects.filter(state=State.HANDED_OVER, asked_by_id=viewer.own_staff_id)


def addressees(*, viewer: Viewer, today: date) -> tuple[Addressee, ...]:
    """Positions that make things and the people in them; two queries."""
    codes = people.positions_by_code()
    wanted = {codes[code]: code for code in MAKERS if code in codes}
    cards = people.staff_cards(viewer=viewer, verb="website.ask", today=today)
    makers = [card for card in cards if card.position_id in wanted]
    positions = {card.position_id: card.position for card in makers}
    order = sorted(positions, key=lambda pk: MAKERS.index(wanted[pk]))
    makers.sort(key=lambda card: order.index(card.position_id))
    whole = [Addressee(f"p{pk}", positions[pk], pk, None) for pk in order]
    single = [Addressee(f"s{card.id}", f"{card.name} · {card.position}", card.position_id, card.id) for card in makers]
    return (*whole, *single)
