"""The jobs page: what the machine does by itself, how it went, and a button to do it now."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from omos.office.jobs import queries, services
from omos.office.jobs.declare import Job, UnknownJob
from omos.office.jobs.models import Run
from omos.office.jobs.queries import JobStanding
from omos.people import clock
from omos.people.access import ViewerRequest, may, needs
from omos.ui.parts import Kpi, State

RUNS_PER_PAGE = 50


@dataclass(frozen=True)
class JobRow:
    """One job in words."""

    code: str
    label: str
    rhythm: str
    state: State
    last_run: Run | None
    last_success_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True)
class RunRow:
    """One run in words."""

    label: str
    run: Run
    state: State


@needs("jobs.view")
@require_safe
def runs(request: ViewerRequest) -> HttpResponse:
    """Every job with its last run, then the runs, of one job or one state when asked."""
    now = timezone.now()
    standings = queries.standings(now=now)
    labels = {standing.job.code: str(standing.job.label) for standing in standings}
    code, state = _one_of(labels, request.GET.get("job")), _one_of(Run.State.values, request.GET.get("state"))
    page = Paginator(queries.runs(code=code, state=state), RUNS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "jobs": [_job_row(standing, now) for standing in standings],
        "kpis": _kpis(standings, now),
        "runs": [RunRow(labels.get(run.code, run.code), run, _state_of(run)) for run in page],
        "page": page,
        "states": Run.State.choices,
        "chosen": {"job": code, "state": state},
        "may_run": may(request.viewer, "jobs.run"),
        "now": now,
    }
    return render(request, "jobs/runs.html", context)


@needs("jobs.run")
@require_POST
def run_soon(request: ViewerRequest) -> HttpResponse:
    """Make one job due at once; the worker takes it within seconds."""
    try:
        services.run_soon(
            code=request.POST.get("job", ""), actor=request.viewer, now=clock.now(), true_now=timezone.now()
        )
    except UnknownJob as unknown:
        raise Http404 from unknown
    messages.success(request, _("The job will run within a few seconds."))
    return redirect("jobs:runs")


def _one_of(known: Container[str], text: str | None) -> str:
    """The text if it is one of those there are, else nothing chosen."""
    return text if text is not None and text in known else ""


def _job_row(standing: JobStanding, now: datetime) -> JobRow:
    job = standing.job
    return JobRow(
        code=job.code,
        label=str(job.label),
        rhythm=_rhythm(job),
        state=_standing_state(standing),
        last_run=standing.last_run,
        last_success_at=standing.last_success_at,
        due_at=standing.due_at,
    )


def _standing_state(standing: JobStanding) -> State:
    if standing.is_running:
        return State("accent", _("Running"))
    if standing.is_overdue:
        return State("warning", _("Overdue"))
    if standing.last_run is None:
        return State("unknown", _("Never ran"))
    return _state_of(standing.last_run)


def _state_of(run: Run) -> State:
    tones = {Run.State.DONE: "yes", Run.State.FAILED: "no", Run.State.ABANDONED: "warning"}
    return State(tones.get(Run.State(run.state), "accent"), str(Run.State(run.state).label))  # type: ignore[arg-type]


def _rhythm(job: Job) -> str:
    if job.at is not None:
        return _("daily at %(time)s") % {"time": f"{job.at:%H:%M}"}
    return _("every %(time)s") % {"time": _span(job.period)}


def _span(period: timedelta) -> str:
    seconds = int(period.total_seconds())
    if seconds % 3600 == 0:
        return ngettext("%(n)d hour", "%(n)d hours", seconds // 3600) % {"n": seconds // 3600}
    if seconds % 60 == 0:
        return ngettext("%(n)d minute", "%(n)d minutes", seconds // 60) % {"n": seconds // 60}
    return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}


def _kpis(standings: tuple[JobStanding, ...], now: datetime) -> tuple[Kpi, ...]:
    workers = len(queries.alive_since(now=now))
    overdue = sum(standing.is_overdue for standing in standings)
    failing = sum(standing.failures_in_a_row > 0 for standing in standings)
    waiting = int(queries.oldest_due_age_among(standings, now=now).total_seconds())
    return (
        Kpi(name=_("Workers alive"), figure=str(workers), figure_tone="" if workers else "no"),
        Kpi(name=_("Longest waiting"), figure=str(waiting), unit=_("seconds")),
        Kpi(name=_("Jobs overdue"), figure=str(overdue), figure_tone="warning" if overdue else ""),
        Kpi(name=_("Jobs failing"), figure=str(failing), figure_tone="no" if failing else ""),
    )
