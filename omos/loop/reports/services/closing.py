"""Closing days (日清日结), mending what was made up later, reopening with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from omos.loop.reports import queries
from omos.loop.reports.models import ClosedDay
from omos.office.notices.services import notify
from omos.people import queries as people
from omos.people.clock import local_day
from omos.people.trail import record_action
from omos.people.viewer import Viewer

# So long a day that did not end well is looked at again: work overdue for longer takes no links any more.
MEND_WITHIN = timedelta(days=31)
REASON_LENGTH = 200
State = ClosedDay.State
# A closing is only ever replaced by a better one: what a verdict says weeks later changes no closed day for the worse.
_RANK = {State.MISSING: 0, State.LATE: 1, State.CLEARED: 2, State.LEAVE: 2, State.IDLE: 2}


class DayRefused(Exception):
    """Raised with a message fit for the person who closes or reopens a day."""


@transaction.atomic
def close_day(*, day: date, actor: Viewer, now: datetime) -> int:
    """Close the day of everybody in scope whose day is not closed; returns how many were.

    :raises DayRefused: while the day is not over in company time
    """
    if local_day(now) <= day:
        raise DayRefused(_("This day is not over yet."))
    cards = queries.day_people(viewer=actor, day=day)
    ids = [card.id for card in cards]
    before = queries.closed_days(staff_ids=ids, first=day, last=day)
    standing = queries.open_day(staff_ids=ids, day=day)
    own = people.own_days(staff_ids=ids, first=day, last=day)
    rows = [
        _closing(staff_id, day, standing[staff_id], _next_revision(before.get((staff_id, day))), now)
        for staff_id in ids
        if _is_open(before.get((staff_id, day))) and (own.is_worked(staff_id, day) or _has_work(standing[staff_id]))
    ]
    return _keep(rows, day=day, actor=actor, now=now)


def close_due_days(*, actor: Viewer, now: datetime) -> int:
    """Close every day that is over and still open, oldest first; returns how many person-days were closed."""
    return sum(close_day(day=day, actor=actor, now=now) for day in queries.days_to_close(now=now))


@transaction.atomic
def mend_days(*, actor: Viewer, now: datetime) -> int:
    """Write the next revision of closed days that look better by now: made up late, passed after all, leave entered."""
    wanting = queries.days_to_mend(today=local_day(now), within=MEND_WITHIN)
    by_day: dict[date, dict[int, ClosedDay]] = {}
    for (staff_id, day), row in wanting.items():
        by_day.setdefault(day, {})[staff_id] = row
    return sum(_mend(day, rows, actor, now) for day, rows in sorted(by_day.items()))


@transaction.atomic
def reopen_day(*, staff_id: int, day: date, reason: str, actor: Viewer, now: datetime) -> None:
    """Undo the closing of one person's day, with the reason on record; the next closing writes a new revision.

    :raises DayRefused: without a reason, for somebody out of scope, or when the day is not closed
    """
    reason = reason.strip()[:REASON_LENGTH]
    if not reason:
        raise DayRefused(_("Say why the day is reopened."))
    if not people.staff_in_scope(viewer=actor, verb="reports.reopen").filter(pk=staff_id).exists():
        raise DayRefused(_("You may not reopen this person's day."))
    last = ClosedDay.objects.filter(staff_id=staff_id, day=day).order_by("-revision").values_list("id", flat=True)[:1]
    open_now = ClosedDay.objects.filter(id__in=list(last), reopened_at__isnull=True)
    if not open_now.update(reopened_at=now, reopened_by_id=actor.staff_id, reopen_reason=reason):
        raise DayRefused(_("This day is not closed."))
    record_action(
        "reports.reopen",
        actor=actor,
        subject=("people.staff", staff_id),
        now=now,
        before={"day": day, "closed": True},
        after={"day": day, "closed": False, "reason": reason},
    )
    notify(
        kind="reports.reopened",
        staff_ids=[staff_id],
        title=_("Your day %(day)s is open again") % {"day": f"{day:%m-%d}"},
        body=reason,
        url=f"/daily-report/?day={day}",
        action_label=_("Open the report"),
        dedupe_key=f"reports.reopened:{day}:{staff_id}:{now.isoformat()}",
        now=now,
    )


def _mend(day: date, rows: Mapping[int, ClosedDay], actor: Viewer, now: datetime) -> int:
    standing = queries.open_day(staff_ids=list(rows), day=day)
    better = [
        _closing(staff_id, day, standing[staff_id], row.revision + 1, now)
        for staff_id, row in rows.items()
        if _RANK[standing[staff_id].state] > _RANK[State(row.state)]
    ]
    return _keep(better, day=day, actor=actor, now=now)


def _keep(rows: list[ClosedDay], *, day: date, actor: Viewer, now: datetime) -> int:
    """Keep the rows, all or none: of two who close the same day at the same moment, the second keeps nothing."""
    if not rows:
        return 0
    try:
        with transaction.atomic():
            ClosedDay.objects.bulk_create(rows)
    except IntegrityError:
        return 0
    record_action(
        "reports.close_day",
        actor=actor,
        subject=("reports.closedday", day.isoformat()),
        now=now,
        after=dict(Counter(row.state for row in rows)),
    )
    return len(rows)


def _closing(staff_id: int, day: date, standing: queries.StandingDay, revision: int, now: datetime) -> ClosedDay:
    tally = standing.tally
    return ClosedDay(
        day=day,
        staff_id=staff_id,
        state=standing.state,
        planned=tally.planned,
        handed_in=tally.handed_in,
        passed=tally.passed,
        failed=tally.failed,
        unknown=tally.unknown,
        late=tally.late,
        missing=tally.missing,
        closed_at=now,
        revision=revision,
    )


def _is_open(row: ClosedDay | None) -> bool:
    return row is None or row.reopened_at is not None


def _next_revision(row: ClosedDay | None) -> int:
    return row.revision + 1 if row else 1


def _has_work(standing: queries.StandingDay) -> bool:
    return bool(standing.tally.planned or standing.tally.handed_in)
