"""Taking leases, running jobs, writing down how they ended."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread

from django.db import connection, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest

from omos.office.jobs import declare, queries
from omos.office.jobs.declare import Job
from omos.office.jobs.holders import is_surely_dead
from omos.office.jobs.models import Lease, Run, Worker
from omos.office.jobs.schedule import first_due, next_due, retry_due
from omos.people.clock import company_time_zone
from omos.people.trail import record_action
from omos.people.viewer import Viewer

logger = logging.getLogger("omos.jobs")

LEASE_LASTS = timedelta(seconds=30)
KEEP_BUSY_RUNS = timedelta(days=30)
KEEP_IDLE_RUNS = timedelta(days=1)
KEEP_LOST_WORKERS = timedelta(days=1)

TrueClock = Callable[[], datetime]


class LeaseLost(Exception):
    """The lease went to somebody else meanwhile; nothing of this run may be written any more."""


@dataclass(frozen=True)
class Held:
    """A lease in hand: its job, its fencing token and when the job was due."""

    code: str
    holder: str
    token: int
    due_at: datetime


def ensure_leases(*, now: datetime) -> None:
    """Give every declared job its lease row."""
    known = set(Lease.objects.values_list("code", flat=True))
    tz = company_time_zone()
    fresh = [
        Lease(code=job.code, due_at=first_due(job, now=now, tz=tz), watched_from=now)
        for job in declare.jobs()
        if job.code not in known
    ]
    Lease.objects.bulk_create(fresh, ignore_conflicts=True)


def run_job(
    *, code: str, now: datetime, holder: str, true_clock: TrueClock, lasts: timedelta = LEASE_LASTS
) -> Run | None:
    """Run one job if it is due and nobody holds it; None when somebody else was first or it is not due.

    `now` is the business moment handed to the job, `true_clock` the machine's own time, by which leases live.

    :raises UnknownJob: if no room declares the code
    """
    job = declare.job(code)
    held = take_lease(code=code, holder=holder, now=true_clock(), lasts=lasts)
    if held is None:
        return None
    with _heartbeat(held, true_clock, lasts):
        rows, error = _outcome_of(job, now)
    try:
        return finish_run(held=held, rows=rows, error=error, now=true_clock())
    except LeaseLost:
        logger.warning("the lease was lost; the run is not written down", extra={"job": code})
        return None


@transaction.atomic
def take_lease(*, code: str, holder: str, now: datetime, lasts: timedelta) -> Held | None:
    """Take the lease of a due job, mark what a dead holder left as broken off, and open the run; None when held."""
    is_free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    taken = Lease.objects.filter(is_free, code=code, due_at__lte=now).update(
        holder=holder, token=F("token") + 1, heartbeat_at=now, leased_until=now + lasts
    )
    if not taken:
        return None
    lease = Lease.objects.get(code=code)
    left = Run.objects.filter(code=code, state=Run.State.RUNNING, token__lt=lease.token)
    # The later of both: a clock set back must not leave a run open for ever.
    broken_off = left.update(state=Run.State.ABANDONED, finished_at=Greatest("started_at", Value(now)))
    # A job that takes its worker down with it fails as well, though nobody is left to say so.
    Lease.objects.filter(id=lease.pk).update(failures_in_a_row=F("failures_in_a_row") + broken_off)
    Run.objects.create(code=code, token=lease.token, started_at=now)
    return Held(code=code, holder=holder, token=lease.token, due_at=lease.due_at)


@transaction.atomic
def finish_run(*, held: Held, rows: int, error: str, now: datetime) -> Run:
    """Write the end of a run and give the lease back, both only with the token still in force.

    :raises LeaseLost: if somebody else has taken the lease since
    """
    job, tz = declare.job(held.code), company_time_zone()
    reckon = retry_due if error else next_due
    returned = Lease.objects.filter(code=held.code, token=held.token, holder=held.holder).update(
        holder="",
        heartbeat_at=now,
        leased_until=None,
        due_at=reckon(job, due=held.due_at, now=now, tz=tz),
        failures_in_a_row=F("failures_in_a_row") + 1 if error else 0,
        **({} if error else {"succeeded_at": now}),
    )
    if not returned:
        raise LeaseLost(held.code)
    run = Run.objects.get(code=held.code, token=held.token)
    run.state = Run.State.FAILED if error else Run.State.DONE
    run.finished_at = max(now, run.started_at)
    run.rows, run.error = (None if error else rows), error
    run.save(update_fields=["state", "finished_at", "rows", "error"])
    return run


def prolong_lease(*, held: Held, now: datetime, lasts: timedelta) -> bool:
    """Beat the heart of a running job; False when the lease is lost."""
    mine = Lease.objects.filter(code=held.code, token=held.token, holder=held.holder)
    return bool(mine.update(heartbeat_at=now, leased_until=now + lasts))


def free_leases_of_the_dead(*, now: datetime) -> int:
    """Let leases go at once whose holder surely died on this machine, instead of waiting for their time to end."""
    freed = 0
    for lease in queries.held_leases():
        if is_surely_dead(lease.holder):
            still = Lease.objects.filter(id=lease.pk, token=lease.token, holder=lease.holder)
            freed += still.update(holder="", leased_until=None, heartbeat_at=now)
    return freed


@transaction.atomic
def run_soon(*, code: str, actor: Viewer, now: datetime, true_now: datetime) -> None:
    """Make a job due at once; pressing twice is the same as once.

    :raises UnknownJob: if no room declares the code
    """
    declare.job(code)
    if Lease.objects.filter(code=code, due_at__gt=true_now).update(due_at=true_now):
        record_action("jobs.run", actor=actor, subject=("jobs.lease", code), now=now)


def report_alive(*, holder: str, now: datetime) -> None:
    """A worker says that it lives."""
    if not Worker.objects.filter(holder=holder).update(seen_at=now):
        Worker.objects.create(holder=holder, started_at=now, seen_at=now)


def report_gone(*, holder: str) -> None:
    """A worker that stops cleanly takes its name off the list."""
    Worker.objects.filter(holder=holder).delete()


def clean_up_runs(*, now: datetime) -> int:
    """Forget runs that did nothing after a day, all others after thirty; and workers long lost."""
    ended = Run.objects.exclude(state=Run.State.RUNNING)
    idle, _ = ended.filter(state=Run.State.DONE, rows=0, started_at__lt=now - KEEP_IDLE_RUNS).delete()
    old, _ = ended.filter(started_at__lt=now - KEEP_BUSY_RUNS).delete()
    Worker.objects.filter(seen_at__lt=now - KEEP_LOST_WORKERS).delete()
    return idle + old


def _outcome_of(job: Job, now: datetime) -> tuple[int, str]:
    """Rows and no error, or nothing and the error's kind and place."""
    try:
        return int(job.function(now=now)), ""
    except Exception as error:
        logger.exception("a job failed", extra={"job": job.code})
        return 0, _kind_and_place(error)


def _kind_and_place(error: Exception) -> str:
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if "/omos/" in frame.filename]
    place = f" {own[-1].filename.rpartition('/omos/')[2]}:{own[-1].lineno}" if own else ""
    return f"{type(error).__name__}{place}"[:200]


@contextmanager
def _heartbeat(held: Held, true_clock: TrueClock, lasts: timedelta) -> Iterator[None]:
    """Prolong the lease from a thread of its own while the job works."""
    stop = Event()

    def beat() -> None:
        try:
            while not stop.wait(lasts.total_seconds() / 3):
                if not prolong_lease(held=held, now=true_clock(), lasts=lasts):
                    return
        finally:
            connection.close()

    thread = Thread(target=beat, name=f"heartbeat {held.code}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
