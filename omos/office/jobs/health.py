"""Health for machines: does the process live, is the house ready, how is it doing. Details stay on this machine."""

from __future__ import annotations

import hmac
import time
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from omos import __version__
from omos.office.jobs import queries, traffic
from omos.people.access import public

OLDEST_DUE_MAY_WAIT = timedelta(minutes=5)
_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_started = time.time()


@dataclass(frozen=True)
class Check:
    """One thing that must hold for the house to be ready, with its figure."""

    name: str
    is_good: bool
    value: object = None


@public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@public
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Records, migrations, disk, worker and the age of the oldest due row; 503 when one of them fails."""
    checks = _checks()
    is_ready = all(check.is_good for check in checks)
    answer: dict[str, object] = {"ready": is_ready}
    if _may_see_details(request):
        answer["version"] = __version__
        answer["checks"] = {check.name: {"ok": check.is_good, "value": check.value} for check in checks}
    return JsonResponse(answer, status=200 if is_ready else 503)


@public
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Counters in Prometheus text form, for this machine or whoever holds OMOS_METRICS_TOKEN."""
    if not _may_see_details(request):
        return HttpResponse("Metrics are for this machine or for the bearer of OMOS_METRICS_TOKEN.\n", status=403)
    lines = [*_build_lines(), *traffic.lines(), *_job_lines()]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_see_details(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    # A proxy of ours on this machine makes everybody look local, so it must not vouch for anybody.
    is_forwarded = settings.TRUSTED_PROXIES or "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not is_forwarded and request.META.get("REMOTE_ADDR") in _LOOPBACK


def _checks() -> list[Check]:
    """Records first: without them the rest cannot be asked."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        pending = _pending_migrations()
        if pending:
            return [Check("records", True), Check("migrations", False, pending), _disk()]
        return [Check("records", True), Check("migrations", True, 0), _disk(), _worker(), _oldest_due()]
    except DatabaseError as error:
        return [Check("records", False, type(error).__name__), _disk()]


def _pending_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _disk() -> Check:
    share = queries.disk().free_share
    return Check("disk_free_share", share >= queries.DISK_EMERGENCY, round(share, 3))


def _worker() -> Check:
    seen_at = queries.worker_seen_at()
    age = (timezone.now() - seen_at) if seen_at else None
    is_alive = age is not None and age <= queries.WORKER_IS_LOST_AFTER
    return Check("worker_seen_seconds_ago", is_alive, None if age is None else round(age.total_seconds(), 1))


def _oldest_due() -> Check:
    age = queries.oldest_due_age(now=timezone.now())
    return Check("oldest_due_age_seconds", age <= OLDEST_DUE_MAY_WAIT, round(age.total_seconds(), 1))


def _build_lines() -> list[str]:
    return [
        "# HELP omos_build_info Version that runs.",
        "# TYPE omos_build_info gauge",
        f'omos_build_info{{version="{__version__}"}} 1',
        "# HELP omos_start_time_seconds When this process started, seconds since 1970.",
        "# TYPE omos_start_time_seconds gauge",
        f"omos_start_time_seconds {_started:.0f}",
    ]


def _job_lines() -> list[str]:
    now = timezone.now()
    counts = sorted(queries.run_counts().items())
    successes = sorted(queries.successes().items())
    return [
        "# HELP omos_job_runs Runs on record, by job and state.",
        "# TYPE omos_job_runs gauge",
        *(f'omos_job_runs{{job="{code}",state="{state.lower()}"}} {count}' for (code, state), count in counts),
        "# HELP omos_job_last_success_seconds When the job last ended well, seconds since 1970.",
        "# TYPE omos_job_last_success_seconds gauge",
        *(f'omos_job_last_success_seconds{{job="{code}"}} {at.timestamp():.0f}' for code, at in successes),
        "# HELP omos_jobs_overdue Jobs that have not succeeded within their due time.",
        "# TYPE omos_jobs_overdue gauge",
        f"omos_jobs_overdue {len(queries.overdue_jobs(now=now))}",
        "# HELP omos_oldest_due_age_seconds How long the longest waiting due thing waits.",
        "# TYPE omos_oldest_due_age_seconds gauge",
        f"omos_oldest_due_age_seconds {queries.oldest_due_age(now=now).total_seconds():.1f}",
    ]
