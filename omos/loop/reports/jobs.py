"""What the machine does by itself: closes days, looks again at late ones, reminds, and tells group chats."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from omos.loop.reports import services
from omos.people import queries as people
from omos.people.clock import local_day
from omos.people.viewer import Viewer

REMIND_AT = time(18, 30)
PLAN_AT = time(8, 45)
PLAN_UNTIL = time(12, 0)
PICTURE_AT = time(18, 0)
# From then on people close their day, and a chat hears of it.
PROGRESS_FROM, PROGRESS_UNTIL = time(16, 30), time(20, 30)
LAMPS_FROM, LAMPS_UNTIL = time(9, 0), time(20, 0)


def close_days(*, now: datetime) -> int:
    """Close every day that is over and still open."""
    return services.close_due_days(actor=Viewer.system("reports.close_day"), now=now)


def mend_days(*, now: datetime) -> int:
    """Write the next revision of closed days that look better by now."""
    return services.mend_days(actor=Viewer.system("reports.mend_days"), now=now)


def remind_missing(*, now: datetime) -> int:
    """Remind whose day is open; a run that comes after midnight is too late and tells nobody."""
    if timezone.localtime(now).time() < REMIND_AT:
        return 0
    return services.remind_missing(day=local_day(now), actor=Viewer.system("reports.remind"), now=now)


def post_plan(*, now: datetime) -> int:
    """Tell groups in the morning what everybody has today; at noon it is too late."""
    return services.post_plan(day=local_day(now), now=now) if _is_time(now, PLAN_AT, PLAN_UNTIL) else 0


def post_picture(*, now: datetime) -> int:
    """Show groups the day at six; after midnight it is too late."""
    return services.post_picture(day=local_day(now), now=now) if _is_time(now, PICTURE_AT, time.max) else 0


def post_progress(*, now: datetime) -> int:
    """Tell groups in the evening who has closed the day."""
    return services.post_progress(day=local_day(now), now=now) if _is_time(now, PROGRESS_FROM, PROGRESS_UNTIL) else 0


def post_lamps(*, now: datetime) -> int:
    """Tell groups of red lamps in working hours."""
    return services.post_lamps(day=local_day(now), now=now) if _is_time(now, LAMPS_FROM, LAMPS_UNTIL) else 0


def _is_time(now: datetime, first: time, last: time) -> bool:
    """Whether it is a workday and the time of day for it."""
    return first <= timezone.localtime(now).time() <= last and people.is_workday(local_day(now))
