"""The room's own jobs."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from omos.office.jobs import queries, services

BACKUP = [sys.executable, "-m", "omos.cli", "backup"]


class BackupFailed(Exception):
    """The daily backup could not be made; `omos backup` by hand says why."""


class RecordsBroken(Exception):
    """The database found damage in itself; `omos check-data` names it, `omos restore` brings a whole one back."""


def check_records(*, now: datetime) -> int:
    """Let the database look for damage in its own pages and keys.

    :raises RecordsBroken: with how many places
    """
    broken = queries.broken_records()
    if broken:
        raise RecordsBroken(len(broken))
    return 0


def clean_up_runs(*, now: datetime) -> int:
    """Forget old runs; by the true clock, since runs carry true times."""
    return services.clean_up_runs(now=timezone.now())


def back_up(*, now: datetime) -> int:
    """Make the day's backup by the command people use, in a process of its own; a demo and a test are not saved.

    :raises BackupFailed: if the command refuses
    """
    if settings.OMOS_MODE != "production":
        return 0
    done = subprocess.run(BACKUP, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode:
        raise BackupFailed
    return 1
