"""Makes jobs, leases and runs for tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from omos.office.jobs import declare, services
from omos.office.jobs.declare import Job
from omos.office.jobs.models import Lease, Run

START = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
LASTS = timedelta(seconds=30)


def make_job(code: str = "test.job", function: Callable[..., int] | None = None, **changes) -> Job:
    values: dict[str, Any] = {
        "code": code,
        "label": code,
        "function": function or (lambda *, now: 3),
        "period": timedelta(seconds=20),
    }
    return Job(**(values | changes))


@contextmanager
def declared(*jobs: Job) -> Iterator[None]:
    """Only these jobs, as long as the block lasts."""
    before = declare.jobs()
    declare.install(jobs)
    try:
        yield
    finally:
        declare.install(before)


def make_lease(code: str = "test.job", due_at: datetime = START, **changes) -> Lease:
    return Lease.objects.create(code=code, due_at=due_at, **changes)


def make_run(code: str = "test.job", token: int = 1, state: str = "DONE", **changes) -> Run:
    ended = None if state == "RUNNING" else START
    values: dict[str, Any] = {"started_at": START, "finished_at": ended, "rows": 0 if state == "DONE" else None}
    return Run.objects.create(code=code, token=token, state=state, **(values | changes))


def run(code: str = "test.job", at: datetime = START, holder: str = "here") -> Run | None:
    return services.run_job(code=code, now=at, holder=holder, true_clock=lambda: at, lasts=LASTS)
