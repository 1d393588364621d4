"""The first screen of each role."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from omos.centres.content import queries as content
from omos.centres.website import queries as website
from omos.desk import five_jobs, presenting
from omos.desk.first_steps import FirstSteps, first_steps
from omos.desk.waiting import waiting_for
from omos.loop.goals import queries as goals
from omos.loop.ledger import queries as ledger
from omos.loop.reports import queries as reports
from omos.loop.verification import queries as verification
from omos.loop.work import queries as work
from omos.people import queries as people
from omos.people.access import ViewerRequest, may, needs
from omos.people.clock import now, today
from omos.people.roles import Role
from omos.people.viewer import Viewer
from omos.ui import formats

MONTHS_SHOWN = 7


@require_GET
@needs("desk.home")
def home(request: ViewerRequest) -> HttpResponse:
    """The home of the viewer's role: boss, supervisor, or the day of who hands in."""
    viewer = request.viewer
    if Role.BOSS in viewer.roles:
        return render(request, "desk/boss.html", _boss(viewer))
    if may(viewer, "work.plan"):
        return render(request, "desk/supervisor.html", _supervisor(viewer))
    if may(viewer, "desk.my_day"):
        return render(request, "desk/my_day.html", _my_day(viewer))
    context = {
        "waiting": waiting_for(viewer),
        "first_steps": _first_steps(viewer),
        "may_see_presence": may(viewer, "people.view_presence"),
    }
    return render(request, "desk/other.html", context | _month(today()))


@require_GET
@needs("desk.my_day")
def my_day(request: ViewerRequest) -> HttpResponse:
    """What one has to do today, what came back, how the month goes."""
    return render(request, "desk/my_day.html", _my_day(request.viewer))


def _supervisor(viewer: Viewer) -> dict[str, Any]:
    day = today()
    first, last = goals.month_of(day)
    progress = goals.progress(viewer=viewer, first=first, last=last, today=day, level="COMPANY", has_categories=False)
    trend = goals.course_of(measure="revenue", first=first, last=last, today=day)
    # When the website changed: what explains many a bend of the curve.
    marks = website.version_marks(first=first, last=last)
    grid = reports.day_grid(viewer=viewer, day=day, now=now())
    lamps = reports.lamps(today=day)
    return _month(day) | {
        "kpis": presenting.goal_kpis(progress),
        "lamps": lamps,
        "chart": presenting.course_chart(trend, is_money=True, marks=marks) if trend else None,
        "grid": grid,
        "jobs": five_jobs.jobs(viewer, grid, lamps),
        "first_steps": _first_steps(viewer),
        **_found(viewer, day),
    }


def _found(viewer: Viewer, day: date) -> dict[str, Any]:
    """What the machine found on the last workday, where websites are watched."""
    found = content.found_on(_workday_before(day), viewer)
    return {"found": found, "found_heading": found.heading(today=day)}


def _first_steps(viewer: Viewer) -> FirstSteps | None:
    """What a young installation still lacks, for those who set it up."""
    return first_steps(viewer, today=today()) if may(viewer, "people.put_away_first_steps") else None


def _boss(viewer: Viewer) -> dict[str, Any]:
    day = today()
    verdict = reports.month_verdict(viewer=viewer, today=day)
    revenue = verdict.line("revenue").progress
    months = [_months_before(day, back) for back in range(MONTHS_SHOWN - 1, -1, -1)]
    attained = goals.attainment(measure="revenue", months=months)
    return _month(day) | {
        "verdict": verdict,
        "revenue": revenue,
        "lines": [presenting.line_row(line) for line in verdict.lines],
        "risks": reports.lamps(today=day, most=3),
        "highlights": reports.highlights(today=day, most=3),
        "chart": presenting.attainment_chart(attained, today_share=revenue.forecast_share if revenue else None),
        "state": presenting.state_of(revenue) if revenue else None,
        "costs": presenting.cost_columns(verdict),
        "earners": reports.earners(viewer=viewer, first=verdict.first, last=day),
        "waiting": waiting_for(viewer),
    }


def _my_day(viewer: Viewer) -> dict[str, Any]:
    staff_id = viewer.staff_id or 0
    # After midnight a night shift still sees the day it began on.
    day = people.working_day(staff_id=staff_id, moment=now())
    first, last = goals.month_of(day)
    mine = work.my_day(staff_id=staff_id, day=day)
    progress = goals.my_goals(viewer=viewer, first=first, last=last, today=day)
    return _month(day) | {
        "my_day": mine,
        "share": min(1.0, mine.handed_in / mine.planned) if mine.planned else None,
        "returned": verification.returned_for(staff_id=staff_id),
        "hours": formats.number(mine.minutes / 60, digits=1),
        "yesterday": reports.open_day(staff_ids=[staff_id], day=_workday_before(day))[staff_id].tally,
        "goals": [presenting.goal_line(row) for row in progress],
        "is_reported": reports.has_submitted(staff_id=staff_id, day=day),
        **_found(viewer, day),
    }


def _month(day: date) -> dict[str, Any]:
    """Where in the month we stand, and how fresh the figures are."""
    first, last = goals.month_of(day)
    workdays = people.workdays_between(first, last)
    done = sum(1 for one in workdays if one <= day)
    return {
        "today": day,
        "now": now(),
        "month_first": first,
        "workday": done,
        "workdays": len(workdays),
        "due_share": done / len(workdays) if workdays else None,
        "fresh_at": ledger.data_fresh_at(),
    }


def _workday_before(day: date) -> date:
    days = people.workdays_between(date.fromordinal(day.toordinal() - 14), date.fromordinal(day.toordinal() - 1))
    return days[-1] if days else date.fromordinal(day.toordinal() - 1)


def _months_before(day: date, months: int) -> date:
    place = day.year * 12 + day.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)
