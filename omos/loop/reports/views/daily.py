"""The daily report: one's own with two sentences to type, and everybody's to read, comment and acknowledge."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from omos.loop.reports import queries, services
from omos.loop.reports.composing import sheets, words
from omos.loop.reports.forms import CommentForm, DayForm, ReportForm
from omos.loop.reports.views import drawing
from omos.loop.reports.views.picturing import copies, png
from omos.people.access import ViewerRequest, may, needs
from omos.people.clock import now, today


@require_GET
@needs("reports.view")
def daily(request: ViewerRequest) -> HttpResponse:
    """One person's report where the address names one or the viewer reads nobody else's; everybody's otherwise."""
    day = DayForm.asked(request.GET.get("day", ""), today=today())
    named = request.GET.get("staff", "")
    if not named and may(request.viewer, "reports.comment"):
        return render(request, "reports/reports.html", _all(request, day))
    staff_id = int(named) if named.isdecimal() else request.viewer.staff_id
    return _one(request, staff_id=staff_id or 0, day=day)


@require_GET
@needs("reports.view")
def picture(request: ViewerRequest) -> HttpResponse:
    """What the page of the same address shows, as a picture."""
    day = DayForm.asked(request.GET.get("day", ""), today=today())
    named = request.GET.get("staff", "")
    if not named and may(request.viewer, "reports.comment"):
        return png(sheets.reports_sheet(queries.day_grid(viewer=request.viewer, day=day, now=now())), day)
    staff_id = int(named) if named.isdecimal() else request.viewer.own_staff_id
    report = queries.report_of(viewer=request.viewer, staff_id=staff_id, day=day)
    if report is None:
        raise Http404
    return png(sheets.daily_sheet(report, now()), day)


@require_POST
@needs("reports.write")
def draft(request: ViewerRequest) -> HttpResponse:
    """Keep what is typed so far."""
    form = ReportForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    try:
        services.save_draft(day=form.cleaned_data["day"], sentences=form.sentences(), actor=request.viewer, now=now())
    except services.ReportRefused:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@require_POST
@needs("reports.write")
def submit(request: ViewerRequest) -> HttpResponse:
    """Submit one's own report; what was refused stays typed."""
    form = ReportForm(request.POST)
    day = DayForm.asked(request.POST.get("day", ""), today=today())
    staff_id = request.viewer.staff_id or 0
    if not form.is_valid():
        return _one(request, staff_id=staff_id, day=day, form=form, status=422)
    try:
        services.submit_report(
            day=form.cleaned_data["day"],
            sentences=form.sentences(),
            row_version=form.cleaned_data["row_version"],
            actor=request.viewer,
            now=now(),
        )
    except services.ReportRefused as refusal:
        form.add_error(None, str(refusal))
        return _one(request, staff_id=staff_id, day=day, form=form, status=422)
    messages.success(request, _("Report submitted. See you tomorrow."))
    return redirect(_address(day, staff_id))


@require_POST
@needs("reports.comment")
def comment(request: ViewerRequest, report_id: int) -> HttpResponse:
    """Comment on somebody's report."""
    report = queries.reports_in_scope(viewer=request.viewer, verb="reports.comment").filter(id=report_id).first()
    if report is None:
        raise Http404
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            services.comment(report_id=report_id, text=form.cleaned_data["text"], actor=request.viewer, now=now())
        except services.ReportRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Comment sent."))
            return redirect(_address(report.day, report.staff_id))
    return _one(request, staff_id=report.staff_id, day=report.day, comment_form=form, status=422)


@require_POST
@needs("reports.comment")
def acknowledge(request: ViewerRequest) -> HttpResponse:
    """Mark reports of a day as read."""
    day = DayForm.asked(request.POST.get("day", ""), today=today())
    ids = [int(text) for text in request.POST.getlist("report") if text.isdecimal()]
    count = services.acknowledge_report(report_ids=ids, actor=request.viewer, now=now())
    told = ngettext("%(n)s report marked as read.", "%(n)s reports marked as read.", count) % {"n": count}
    messages.success(request, told) if count else messages.info(request, _("These reports were marked already."))
    return redirect(f"{reverse('reports:daily')}?day={day}")


def _one(
    request: ViewerRequest,
    *,
    staff_id: int,
    day: date,
    form: ReportForm | None = None,
    comment_form: CommentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    viewer = request.viewer
    report = queries.report_of(viewer=viewer, staff_id=staff_id, day=day)
    if report is None:
        raise Http404
    page = {
        "report": report,
        "lines": [
            (line, drawing.cells_of(line.tally, first=day, staff=staff_id, category=line.category.code))
            for line in report.lines
        ],
        "totals": drawing.cells_of(report.totals, first=day, staff=staff_id),
        "state": words.state_of(report.standing),
        "families": drawing.FAMILIES,
        "copies": copies(sheets.daily_sheet(report, now()), _picture_url(day, staff_id)),
        "reads_others": may(viewer, "reports.comment"),
        "now": now(),
    }
    is_mine = staff_id == viewer.staff_id
    page |= _own_part(request, report, form) if is_mine else _others_part(request, report, comment_form)
    return render(request, "reports/daily.html", page, status=status)


def _own_part(request: ViewerRequest, report: queries.ReportView, form: ReportForm | None) -> dict[str, Any]:
    """One's own report: written while the day is open."""
    is_own = may(request.viewer, "reports.write")
    return {
        "form": form or (_form(report) if is_own and report.is_open else None),
        "comment_form": None,
        "is_own": is_own,
        "places": _places(request, report.day, "" if is_own else f"&staff={report.person.id}"),
    }


def _others_part(
    request: ViewerRequest, report: queries.ReportView, comment_form: CommentForm | None
) -> dict[str, Any]:
    """Somebody else's report: commented on by who may."""
    fresh = CommentForm(initial={"text": report.comment}) if may(request.viewer, "reports.comment") else None
    return {
        "form": None,
        "comment_form": comment_form or fresh,
        "is_own": False,
        "places": _places(request, report.day, f"&staff={report.person.id}"),
    }


def _form(report: queries.ReportView) -> ReportForm:
    is_new = report.id is None
    ahead = queries.tomorrow_of(staff_id=report.person.id, day=report.day) if is_new else None
    between = "、" if words.language().startswith("zh") else ", "
    return ReportForm(
        initial={
            "problem": report.problem,
            "tomorrow": between.join(ahead.lines) if ahead else report.tomorrow,
            "day": report.day,
            "row_version": report.row_version,
        }
    )


def _all(request: ViewerRequest, day: date) -> dict[str, Any]:
    viewer = request.viewer
    grid = queries.day_grid(viewer=viewer, day=day, now=now())
    reports = queries.reports_of_day(viewer=viewer, day=day)
    written = [(row, reports[row.person.id]) for row in grid.rows if row.person.id in reports]
    # Who has a problem is read first.
    written.sort(key=lambda pair: not pair[1].problem)
    return {
        "grid": grid,
        "copies": copies(sheets.reports_sheet(grid), _picture_url(day)),
        "written": [
            {
                "row": row,
                "report": report,
                "cells": drawing.cells_of(row.tally, first=day, staff=row.person.id),
                "state": words.state_of(row.standing),
                "url": _address(day, row.person.id),
            }
            for row, report in written
        ],
        "missing": [row for row in grid.rows if row.counts and row.person.id not in reports],
        "unread": [report.pk for _row, report in written if report.acknowledged_at is None],
        "places": _places(request, day, ""),
        "own_url": _address(day, viewer.staff_id) if viewer.staff_id and may(viewer, "reports.write") else "",
        "now": now(),
    }


def _places(request: ViewerRequest, day: date, keep: str) -> Any:
    return drawing.day_places(day=day, today=today(), url=reverse("reports:daily"), keep=keep)


def _address(day: date, staff_id: int | None) -> str:
    return f"{reverse('reports:daily')}?day={day}&staff={staff_id}"


def _picture_url(day: date, staff_id: int | None = None) -> str:
    address = f"{reverse('reports:daily_picture')}?day={day}"
    return f"{address}&staff={staff_id}" if staff_id else address
