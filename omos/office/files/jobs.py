"""The room's own jobs."""

from __future__ import annotations

from datetime import datetime

from omos.office.files import queries, services
from omos.people import clock
from omos.people.viewer import Viewer


def forget_expired(*, now: datetime) -> int:
    """Forget files whose time is over, then remove content nobody names; content ages by the true clock."""
    forgotten = services.forget_expired(actor=Viewer.system("files.forget"), now=now)
    return forgotten + services.sweep_orphans(now=clock.real_now())


class ContentMissing(Exception):
    """Files stand in the records whose content is gone; `omos check-data` names them, a backup has them."""


def check_content(*, now: datetime) -> int:
    """Look whether every file's content is there.

    :raises ContentMissing: with how many are not
    """
    missing = queries.missing_content()
    if missing:
        raise ContentMissing(len(missing))
    return 0
