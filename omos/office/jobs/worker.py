"""The worker process: looks every few seconds which jobs are due and runs them, until it is told to stop."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from django.conf import settings
from django.db import connections
from django.utils import timezone

from omos.office.jobs import declare, queries, services
from omos.office.jobs.declare import Job
from omos.office.jobs.holders import own_name
from omos.people import clock
from omos.people import queries as people

logger = logging.getLogger("omos.worker")

LOOK_EVERY = timedelta(seconds=5)
ALIVE_EVERY = timedelta(seconds=10)
THREADS = 4
STOP_WITHIN = 3.0
NOTICE_STOP_WITHIN = 0.2


def work(stop: Event, *, lasts: timedelta = services.LEASE_LASTS) -> None:
    """Run due jobs until `stop` is set; then give running ones three seconds to end."""
    holder = own_name()
    _report_alive(holder)
    with clock.in_company_time(_company_time_zone()):
        services.ensure_leases(now=timezone.now())
    scheduler = _scheduler()
    scheduler.add_job(_closing(_report_alive), args=[holder], **_every(ALIVE_EVERY, "worker is alive"))
    for job in declare.jobs():
        scheduler.add_job(_closing(_run), args=[job, holder, lasts], **_every(min(job.period, LOOK_EVERY), job.code))
    scheduler.start()
    logger.info("the worker looks for due jobs", extra={"rows": len(declare.jobs())})
    # Not `stop.wait()`: a signal handler that sets the event while this thread is about to wait would lock itself out.
    while not stop.is_set():
        time.sleep(NOTICE_STOP_WITHIN)
    _stop(scheduler)
    services.report_gone(holder=holder)
    connections.close_all()


def _scheduler() -> BackgroundScheduler:
    """One thread pool; late triggers are never dropped and never pile up."""
    return BackgroundScheduler(
        timezone="UTC",
        jobstores={"default": MemoryJobStore()},
        executors={"default": ThreadPoolExecutor(THREADS)},
        # The library's default silently drops a run that is one second late.
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )


def _every(period: timedelta, name: str) -> dict[str, Any]:
    return {
        "trigger": "interval",
        "seconds": period.total_seconds(),
        "id": name,
        "name": name,
        "next_run_time": timezone.now(),
    }


def _closing(function: Callable[..., None]) -> Callable[..., None]:
    """Close the connections around each run: pool threads live as long as the worker, and a server's patience ends."""

    def closed(*args: Any) -> None:
        connections.close_all()
        try:
            function(*args)
        finally:
            connections.close_all()

    return closed


def _report_alive(holder: str) -> None:
    now = timezone.now()
    services.report_alive(holder=holder, now=now)
    services.free_leases_of_the_dead(now=now)


def _run(job: Job, holder: str, lasts: timedelta) -> None:
    """One look: read first, so that jobs that are not due cost no write."""
    if job.code not in queries.due_codes(now=timezone.now()):
        return
    # Days are cut where the company's days end, not where the machine's do.
    with clock.in_company_time(_company_time_zone()):
        run = services.run_job(code=job.code, now=clock.now(), holder=holder, true_clock=timezone.now, lasts=lasts)
    if run is not None and run.rows:
        logger.info(
            "a job ran", extra={"job": job.code, "rows": run.rows, "milliseconds": round((run.seconds or 0) * 1000)}
        )


def _company_time_zone() -> str:
    """The zone on the company page, else the setting's."""
    company = people.company()
    return company.time_zone if company else settings.TIME_ZONE


def _stop(scheduler: BackgroundScheduler) -> None:
    """No new runs; running ones get a moment, what is left then is broken off and taken up again at the next start."""
    scheduler.pause()
    executor = scheduler._lookup_executor("default")
    deadline = time.monotonic() + STOP_WITHIN
    while any(executor._instances.values()) and time.monotonic() < deadline:
        time.sleep(0.05)
    scheduler.shutdown(wait=False)
