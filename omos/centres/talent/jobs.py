"""The personnel office's daily work."""

from __future__ import annotations

from datetime import datetime

from omos.people import clock
from omos.people import services as people_services
from omos.people.viewer import Viewer


def tidy(*, now: datetime) -> int:
    """Seal finished days of the action trail, drop ended sessions; returns how many days were sealed."""
    return people_services.tidy(now=now, true_now=clock.real_now())


def renew_calendar(*, now: datetime) -> int:
    """Take over this year and the next as announced by now; returns how many days changed."""
    year = clock.local_day(now).year
    actor = Viewer.system("talent.renew_calendar")
    return people_services.fill_calendar(years=[year, year + 1], actor=actor, now=now).days


def turn_handovers(*, now: datetime) -> int:
    """Begin, keep up and end handovers whose day has come; returns how many things changed hands."""
    return people_services.turn_handovers(actor=Viewer.system("talent.turn_handovers"), now=now)
