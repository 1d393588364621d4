"""The morning line: what the machine found since the last workday, told once to whom it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from omos.centres.content import queries
from omos.centres.content.models import WatchedSource
from omos.centres.content.queries.desk import MACHINE
from omos.office.notices.services import notify
from omos.people import queries as people
from omos.people.clock import local_day
from omos.people.policy import may
from omos.ui import formats

if TYPE_CHECKING:
    from omos.people.models import Staff

FOUND_NOTICE = "content.found"


def tell_found(*, now: datetime) -> int:
    """Tell everybody who works today what was found for them since the last workday; returns how many were told."""
    today = local_day(now)
    if not WatchedSource.objects.exists() or not people.is_workday(today):
        return 0
    first = _workday_before(today)
    return sum(_tell(staff, first, today, now) for staff in _concerned(today))


def _tell(staff: Staff, first: date, today: date, now: datetime) -> int:
    viewer = people.viewer_of_staff(staff)
    last = today - timedelta(days=1)
    day = queries.found_between(first=first, last=last, viewer=viewer)
    if not (day.found or day.unsettled) or not may(viewer, "content.view"):
        return 0
    with translation.override(viewer.language):
        return notify(
            kind=FOUND_NOTICE,
            staff_ids=[staff.pk],
            title=morning_line(day, today=today),
            body=_rest(day),
            url=f"{reverse('content:day')}?day={first.isoformat()}",
            action_label=_("Look at them"),
            dedupe_key=f"{FOUND_NOTICE}/{today.isoformat()}",
            now=now,
        )


def morning_line(day: queries.FoundDay, *, today: date) -> str:
    """昨天 9 篇，已核验 8; after a weekend with the day since when."""
    told = {"found": day.found, "verified": day.verified, "day": formats.short_day(day.first)}
    if day.first == today - timedelta(days=1):
        return _("Yesterday %(found)s articles, %(verified)s verified") % told
    return _("Since %(day)s %(found)s articles, %(verified)s verified") % told


def _rest(day: queries.FoundDay) -> str:
    if not day.unsettled:
        return _("Found on our websites by the machine; nobody had to hand them in.")
    text = ngettext(
        "%(count)s article waits for somebody to say whose it is.",
        "%(count)s articles wait for somebody to say whose they are.",
        day.unsettled,
    )
    return text % {"count": day.unsettled}


def _concerned(today: date) -> Iterator[Staff]:
    """People with a login who are here today: who may claim or give articles."""
    here = queries.writers(viewer=MACHINE, verb="content.view", today=today)
    yield from here.filter(user__is_active=True).select_related("position", "user").order_by("id")


def _workday_before(day: date) -> date:
    yesterday = day - timedelta(days=1)
    days = people.workdays_between(day - timedelta(days=14), yesterday)
    return days[-1] if days else yesterday
