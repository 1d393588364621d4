"""What a room declares to have work done by the machine: one `Job` per line of its `JOBS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Job:
    """A piece of background work: `function(now=…)` finds its own due rows and returns how many it dealt with.

    With `at` it runs at that time of the company's day (every `period`, at least a day) and catches up after a stop.
    `oldest_due(now=…)` tells since when its oldest row waits, or None; health watches its age.
    """

    code: str
    label: str | _StrPromise
    function: Callable[..., int]
    period: timedelta
    at: time | None = None
    oldest_due: Callable[..., datetime | None] | None = None


class UnknownJob(LookupError):
    """A job was named that no room declares."""


_jobs: dict[str, Job] = {}


def install(jobs: Iterable[Job]) -> None:
    """Take over what the rooms declare.

    :raises ValueError: if a job is declared twice or its times make no sense
    """
    _jobs.clear()
    for job in jobs:
        if job.code in _jobs:
            raise ValueError(f"job {job.code} is declared twice")
        if job.period < (timedelta(seconds=1) if job.at is None else timedelta(days=1)):
            raise ValueError(f"job {job.code} has too short a period")
        _jobs[job.code] = job


def jobs() -> tuple[Job, ...]:
    """All jobs, in the order of the river."""
    return tuple(_jobs.values())


def job(code: str) -> Job:
    """The job of this code.

    :raises UnknownJob: if no room declares it
    """
    if code not in _jobs:
        raise UnknownJob(code)
    return _jobs[code]
