"""Shifts, patterns, who follows which, and single days that differ."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from omos.formulas.limits import FormulaError
from omos.formulas.rota import LONGEST_CYCLE, check_cycle, first_day_of_cycle
from omos.people.models import RosterDay, Shift, StaffPattern, WorkPattern
from omos.people.trail import record_action
from omos.people.viewer import Viewer


class RosterRefused(Exception):
    """This shift, pattern or day makes no sense; the message says why."""


@dataclass(frozen=True)
class ShiftDetails:
    """A shift as entered; `share` is the percent of a full day's work."""

    code: str
    name: str
    letter: str
    starts_at: time
    ends_at: time
    share: int = 100
    is_active: bool = True


@dataclass(frozen=True)
class PatternDetails:
    """A pattern as entered: shift codes day by day, empty for a day off."""

    code: str
    name: str
    cycle: Sequence[str]
    heeds_holidays: bool = True
    is_active: bool = True


@transaction.atomic
def save_shift(*, details: ShiftDetails, shift_id: int | None = None, actor: Viewer, now: datetime) -> int:
    """Add a shift or change one; returns its id. The code of a saved shift stays, because patterns name it.

    :raises RosterRefused: if the code is taken, or the shift is gone
    """
    values = asdict(details)
    if shift_id is not None:
        values.pop("code")
        saved_id = _change(Shift, shift_id, values)
    else:
        saved_id = _add(Shift, values)
    after = {**values, "starts_at": f"{details.starts_at:%H:%M}", "ends_at": f"{details.ends_at:%H:%M}"}
    record_action("people.manage_shifts", actor=actor, subject=("people.shift", saved_id), now=now, after=after)
    return saved_id


@transaction.atomic
def save_pattern(*, details: PatternDetails, pattern_id: int | None = None, actor: Viewer, now: datetime) -> int:
    """Add a pattern or change one; returns its id. Days that are over keep what they had when they were closed.

    :raises RosterRefused: if the code is taken, the cycle is senseless or names a shift there is not
    """
    cycle = [code.strip() for code in details.cycle]
    _refuse_senseless(cycle)
    values = {**asdict(details), "cycle": cycle}
    if pattern_id is not None:
        saved_id = _change(WorkPattern, pattern_id, {name: value for name, value in values.items() if name != "code"})
    else:
        saved_id = _add(WorkPattern, values)
    record_action("people.manage_shifts", actor=actor, subject=("people.workpattern", saved_id), now=now, after=values)
    return saved_id


@transaction.atomic
def follow_pattern(
    *,
    staff_ids: Collection[int],
    pattern_id: int | None,
    first_day: date,
    cycle_start: date | None = None,
    actor: Viewer,
    now: datetime,
) -> int:
    """Let people work by a pattern from a day on (None: by the company's calendar); returns how many were set.

    `cycle_start` is a day on which the cycle begins; for patterns of whole weeks any day of that week.

    :raises RosterRefused: if the pattern is not given any more
    """
    start = cycle_start or first_day
    if pattern_id is not None:
        pattern = WorkPattern.objects.filter(pk=pattern_id, is_active=True).first()
        if pattern is None:
            raise RosterRefused(_("This pattern is not given any more."))
        start = first_day_of_cycle(pattern.cycle, start)
    rows = [
        StaffPattern(staff_id=staff_id, first_day=first_day, pattern_id=pattern_id, cycle_start=start)
        for staff_id in sorted(set(staff_ids))
    ]
    StaffPattern.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["staff", "first_day"],
        update_fields=["pattern", "cycle_start"],
    )
    after = {"pattern": pattern_id, "first_day": first_day, "cycle_start": start}
    for row in rows:
        record_action("people.manage_shifts", actor=actor, subject=("people.staff", row.staff_id), now=now, after=after)
    return len(rows)


@transaction.atomic
def set_roster_day(
    *, staff_id: int, day: date, shift_id: int | None, note: str = "", actor: Viewer, now: datetime
) -> None:
    """Say for one day that a person works this shift, or is off (None), whatever the pattern says."""
    values = {"shift_id": shift_id, "note": note.strip()[:100]}
    RosterDay.objects.update_or_create(staff_id=staff_id, day=day, defaults=values)
    record_action(
        "people.manage_shifts", actor=actor, subject=("people.staff", staff_id), now=now, after={"day": day, **values}
    )


@transaction.atomic
def clear_roster_day(*, staff_id: int, day: date, actor: Viewer, now: datetime) -> bool:
    """Take a single day back to the pattern; False when it was there already."""
    is_gone = bool(RosterDay.objects.filter(staff_id=staff_id, day=day).delete()[0])
    if is_gone:
        after = {"day": day, "shift_id": ""}
        record_action("people.manage_shifts", actor=actor, subject=("people.staff", staff_id), now=now, after=after)
    return is_gone


@transaction.atomic
def ensure_working_patterns(*, actor: Viewer, now: datetime) -> None:
    """Put down the usual shifts and patterns where there are none at all; what is there stays as it is."""
    if Shift.objects.exists() or WorkPattern.objects.exists():
        return
    with translation.override(settings.LANGUAGE_CODE):
        for shift in _usual_shifts():
            save_shift(details=shift, actor=actor, now=now)
        for pattern in _usual_patterns():
            save_pattern(details=pattern, actor=actor, now=now)


def _usual_shifts() -> tuple[ShiftDetails, ...]:
    return (
        ShiftDetails("DAY", _("Day shift"), pgettext("shift, one character", "D"), time(9), time(18)),
        ShiftDetails("EARLY", _("Early shift"), pgettext("shift, one character", "E"), time(8), time(16, 30)),
        ShiftDetails("LATE", _("Late shift"), pgettext("shift, one character", "L"), time(14), time(22)),
    )


def _usual_patterns() -> tuple[PatternDetails, ...]:
    six, five = ["DAY"] * 6 + [""], ["DAY"] * 5 + ["", ""]
    return (
        PatternDetails("SIX_DAYS", _("Six-day week"), six),
        PatternDetails("ALTERNATING", _("Alternating weeks: six days, then five"), [*six, *five]),
        PatternDetails("WEEKEND", _("Weekend post: Wednesday to Sunday"), ["", "", *["DAY"] * 5]),
        PatternDetails("ROTATION", _("Two early, two late, two off"), ["EARLY"] * 2 + ["LATE"] * 2 + [""] * 2, False),
    )


def _add(model: type[Shift] | type[WorkPattern], values: dict[str, object]) -> int:
    try:
        with transaction.atomic():
            return model._default_manager.create(**values).pk
    except IntegrityError as taken:
        raise RosterRefused(_("This code is taken.")) from taken


def _change(model: type[Shift] | type[WorkPattern], pk: int, values: dict[str, object]) -> int:
    if not model._default_manager.filter(pk=pk).update(**values):
        raise RosterRefused(_("This is not on the list any more."))
    return pk


def _refuse_senseless(cycle: list[str]) -> None:
    try:
        check_cycle(cycle)
    except FormulaError as senseless:
        raise RosterRefused(
            _("A pattern has 1 to %(most)s days and works on one of them at least.") % {"most": LONGEST_CYCLE}
        ) from senseless
    known = set(Shift.objects.values_list("code", flat=True))
    unknown = sorted(set(filter(None, cycle)) - known)
    if unknown:
        raise RosterRefused(_("There is no shift called %(codes)s.") % {"codes": ", ".join(unknown)})
