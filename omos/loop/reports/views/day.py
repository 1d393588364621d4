"""The day closing: who planned, handed in, passed; reminders, reopening, export, and the rows behind each figure."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST

from omos.loop.reports import queries, services
from omos.loop.reports.composing import sheets, words
from omos.loop.reports.forms import DayForm, RemindForm, ReopenForm, RowsForm
from omos.loop.reports.views import drawing
from omos.loop.reports.views.exporting import table_file
from omos.loop.reports.views.picturing import png
from omos.office.sheets import export
from omos.people.access import ViewerRequest, may, needs
from omos.people.clock import now, today


@require_GET
@needs("reports.view")
def day(request: ViewerRequest) -> HttpResponse:
    """Everybody's day in scope, and the month as a calendar."""
    return render(request, "reports/day.html", _page(request, DayForm.asked(request.GET.get("day", ""), today=today())))


@require_GET
@needs("reports.view")
def rows(request: ViewerRequest) -> HttpResponse:
    """The assignments or pieces behind a figure."""
    form = RowsForm(request.GET)
    if not form.is_valid():
        raise Http404
    asked = form.asked()
    behind = queries.rows_behind(viewer=request.viewer, asked=asked)
    page = {"asked": asked, "behind": behind, "what": form.what_words(), "families": drawing.FAMILIES, "now": now()}
    return render(request, "reports/pieces.html", page | {"outcomes": drawing.OUTCOMES})


@require_POST
@needs("reports.remind")
def remind(request: ViewerRequest) -> HttpResponse:
    """Remind one person, or everybody whose pieces are missing."""
    day = DayForm.asked(request.POST.get("day", ""), today=today())
    people = [card.id for card in queries.day_people(viewer=request.viewer, day=day)]
    form = RemindForm(request.POST, staff_ids=people)
    if not form.is_valid():
        messages.warning(request, _("Choose whom to remind."))
        return redirect(drawing.day_url(day))
    try:
        count = services.remind(day=day, staff_ids=form.cleaned_data["staff"], actor=request.viewer, now=now())
    except services.NothingToRemind as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, ngettext("%(n)s person reminded.", "%(n)s people reminded.", count) % {"n": count})
    return redirect(drawing.day_url(day))


@needs("reports.reopen")
def reopen(request: ViewerRequest, staff_id: int, day: str) -> HttpResponse:
    """Say why a closed day is opened again."""
    chosen = _exact_day(day)
    cards = {card.id: card for card in queries.day_people(viewer=request.viewer, day=chosen)}
    if staff_id not in cards:
        raise Http404
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.reopen_day(
                staff_id=staff_id, day=chosen, reason=form.cleaned_data["reason"], actor=request.viewer, now=now()
            )
        except services.DayRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The day is open again until midnight."))
            return redirect(drawing.day_url(chosen))
    page = {"form": form, "person": cards[staff_id], "day": chosen, "back": drawing.day_url(chosen)}
    return render(request, "reports/reopen.html", page, status=422 if request.method == "POST" else 200)


@require_GET
@needs("reports.view")
def picture(request: ViewerRequest) -> HttpResponse:
    """The day as a picture, with the figures of the page."""
    day = DayForm.asked(request.GET.get("day", ""), today=today())
    page = queries.day_page(viewer=request.viewer, day=day, now=now())
    return png(sheets.day_sheet(page.grid, page.on_time), day)


@require_POST
@needs("reports.view")
def export_day(request: ViewerRequest) -> HttpResponseBase:
    """The grid as a file, exactly the rows of the page and no totals row."""
    day = DayForm.asked(request.POST.get("day", ""), today=today())
    grid = queries.day_grid(viewer=request.viewer, day=day, now=now())
    lines = drawing.grid_lines(grid, may_remind=False, may_reopen=False)
    figures = [cell["label"] for cell in drawing.cells_of(grid.totals, first=day)]
    heads = [pgettext("column", "Person"), _("Position"), *figures, _("Last hand-in"), _("Daily report"), _("State")]
    return table_file(
        request,
        page="reports.day",
        title=_("Day closing"),
        day=day,
        heads=heads,
        rows=[
            (
                line["row"].person.name,
                line["row"].person.position,
                *(cell["figure"] for cell in line["cells"]),
                export.plain_value(line["row"].live.last_at),
                line["report"].get("word", ""),
                line["state"].word,
            )
            for line in lines
        ],
    )


def _page(request: ViewerRequest, day: date) -> dict[str, Any]:
    moment, viewer = now(), request.viewer
    page = queries.day_page(viewer=viewer, day=day, now=moment)
    grid, calendar = page.grid, page.calendar
    may_remind = may(viewer, "reports.remind")
    return {
        "grid": grid,
        "calendar": calendar,
        "is_trial": page.is_trial,
        "kpis": words.figures(grid, page.on_time),
        "lines": drawing.grid_lines(grid, may_remind=may_remind, may_reopen=may(viewer, "reports.reopen")),
        "totals": drawing.cells_of(grid.totals, first=day),
        "may_act": may_remind or may(viewer, "reports.reopen"),
        "may_export": may(viewer, "sheets.export"),
        "to_remind": grid.to_remind if may_remind else (),
        "may_send": may(viewer, "reports.send_day"),
        "places": drawing.day_places(day=day, today=today(), url=request.path),
        "calendar_share": words.whole(calendar.share),
        "heat_days": drawing.calendar_days(calendar),
        "heat_rows": drawing.calendar_rows(calendar),
        "copies": {"text": words.as_text(grid), "picture_url": f"{reverse('reports:day_picture')}?day={day}"},
        "now": moment,
    }


def _exact_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise Http404 from fault
