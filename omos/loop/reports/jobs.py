"""What the machine does by itself: closes days, looks again at days made up later, reminds before the evening."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from omos.loop.reports import services
from omos.people.clock import local_day
from omos.people.viewer import Viewer

REMIND_AT = time(18, 30)


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
