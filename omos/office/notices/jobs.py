"""The room's own jobs: sending and forgetting."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from omos.connectors.outbound import rules_from
from omos.office.notices import services
from omos.people import clock


def forget_old(*, now: datetime) -> int:
    """Remove read notices older than half a year, and messages that left three months ago."""
    return services.forget_old(now=now) + services.forget_old_messages(now=now)


def send_messages(*, now: datetime) -> int:
    """Send what waits for groups and mailboxes, as far as pace and hour allow."""
    return services.send_due(services.Sender(now, clock.real_now, rules_from(settings)))
