"""Handovers as people see them: who stands in for whom, who gets what, what somebody still holds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from omos.people import holdings
from omos.people.holdings import Held, HeldThing, Holding
from omos.people.models import HandedItem, Handover, HandoverPart
from omos.people.queries.scope import staff_in_scope
from omos.people.viewer import Viewer

SHOWN = 100
_OPEN = (Handover.State.PLANNED, Handover.State.RUNNING)


@dataclass(frozen=True)
class PartView:
    """One kind of thing of a handover: who gets it, how many went, came back, stayed."""

    label: str
    icon: str
    receiver: str
    moved: int
    returned: int


@dataclass(frozen=True)
class HandoverView:
    """A handover with its parts, ready to be shown."""

    handover: Handover
    parts: tuple[PartView, ...]

    @property
    def moved(self) -> int:
        return sum(part.moved for part in self.parts)


@dataclass(frozen=True)
class HeldKind:
    """One kind of thing with everything a person holds of it."""

    kind: Held
    things: tuple[HeldThing, ...]


@dataclass(frozen=True)
class StandIn:
    """Somebody who looks after a person's things."""

    receiver_id: int
    name: str
    last_day: date | None


def handovers(*, viewer: Viewer) -> tuple[HandoverView, ...]:
    """Handovers of people in scope, those open first, then the latest; three queries."""
    people = staff_in_scope(viewer=viewer, verb="people.hand_over")
    rows = list(
        Handover.objects.filter(staff__in=people)
        .select_related("staff__position")
        .order_by("ended_at", "-first_day", "-id")[:SHOWN]
    )
    rows.sort(key=lambda row: not row.is_open)
    parts = _parts([row.pk for row in rows])
    return tuple(HandoverView(row, parts.get(row.pk, ())) for row in rows)


def handover_in_scope(*, viewer: Viewer, handover_id: int) -> Handover | None:
    """A handover whose person the viewer may hand over for, or None."""
    people = staff_in_scope(viewer=viewer, verb="people.hand_over")
    return Handover.objects.filter(pk=handover_id, staff__in=people).select_related("staff").first()


def leaving_of(*, staff_id: int) -> HandoverView | None:
    """The handover of somebody who leaves or left, the latest; None where none was made."""
    row = Handover.objects.filter(staff_id=staff_id, kind=Handover.Kind.LEAVING).order_by("-id").first()
    return HandoverView(row, _parts([row.pk]).get(row.pk, ())) if row else None


def receivers_of(*, handover_id: int) -> dict[str, int]:
    """Who gets each kind of thing of a handover, by code."""
    return dict(HandoverPart.objects.filter(handover=handover_id).values_list("held", "receiver_id"))


def held_by(*, staff_id: int, first: date, last: date | None = None) -> tuple[HeldKind, ...]:
    """Everything a person holds, kind by kind; one query or two per kind."""
    holding = Holding(staff_id, first, last)
    return tuple(HeldKind(kind, kind.find(holding)) for kind in holdings.kinds())


def stand_ins(*, staff_ids: Collection[int], day: date) -> dict[int, tuple[StandIn, ...]]:
    """Who stands in on that day, by the id of the person stood in for; one query."""
    rows = HandoverPart.objects.filter(
        Q(handover__last_day=None) | Q(handover__last_day__gte=day),
        handover__staff_id__in=staff_ids,
        handover__state__in=_OPEN,
        handover__first_day__lte=day,
    ).order_by("id")
    found: dict[int, dict[int, StandIn]] = {}
    for row in rows.values_list("handover__staff_id", "receiver_id", "receiver__name", "handover__last_day"):
        found.setdefault(row[0], {})[row[1]] = StandIn(row[1], row[2], row[3])
    return {staff_id: tuple(by_receiver.values()) for staff_id, by_receiver in found.items()}


def with_stand_ins(*, staff_ids: Collection[int], held: str, day: date) -> frozenset[int]:
    """These people and whoever gets this kind of thing for them on that day; one query."""
    rows = HandoverPart.objects.filter(
        Q(handover__last_day=None) | Q(handover__last_day__gte=day),
        held=held,
        handover__staff_id__in=staff_ids,
        handover__state=Handover.State.RUNNING,
        handover__first_day__lte=day,
    )
    return frozenset(staff_ids) | frozenset(rows.values_list("receiver_id", flat=True))


def _parts(handover_ids: Collection[int]) -> dict[int, tuple[PartView, ...]]:
    rows = HandoverPart.objects.filter(handover_id__in=handover_ids).select_related("receiver").order_by("id")
    counted = HandedItem.objects.filter(handover_id__in=handover_ids).values_list("handover_id", "held")
    counts = {
        (handover_id, held): (moved, returned)
        for handover_id, held, moved, returned in counted.annotate(
            moved=Count("id"), returned=Count("id", filter=Q(returned_at__isnull=False))
        )
    }
    known = {kind.code: kind for kind in holdings.kinds()}
    parts: dict[int, list[PartView]] = {}
    for row in rows:
        kind = known.get(row.held)
        label, icon = (str(kind.label), kind.icon) if kind else (row.held, "package")
        moved, returned = counts.get((row.handover_id, row.held), (0, 0))
        parts.setdefault(row.handover_id, []).append(PartView(label, icon, row.receiver.name, moved, returned))
    return {handover_id: tuple(found) for handover_id, found in parts.items()}
