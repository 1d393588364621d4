"""Background work of the content room."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from omos.centres.content import services
from omos.connectors.outbound import rules_from
from omos.loop.verification.services import Runner
from omos.people.clock import real_now

# Runs end before the next one is due, so that a slow host keeps nobody waiting for long.
RUN_LASTS = timedelta(minutes=4)


def look_at_sources(*, now: datetime) -> int:
    """Look at due list pages, sitemaps and feeds."""
    return services.look_at_due(now=now, runner=_runner())


def read_found_pages(*, now: datetime) -> int:
    """Read new pages, and count them where it is clear whose they are."""
    return services.read_due(now=now, runner=_runner())


def match_again(*, now: datetime) -> int:
    """Ask once more whose the unsettled pages are."""
    return services.match_again(now=now)


def tell_found(*, now: datetime) -> int:
    """Tell in the morning what was found."""
    return services.tell_found(now=now)


def _runner() -> Runner:
    return Runner(rules=rules_from(settings), true_clock=real_now, lasts=RUN_LASTS)
