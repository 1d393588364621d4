"""Background work of the verification room."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from omos.connectors.outbound import rules_from
from omos.loop.verification import services
from omos.loop.verification.services.pacing import forget_hosts
from omos.people.clock import real_now


def verify_new_evidence(*, now: datetime) -> int:
    """Give every new piece its standing, then look at whatever was not looked at yet."""
    fresh = services.enqueue_checks(now=now)
    return fresh + services.run_due(now=now, runner=_runner(services.RUN_LASTS), is_later=False)


def look_again(*, now: datetime) -> int:
    """Look again at pieces on days 1, 7 and 30."""
    return services.run_due(now=now, runner=_runner(services.LATER_RUN_LASTS), is_later=True)


def watch_pages(*, now: datetime) -> int:
    """Give links that passed their places at the search engines."""
    return services.watch_passed_pages(now=now)


def read_logs(*, now: datetime) -> int:
    """Read the access logs somebody has sent."""
    return services.read_uploaded_logs(now=now)


def drop_old_proofs(*, now: datetime) -> int:
    """Forget proofs whose time is over, and hosts nobody asks any more."""
    forget_hosts(before=real_now() - timedelta(days=1))
    return services.drop_old_proofs(now=now)


def _runner(lasts: timedelta) -> services.Runner:
    return services.Runner(rules=rules_from(settings), true_clock=real_now, lasts=lasts)
