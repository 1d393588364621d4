"""Reading the jobs room: last runs, what is overdue, who is alive."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from omos.office.jobs import declare
from omos.office.jobs.declare import Job
from omos.office.jobs.models import Lease, Run, Worker
from omos.office.jobs.schedule import expected_by
from omos.people.memory import once_a_view

WORKER_IS_LOST_AFTER = timedelta(seconds=60)


@dataclass(frozen=True)
class JobStanding:
    """One job as its page shows it."""

    job: Job
    last_run: Run | None
    last_success_at: datetime | None
    due_at: datetime | None
    is_running: bool
    is_overdue: bool
    failures_in_a_row: int


def due_codes(*, now: datetime) -> tuple[str, ...]:
    """Codes of declared jobs that are due, longest waiting first; held ones only when their holder's time is over."""
    known = [job.code for job in declare.jobs()]
    due = Lease.objects.filter(code__in=known, due_at__lte=now).filter(_free(now))
    return tuple(due.order_by("due_at", "id").values_list("code", flat=True))


def _free(now: datetime) -> Q:
    return Q(leased_until__isnull=True) | Q(leased_until__lt=now)


def held_leases() -> QuerySet[Lease]:
    """Leases somebody holds or held when it died."""
    return Lease.objects.filter(leased_until__isnull=False)


def standings(*, now: datetime) -> tuple[JobStanding, ...]:
    """Every declared job with its last run, in the order of the river."""
    newest = Run.objects.filter(code=OuterRef("code")).order_by("-token").values("id")[:1]
    leases = {lease.code: lease for lease in Lease.objects.annotate(last_run_id=Subquery(newest))}
    working_since = next(iter(alive_since(now=now)), None)
    last_ids = [lease.last_run_id for lease in leases.values() if lease.last_run_id]
    runs = {run.code: run for run in Run.objects.filter(id__in=last_ids)}
    return tuple(_standing(job, leases.get(job.code), runs.get(job.code), now, working_since) for job in declare.jobs())


def _standing(
    job: Job, lease: Lease | None, last_run: Run | None, now: datetime, working_since: datetime | None
) -> JobStanding:
    if lease is None:
        return JobStanding(job, last_run, None, None, is_running=False, is_overdue=False, failures_in_a_row=0)
    return JobStanding(
        job=job,
        last_run=last_run,
        last_success_at=lease.succeeded_at,
        due_at=lease.due_at,
        is_running=lease.is_held(at=now),
        is_overdue=_is_overdue(job, lease, now, working_since),
        failures_in_a_row=lease.failures_in_a_row,
    )


def _is_overdue(job: Job, lease: Lease, now: datetime, working_since: datetime | None) -> bool:
    since = lease.succeeded_at or lease.watched_from
    return now > expected_by(job, since=since, working_since=working_since)


def overdue_jobs(*, now: datetime) -> tuple[Job, ...]:
    """Jobs that have not succeeded within their due time: the dead man's switch."""
    leases = {lease.code: lease for lease in Lease.objects.all()}
    working_since = next(iter(alive_since(now=now)), None)
    known = [(job, leases[job.code]) for job in declare.jobs() if job.code in leases]
    return tuple(job for job, lease in known if _is_overdue(job, lease, now, working_since))


def failing_jobs(*, at_least: int = 3) -> tuple[Job, ...]:
    """Jobs that failed several times in a row."""
    codes = set(Lease.objects.filter(failures_in_a_row__gte=at_least).values_list("code", flat=True))
    return tuple(job for job in declare.jobs() if job.code in codes)


def runs(*, code: str = "", state: str = "") -> QuerySet[Run]:
    """Runs, newest first; of one job or one state when named."""
    found = Run.objects.order_by("-started_at", "-id")
    found = found.filter(code=code) if code else found
    return found.filter(state=state) if state else found


def oldest_due_age(*, now: datetime) -> timedelta:
    """How long the longest waiting due thing waits: a job nobody took, or a row a job reports; zero when none."""
    return _longest([_oldest_job(now), *_oldest_rows(now)], now)


def oldest_due_age_among(found: Collection[JobStanding], *, now: datetime) -> timedelta:
    """The same, for jobs whose standing is known already."""
    idle = [standing.due_at for standing in found if not standing.is_running]
    return _longest([*(due for due in idle if due is not None and due <= now), *_oldest_rows(now)], now)


def _longest(waiting_since: Collection[datetime | None], now: datetime) -> timedelta:
    return max((now - since for since in waiting_since if since is not None), default=timedelta(0))


def _oldest_job(now: datetime) -> datetime | None:
    known = [job.code for job in declare.jobs()]
    due = Lease.objects.filter(code__in=known, due_at__lte=now).filter(_free(now)).order_by("due_at")
    return due.values_list("due_at", flat=True).first()


def _oldest_rows(now: datetime) -> list[datetime | None]:
    return [job.oldest_due(now=now) for job in declare.jobs() if job.oldest_due is not None]


def workers(*, now: datetime) -> QuerySet[Worker]:
    """Workers seen alive within the last minute, oldest first."""
    return Worker.objects.filter(seen_at__gte=now - WORKER_IS_LOST_AFTER).order_by("started_at", "id")


def known_since(*, now: datetime) -> datetime:
    """Since when this installation runs jobs."""
    return Lease.objects.order_by("watched_from").values_list("watched_from", flat=True).first() or now


@once_a_view
def alive_since(*, now: datetime) -> tuple[datetime, ...]:
    """When each living worker started, the oldest first."""
    return tuple(workers(now=now).values_list("started_at", flat=True))


def worker_seen_at() -> datetime | None:
    """When any worker was last seen alive; None if there never was one."""
    return Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()


def successes() -> dict[str, datetime]:
    """When each job last ended well, by code."""
    return {code: at for code, at in Lease.objects.values_list("code", "succeeded_at") if at is not None}


def run_counts() -> dict[tuple[str, str], int]:
    """Runs on record by code and state."""
    counted = Run.objects.values_list("code", "state").annotate(count=Count("id")).order_by()
    return {(code, state): count for code, state, count in counted}
