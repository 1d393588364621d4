"""The work report of a centre: a week or a month, person by person and category by category."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from omos.loop.reports import queries
from omos.loop.reports.composing import sheets
from omos.loop.reports.forms import PeriodForm
from omos.loop.reports.views import drawing
from omos.loop.reports.views.exporting import table_file
from omos.loop.reports.views.picturing import copies, png
from omos.people.access import ViewerRequest, may, needs
from omos.people.clock import now, today
from omos.ui import charts, formats, parts
from omos.ui.pictures import Sheet


@require_GET
@needs("reports.view")
def work(request: ViewerRequest, centre: str) -> HttpResponse:
    """Who did how much of what, and how well."""
    report = _report(request, centre, PeriodForm(request.GET))
    return render(request, "reports/work.html", _page(request, report))


@require_GET
@needs("reports.view")
def picture(request: ViewerRequest, centre: str) -> HttpResponse:
    """The report as a picture, with the figures of the page."""
    report = _report(request, centre, PeriodForm(request.GET))
    return png(sheet_of(report), report.period.until)


@require_POST
@needs("reports.view")
def export_work(request: ViewerRequest, centre: str) -> HttpResponseBase:
    """The table as a file: one row per person and category."""
    report = _report(request, centre, PeriodForm(request.POST))
    figures = [cell["label"] for cell in drawing.cells_of(report.totals, first=report.period.first)]
    return table_file(
        request,
        page=f"reports.work.{centre}",
        title=f"{_('Work report')} {title_of(centre)}",
        day=report.period.first,
        heads=[
            pgettext("column", "Person"),
            _("Position"),
            _("Category"),
            *figures,
            _("First-pass rate (judged)"),
            _("Verified minutes"),
        ],
        rows=[
            (
                row.person.name,
                row.person.position,
                line.category.name,
                *(cell["figure"] for cell in drawing.cells_of(line.tally, first=report.period.first)),
                queries.first_pass_rate(line.tally),
                line.minutes,
            )
            for row in report.rows
            for line in row.lines
        ],
    )


def title_of(centre: str) -> str:
    """The centre's name."""
    names = {
        "operations": _("Operations centre"),
        "content": _("Content centre"),
        "promotion": _("Promotion centre"),
        "customers": _("Customer centre"),
    }
    return names[centre]


def sheet_of(report: queries.WorkReport) -> Sheet:
    """What stands on its picture."""
    return sheets.work_sheet(report, centre_name=title_of(report.centre), now=now())


def _asked(period: queries.Period) -> str:
    return f"period={period.kind}&day={period.until}"


def _report(request: ViewerRequest, centre: str, form: PeriodForm) -> queries.WorkReport:
    if centre not in queries.DUTIES:
        raise Http404
    period = form.period_of(today=today())
    return queries.work_report(viewer=request.viewer, centre=centre, period=period)


def _page(request: ViewerRequest, report: queries.WorkReport) -> dict[str, Any]:
    period = report.period
    asked: dict[str, Any] = {"first": period.first, "last": period.until, "centre": report.centre}
    return {
        "report": report,
        "centre_name": title_of(report.centre),
        "rows": [_row(row, asked) for row in report.rows],
        "totals": drawing.cells_of(report.totals, **asked),
        "first_pass": queries.first_pass_rate(report.totals),
        "hours": _hours(report.minutes),
        "chart": _chart(report),
        "families": drawing.FAMILIES,
        "kinds": _kinds(period),
        "places": _places(period),
        "may_export": may(request.viewer, "sheets.export"),
        "copies": copies(sheet_of(report), f"{reverse('reports:work_picture', args=[report.centre])}?{_asked(period)}"),
        "now": now(),
    }


def _row(row: queries.WorkRow, asked: dict[str, Any]) -> dict[str, Any]:
    return {
        "person": row.person,
        "cells": drawing.cells_of(row.tally, staff=row.person.id, **asked),
        "first_pass": queries.first_pass_rate(row.tally),
        "hours": _hours(row.minutes),
        "lines": [
            {
                "category": line.category,
                "cells": drawing.cells_of(line.tally, staff=row.person.id, category=line.category.code, **asked),
                "first_pass": queries.first_pass_rate(line.tally),
                "hours": _hours(line.minutes),
            }
            for line in row.lines
        ],
    }


def _hours(minutes: int | None) -> str:
    return formats.number(None if minutes is None else minutes / 60, digits=1)


def _chart(report: queries.WorkReport) -> charts.Chart:
    days = sorted({*report.workdays, *report.by_day})
    tallies = [report.by_day.get(day, queries.Tally()) for day in days]
    return charts.bars(
        key="passed-by-day",
        labels=[formats.short_day(day) for day in days],
        series=[
            charts.BarSeries(_("Passed"), [tally.passed for tally in tallies], "yes"),
            charts.BarSeries(_("Unknown"), [tally.unknown for tally in tallies], "unknown"),
            charts.BarSeries(_("Not passed"), [tally.failed for tally in tallies], "no"),
        ],
        explanation=_("Pieces of work by the day they were due, as they stand now; unknown ones pass for now."),
        look=charts.Look(is_stacked=True),
    )


def _kinds(period: queries.Period) -> tuple[parts.Place, ...]:
    day = period.until.isoformat()
    return (
        parts.Place(_("Week"), f"?period=week&day={day}", period.kind == "week"),
        parts.Place(_("Month"), f"?period=month&day={day}", period.kind == "month"),
    )


def _places(period: queries.Period) -> tuple[parts.Place, ...]:
    def place(label: str, day: date, icon: str = "", *, is_current: bool = False) -> parts.Place:
        return parts.Place(label, f"?period={period.kind}&day={day}", is_current, icon=icon)

    words = formats.short_day(period.first) if period.kind == "week" else f"{period.first:%Y-%m}"
    if period.is_running:
        words = _("This week") if period.kind == "week" else _("This month")
    places = [place(_("Earlier"), period.before, "chevron-left"), place(words, period.first, is_current=True)]
    if not period.is_running:
        places.append(place(_("Later"), period.after, "chevron-right"))
    return tuple(places)
