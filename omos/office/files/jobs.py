"""The room's own jobs."""

from __future__ import annotations

from datetime import datetime

from omos.office.files import services
from omos.people import clock
from omos.people.viewer import Viewer


def forget_expired(*, now: datetime) -> int:
    """Forget files whose time is over, then remove content nobody names; content ages by the true clock."""
    forgotten = services.forget_expired(actor=Viewer.system("files.forget"), now=now)
    return forgotten + services.sweep_orphans(now=clock.real_now())
