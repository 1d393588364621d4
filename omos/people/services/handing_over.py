"""Handing over (交接): planned, begun, kept up while it runs, brought back, finished.

Each step is one transaction that locks the handover's row: killed in the middle, all of it happened or none, and
pressed twice, the second finds nothing left to move.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from omos.people import clock, doors, holdings, sessions
from omos.people.holdings import Held, Holding, Passing
from omos.people.models import HandedItem, Handover, HandoverPart, OneTimeLink, Staff, User
from omos.people.trail import record_action
from omos.people.viewer import Viewer

Kind, State = Handover.Kind, Handover.State
LONGEST = timedelta(days=366)


class HandoverRefused(Exception):
    """This cannot be handed over so; the message says why."""


@dataclass(frozen=True)
class HandoverPlan:
    """Who hands over, from when until when (no last day: for good), and who gets each kind of thing."""

    staff_id: int
    kind: str
    first_day: date
    last_day: date | None
    receivers: Mapping[str, int]
    note: str = ""


@transaction.atomic
def plan_handover(*, plan: HandoverPlan, actor: Viewer, now: datetime) -> int:
    """Plan a handover, and begin it at once when its first day has come; returns its id.

    :raises HandoverRefused: if days or receivers make no sense, or the person hands over on these days already
    """
    # Two may plan for the same person at once: the person's row is the lock.
    Staff.objects.select_for_update().get(pk=plan.staff_id)
    _refuse_senseless(plan)
    _refuse_overlap(plan)
    handover = Handover.objects.create(
        staff_id=plan.staff_id,
        kind=plan.kind,
        first_day=plan.first_day,
        last_day=plan.last_day,
        note=plan.note.strip()[:200],
        made_by_name=actor.name,
        made_at=now,
    )
    HandoverPart.objects.bulk_create(
        HandoverPart(handover=handover, held=held, receiver_id=receiver_id)
        for held, receiver_id in plan.receivers.items()
    )
    after = {"kind": plan.kind, "first_day": plan.first_day, "last_day": plan.last_day, "to": dict(plan.receivers)}
    record_action("people.hand_over", actor=actor, subject=("people.staff", plan.staff_id), now=now, after=after)
    turn_handover(handover_id=handover.pk, actor=actor, now=now)
    return handover.pk


@transaction.atomic
def turn_handover(*, handover_id: int, actor: Viewer, now: datetime) -> int:
    """Bring a handover to where it should be today: begun, kept up, or over; returns how many things moved."""
    handover = Handover.objects.select_for_update().get(pk=handover_id)
    today = clock.local_day(now, tz=actor.tz)
    if not handover.is_open or today < handover.first_day:
        return 0
    if handover.last_day is not None and today > handover.last_day:
        return _end(handover, actor, now)
    moved = _pass_on(handover, actor, now)
    Handover.objects.filter(pk=handover_id, state=State.PLANNED).update(state=State.RUNNING, started_at=now)
    if handover.kind != Kind.DAYS:
        _finish(handover, actor, now)
    return moved


@transaction.atomic
def end_handover(*, handover_id: int, actor: Viewer, now: datetime) -> int:
    """End a handover now: what is not finished comes back; a planned one is called off. Returns how many came back.

    :raises HandoverRefused: if it is over, or was for good
    """
    handover = Handover.objects.select_for_update().get(pk=handover_id)
    if not handover.is_open:
        raise HandoverRefused(_("This handover is over already."))
    if handover.state == State.RUNNING:
        return _end(handover, actor, now)
    Handover.objects.filter(pk=handover_id).update(state=State.CANCELLED, ended_at=now)
    _record(handover, actor, now, {"state": str(State.CANCELLED)})
    return 0


def turn_handovers(*, actor: Viewer, now: datetime) -> int:
    """Begin, keep up and end whatever is due, each handover by itself; returns how many things moved."""
    today = clock.local_day(now, tz=actor.tz)
    due = Handover.objects.filter(state__in=(State.PLANNED, State.RUNNING), first_day__lte=today)
    return sum(
        turn_handover(handover_id=pk, actor=actor, now=now)
        for pk in list(due.order_by("first_day", "id").values_list("pk", flat=True))
    )


def _pass_on(handover: Handover, actor: Viewer, now: datetime) -> int:
    counts: Counter[str] = Counter()
    for part in HandoverPart.objects.filter(handover=handover).order_by("id"):
        kind = holdings.kind(part.held)
        found = {thing.id: thing for thing in kind.find(_holding(handover))}
        passing = _passing(handover, part.receiver_id, now, {pk: {} for pk in found})
        for old_id, (new_id, memo) in kind.pass_on(passing).items():
            counts[kind.code] += 1
            HandedItem.objects.create(
                handover=handover,
                held=kind.code,
                object_id=new_id,
                title=found[old_id].title[:160],
                receiver_id=part.receiver_id,
                memo=dict(memo),
                handed_at=now,
            )
            _follow(kind.code, old_id, new_id, from_id=handover.staff_id, to_id=part.receiver_id)
    if counts:
        _record(handover, actor, now, {"moved": dict(counts)})
    return counts.total()


def _end(handover: Handover, actor: Viewer, now: datetime) -> int:
    """What the receivers have not finished comes back; what they have stays theirs."""
    counts: Counter[str] = Counter()
    items = HandedItem.objects.filter(handover=handover, returned_at=None, is_settled=False)
    for held, receiver_id in items.order_by("held").values_list("held", "receiver_id").distinct():
        counts[held] += _take_back(handover, holdings.kind(held), receiver_id, now)
    items.update(is_settled=True)
    Handover.objects.filter(pk=handover.pk).update(state=State.ENDED, ended_at=now)
    _record(handover, actor, now, {"state": str(State.ENDED), "came_back": dict(counts)})
    return counts.total()


def _take_back(handover: Handover, kind: Held, receiver_id: int, now: datetime) -> int:
    items = HandedItem.objects.filter(
        handover=handover, held=kind.code, receiver_id=receiver_id, returned_at=None, is_settled=False
    )
    memos = dict(items.values_list("object_id", "memo"))
    returned = kind.take_back(_passing(handover, receiver_id, now, memos))
    items.filter(object_id__in=list(returned)).update(returned_at=now)
    for old_id, (new_id, _memo) in returned.items():
        _follow(kind.code, old_id, new_id, from_id=receiver_id, to_id=handover.staff_id)
    return len(returned)


def _follow(held: str, old_id: int, new_id: int, *, from_id: int, to_id: int) -> None:
    """A thing that somebody held for a third person is looked after by another from now on, and still comes back."""
    items = HandedItem.objects.filter(held=held, object_id=old_id, receiver_id=from_id, returned_at=None)
    items.filter(is_settled=False).update(object_id=new_id, receiver_id=to_id)


def _finish(handover: Handover, actor: Viewer, now: datetime) -> None:
    """For good: nothing comes back. Who leaves cannot come in any more, once the last day is over."""
    if handover.kind == Kind.LEAVING and not _has_left(handover, now, actor):
        return
    HandedItem.objects.filter(handover=handover, returned_at=None).update(is_settled=True)
    Handover.objects.filter(pk=handover.pk).update(
        state=State.ENDED, started_at=handover.started_at or now, ended_at=now
    )
    if handover.kind == Kind.LEAVING:
        _close_doors(handover, actor, now)
    _record(handover, actor, now, {"state": str(State.ENDED)})


def _has_left(handover: Handover, now: datetime, actor: Viewer) -> bool:
    left_on = Staff.objects.values_list("left_on", flat=True).get(pk=handover.staff_id)
    return left_on is not None and left_on < clock.local_day(now, tz=actor.tz)


def _close_doors(handover: Handover, actor: Viewer, now: datetime) -> None:
    """Lock the login, end its sessions and keys, make its links worthless; trail and work stay under the name."""
    for shut in doors.doors():
        shut(staff_id=handover.staff_id, actor=actor, now=now)
    user = User.objects.filter(staff=handover.staff_id).first()
    if user is None:
        return
    OneTimeLink.objects.filter(user=user, used_at=None).update(used_at=now)
    sessions.end_all(user_id=user.pk, now=now)
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        record_action("people.lock_user", actor=actor, subject=("people.user", user.pk), now=now)


@transaction.atomic
def plan_leaving(
    *, staff_id: int, left_on: date, first_day: date, receivers: Mapping[str, int], actor: Viewer, now: datetime
) -> int:
    """Note a person's last day and hand everything they hold to others; returns the handover's id.

    Pressed again it changes nothing but who gets what is left, and hands over what has come up since.

    :raises HandoverRefused: if it is one's own, the days make no sense, or somebody named is not here
    """
    if staff_id == actor.staff_id:
        raise HandoverRefused(_("Somebody else must note your own last day."))
    staff = Staff.objects.select_for_update().get(pk=staff_id)
    if staff.arrived_on and left_on < staff.arrived_on:
        raise HandoverRefused(_("The last day lies before the first."))
    if staff.left_on != left_on:
        Staff.objects.filter(pk=staff_id).update(left_on=left_on, row_version=F("row_version") + 1)
        record_action(
            "people.manage_staff",
            actor=actor,
            subject=("people.staff", staff_id),
            now=now,
            before={"left_on": staff.left_on},
            after={"left_on": left_on},
        )
    _call_off_days(staff_id, actor, now)
    running = Handover.objects.filter(staff_id=staff_id, kind=Kind.LEAVING, state__in=(State.PLANNED, State.RUNNING))
    found = running.first()
    if found is None:
        plan = HandoverPlan(staff_id, Kind.LEAVING, first_day, None, receivers)
        return plan_handover(plan=plan, actor=actor, now=now)
    _refuse_receivers(receivers, staff_id, first_day)
    _change_receivers(found, receivers)
    running.update(first_day=first_day)
    turn_handover(handover_id=found.pk, actor=actor, now=now)
    return found.pk


def _call_off_days(staff_id: int, actor: Viewer, now: datetime) -> None:
    """Stand-ins for days end first, so that what they look after goes on from here."""
    days = Handover.objects.filter(staff_id=staff_id, kind=Kind.DAYS, state__in=(State.PLANNED, State.RUNNING))
    for pk in list(days.values_list("pk", flat=True)):
        end_handover(handover_id=pk, actor=actor, now=now)


def _change_receivers(handover: Handover, receivers: Mapping[str, int]) -> None:
    HandoverPart.objects.filter(handover=handover).exclude(held__in=list(receivers)).delete()
    HandoverPart.objects.bulk_create(
        [HandoverPart(handover=handover, held=held, receiver_id=to) for held, to in receivers.items()],
        update_conflicts=True,
        unique_fields=["handover", "held"],
        update_fields=["receiver"],
    )


def _refuse_senseless(plan: HandoverPlan) -> None:
    if not plan.receivers or not set(plan.receivers) <= {kind.code for kind in holdings.kinds()}:
        raise HandoverRefused(_("Choose what is handed over, and to whom."))
    if plan.last_day is not None and not plan.first_day <= plan.last_day <= plan.first_day + LONGEST:
        raise HandoverRefused(_("The last day lies before the first, or more than a year after it."))
    if (plan.kind == Kind.DAYS) != (plan.last_day is not None):
        raise HandoverRefused(_("For some days needs a last day; for good has none."))
    _refuse_receivers(plan.receivers, plan.staff_id, plan.first_day)


def _refuse_receivers(receivers: Mapping[str, int], staff_id: int, first_day: date) -> None:
    """Who is not there cannot stand in, and who hands over on that day has enough to do with it."""
    ids = set(receivers.values())
    here = Staff.objects.filter(pk__in=ids).exclude(kind=Staff.Kind.PLANNED).exclude(pk=staff_id)
    here = here.filter(Q(left_on=None) | Q(left_on__gte=first_day), Q(arrived_on=None) | Q(arrived_on__lte=first_day))
    if here.count() < len(ids):
        raise HandoverRefused(_("Choose other people who are here on that day."))
    away = Handover.objects.filter(
        Q(last_day=None) | Q(last_day__gte=first_day),
        staff_id__in=ids,
        first_day__lte=first_day,
        state__in=(State.PLANNED, State.RUNNING),
    ).select_related("staff")
    found = away.first()
    if found is not None:
        raise HandoverRefused(_("%(name)s hands over to somebody else on that day.") % {"name": found.staff.name})


def _refuse_overlap(plan: HandoverPlan) -> None:
    others = Handover.objects.filter(staff_id=plan.staff_id, state__in=(State.PLANNED, State.RUNNING))
    if plan.last_day is not None:
        others = others.filter(first_day__lte=plan.last_day)
    if others.filter(Q(last_day=None) | Q(last_day__gte=plan.first_day)).exists():
        raise HandoverRefused(_("This person hands over on some of these days already."))


def _holding(handover: Handover) -> Holding:
    return Holding(handover.staff_id, handover.first_day, handover.last_day)


def _passing(handover: Handover, receiver_id: int, now: datetime, memos: Mapping[int, holdings.Memo]) -> Passing:
    return Passing(handover.staff_id, receiver_id, handover.first_day, handover.last_day, now, memos)


def _record(handover: Handover, actor: Viewer, now: datetime, after: dict[str, object]) -> None:
    record_action("people.hand_over", actor=actor, subject=("people.staff", handover.staff_id), now=now, after=after)
