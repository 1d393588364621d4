"""Reminding people of open days (催办): once per person, day and sender, again after two hours."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from omos.loop.reports import queries
from omos.loop.reports.models import DailyReport, Reminder
from omos.office.notices.services import notify
from omos.people import queries as people
from omos.people.trail import record_action
from omos.people.viewer import Viewer


class NothingToRemind(Exception):
    """Raised with a message fit for the person who reminds: nobody in question needs it, or only just got one."""


@transaction.atomic
def remind(*, day: date, staff_ids: Collection[int], actor: Viewer, now: datetime) -> int:
    """Remind those of these people whose day misses pieces or has some to mend; returns how many were told.

    :raises NothingToRemind: when nobody of them is in scope, needs it, or may be reminded again yet
    """
    reach = set(people.staff_in_scope(viewer=actor, verb="reports.remind").values_list("id", flat=True))
    grid = queries.day_grid(viewer=actor, day=day, now=now)
    rows = [row for row in grid.rows if row.person.id in reach & set(staff_ids)]
    told = [row for row in rows if row.may_be_reminded and _words(row) and _claim(row, day, actor, now)]
    if not told:
        raise NothingToRemind(_("Nobody to remind: all is there, or they were reminded within the last 2 hours."))
    for row in told:
        _tell(row, day, _words(row), actor, now)
    record_action(
        "reports.remind",
        actor=actor,
        subject=("reports.reminder", day.isoformat()),
        now=now,
        after={"staff": [row.person.id for row in told]},
    )
    return len(told)


@transaction.atomic
def remind_missing(*, day: date, actor: Viewer, now: datetime) -> int:
    """The machine reminds everybody whose day misses something, their report included; returns how many were told."""
    rows = queries.day_grid(viewer=actor, day=day, now=now).rows
    told = 0
    for row in rows:
        words = _words(row) or _report_words(row)
        if words and _claim(row, day, actor, now):
            _tell(row, day, words, actor, now)
            told += 1
    return told


def _words(row: queries.DayRow) -> str:
    """What the person still has to do, as the title of the notice; empty where nothing is."""
    if row.needs_hand_in:
        count = row.tally.missing
        return ngettext("%(n)s piece still missing today", "%(n)s pieces still missing today", count) % {"n": count}
    if row.needs_mending:
        count = row.tally.to_mend
        return ngettext("%(n)s piece to mend today", "%(n)s pieces to mend today", count) % {"n": count}
    return ""


def _report_words(row: queries.DayRow) -> str:
    is_in = row.report_state == DailyReport.State.SUBMITTED
    return "" if is_in or not row.counts else _("Your daily report is still missing")


def _claim(row: queries.DayRow, day: date, actor: Viewer, now: datetime) -> bool:
    """Whether this reminder is ours to send: the row's moment or its creation decides, so two presses tell once."""
    known = {"day": day, "staff_id": row.person.id, "sent_by_id": actor.staff_id}
    rows = Reminder.objects.filter(**known)
    if rows.filter(sent_at__lte=now - queries.REMIND_AGAIN_AFTER).update(sent_at=now, times=F("times") + 1):
        return True
    if rows.exists():
        return False
    try:
        with transaction.atomic():
            Reminder.objects.create(**known, sent_at=now)
    except IntegrityError:
        return False
    return True


def _tell(row: queries.DayRow, day: date, words: str, actor: Viewer, now: datetime) -> None:
    is_of_report = not row.needs_hand_in and not row.needs_mending
    notify(
        kind="reports.remind",
        staff_ids=[row.person.id],
        title=words,
        body="" if actor.is_system else _("%(name)s asks you to finish %(day)s.") % {"name": actor.name, "day": day},
        url=f"{reverse('reports:daily')}?day={day}" if is_of_report else reverse("work:hand_in"),
        action_label=_("Write the report") if is_of_report else _("Hand in"),
        dedupe_key=f"reports.remind:{day}:{actor.staff_id}:{now.isoformat()}",
        now=now,
    )
