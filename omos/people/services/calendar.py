"""The workday calendar: filled year by year, days set by hand, leave."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from django.db import transaction
from django.utils.translation import gettext as _

from omos.people.holidays import CalendarDay, days_of_year
from omos.people.models import Leave, Staff, Workday
from omos.people.trail import record_action
from omos.people.viewer import Viewer

FIRST_YEAR, LAST_YEAR = 2004, 2060


class CalendarRefused(Exception):
    """This change of the calendar or of a leave makes no sense; the message says why."""


@dataclass(frozen=True)
class Filled:
    """What a filling did: days written, and which years are only provisional."""

    days: int
    provisional_years: tuple[int, ...]


@transaction.atomic
def fill_calendar(*, years: Collection[int], actor: Viewer, now: datetime) -> Filled:
    """Write these years into the workday calendar; days set by hand stay, provisional ones are replaced once announced.

    :raises CalendarRefused: if a year lies outside 2004–2060
    """
    wanted = sorted(set(years))
    if not set(wanted) <= set(range(FIRST_YEAR, LAST_YEAR + 1)):
        raise CalendarRefused(_("Choose years from %(first)s to %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR})
    fresh = list(chain.from_iterable(map(days_of_year, wanted)))
    known = {row.day: row for row in Workday.objects.filter(day__year__in=wanted)}
    rows = [_row(day) for day in fresh if day.day not in known or _differs(known[day.day], day)]
    Workday.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["day"], update_fields=["is_workday", "name", "origin"]
    )
    provisional = tuple(sorted({day.day.year for day in fresh if not day.is_announced}))
    if rows:
        after = {"years": wanted, "days": len(rows), "provisional": list(provisional)}
        record_action("people.manage_calendar", actor=actor, subject=("people.workday", ""), now=now, after=after)
    return Filled(days=len(rows), provisional_years=provisional)


def _row(day: CalendarDay) -> Workday:
    origin = Workday.Origin.PACKAGE if day.is_announced else Workday.Origin.PROVISIONAL
    return Workday(day=day.day, is_workday=day.is_workday, name=day.name, origin=origin)


def _differs(row: Workday, day: CalendarDay) -> bool:
    fresh = _row(day)
    return row.origin != Workday.Origin.HAND and (
        (row.is_workday, row.name, row.origin) != (fresh.is_workday, fresh.name, fresh.origin)
    )


@transaction.atomic
def set_day(*, day: date, is_workday: bool, reason: str, actor: Viewer, now: datetime) -> None:
    """Say by hand whether the company works on a day, and why.

    :raises CalendarRefused: if no reason is given
    """
    if not reason.strip():
        raise CalendarRefused(_("Say why, so that everybody understands the calendar."))
    old = Workday.objects.filter(day=day).first()
    fields = {"is_workday": is_workday, "name": reason.strip()[:60], "origin": Workday.Origin.HAND}
    Workday.objects.update_or_create(day=day, defaults=fields)
    before = {"is_workday": old.is_workday, "name": old.name, "origin": old.origin} if old else None
    record_action(
        "people.manage_calendar", actor=actor, subject=("people.workday", day), now=now, before=before, after=fields
    )


@transaction.atomic
def reset_day(*, day: date, actor: Viewer, now: datetime) -> None:
    """Take a day set by hand back to what was announced.

    :raises CalendarRefused: if it was not set by hand
    """
    fresh = next(known for known in days_of_year(day.year) if known.day == day)
    row = _row(fresh)
    hand = Workday.objects.filter(day=day, origin=Workday.Origin.HAND)
    if not hand.update(is_workday=row.is_workday, name=row.name, origin=row.origin):
        raise CalendarRefused(_("This day was not set by hand."))
    after = {"is_workday": row.is_workday, "name": row.name, "origin": row.origin}
    record_action("people.manage_calendar", actor=actor, subject=("people.workday", day), now=now, after=after)


@dataclass(frozen=True)
class Absence:
    """A leave as entered: first and last day, percent of each day away, kind."""

    first_day: date
    last_day: date
    share: int = 100
    kind: str = Leave.Kind.ANNUAL
    note: str = ""

    @property
    def values(self) -> dict[str, object]:
        return {
            "first_day": self.first_day,
            "last_day": self.last_day,
            "share": self.share,
            "kind": self.kind,
            "note": self.note,
        }


@transaction.atomic
def record_leave(*, staff_id: int, absence: Absence, actor: Viewer, now: datetime) -> int:
    """Enter a leave; returns its id. Lowers capacity and never counts as late.

    :raises CalendarRefused: if it ends before it starts, lasts over a year, or the person is away then already
    """
    if absence.last_day < absence.first_day:
        raise CalendarRefused(_("The leave ends before it starts."))
    if (absence.last_day - absence.first_day).days > 366:
        raise CalendarRefused(_("A leave lasts a year at most."))
    # Two people may enter the same leave at once: the person's row is the lock.
    Staff.objects.select_for_update().get(pk=staff_id)
    overlapping = Leave.objects.filter(
        staff_id=staff_id, first_day__lte=absence.last_day, last_day__gte=absence.first_day
    )
    if sum(overlapping.values_list("share", flat=True)) + absence.share > 100:
        raise CalendarRefused(_("This person is away on some of these days already."))
    leave = Leave.objects.create(staff_id=staff_id, **absence.values)
    record_action("people.record_leave", actor=actor, subject=("people.leave", leave.pk), now=now, after=absence.values)
    return leave.pk


@transaction.atomic
def cancel_leave(*, leave_id: int, actor: Viewer, now: datetime) -> None:
    """Take a leave back.

    :raises CalendarRefused: if it is gone already
    """
    leave = Leave.objects.filter(pk=leave_id).first()
    if leave is None or not Leave.objects.filter(pk=leave_id).delete()[0]:
        raise CalendarRefused(_("This leave was taken back already."))
    before = {"staff_id": leave.staff_id, "first_day": leave.first_day, "last_day": leave.last_day}
    record_action("people.record_leave", actor=actor, subject=("people.leave", leave_id), now=now, before=before)
