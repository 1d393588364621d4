"""The weekly work plan: see it, generate it, change a cell, publish it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from omos.loop.goals import queries as goals
from omos.loop.keywords import queries as keywords
from omos.loop.work import queries, services
from omos.loop.work.forms import CellForm, WeekForm
from omos.loop.work.models import WorkCategory
from omos.loop.work.views import presenting
from omos.people import queries as people
from omos.people.access import ViewerRequest, needs
from omos.people.clock import now, today
from omos.people.viewer import Viewer
from omos.ui import parts


@require_GET
@needs("work.plan")
def week(request: ViewerRequest) -> HttpResponse:
    """People × days of one week; next week from Friday on, else this one, unless the address says."""
    return render(request, "work/week.html", _page(request.viewer, _asked_monday(request)))


@require_POST
@needs("work.plan")
def generate(request: ViewerRequest) -> HttpResponse:
    """Propose the week anew."""
    monday = _posted_monday(request)
    try:
        count = services.generate_week(
            monday=monday, department_id=_department(request.viewer), actor=request.viewer, now=now()
        )
    except services.PlanPublished as refusal:
        messages.warning(request, str(refusal))
    else:
        _say_what_was_generated(request, count)
    return redirect(_address(monday))


@require_POST
@needs("work.publish_week")
def publish(request: ViewerRequest) -> HttpResponse:
    """Give everybody their week."""
    monday = _posted_monday(request)
    try:
        count = services.publish_week(
            monday=monday, department_id=_department(request.viewer), actor=request.viewer, now=now()
        )
    except (services.PlanPublished, services.WeekEmpty) as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(
            request, ngettext("Published to %(n)s person.", "Published to %(n)s people.", count) % {"n": count}
        )
    return redirect(_address(monday))


@needs("work.plan")
def cell(request: ViewerRequest, staff_id: int, day: str) -> HttpResponse:
    """One cell: why it holds what it holds; POST puts a quantity in and draws the week anew."""
    when = _day(day)
    staff = people.staff_in_scope(viewer=request.viewer, verb="work.plan").filter(pk=staff_id).first()
    if staff is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        problem = _set_cell(request, staff_id, when)
    monday = when - timedelta(days=when.weekday())
    page = _page(request.viewer, monday, selected=(staff_id, when))
    page |= _editor(page["matrix"], page["palette"], staff_id, when) | {"problem": problem}
    if not request.htmx:
        return render(request, "work/week.html", page, status=422 if problem else 200)
    template = "work/_cell_changed.html" if request.method == "POST" else "work/_cell.html"
    return render(request, template, page, status=422 if problem else 200)


def _set_cell(request: ViewerRequest, staff_id: int, day: date) -> str:
    form = CellForm(request.POST)
    if not form.is_valid():
        return _("Choose a category and a quantity from 0 to 999.")
    wanted = form.cell(department_id=_department(request.viewer), staff_id=staff_id, day=day)
    try:
        services.set_cell(cell=wanted, quantity=form.cleaned_data["quantity"], actor=request.viewer, now=now())
    except services.AssignmentRefused as refusal:
        return str(refusal)
    return ""


def _page(viewer: Viewer, monday: date, *, selected: tuple[int, date] | None = None) -> dict[str, Any]:
    matrix = queries.week_matrix(viewer=viewer, monday=monday)
    this_monday = today() - timedelta(days=today().weekday())
    palette = queries.categories()
    # A week belongs to the month that most of it lies in, its Thursday's.
    month_first = (monday + timedelta(days=3)).replace(day=1)
    return {
        "matrix": matrix,
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "week_number": monday.isocalendar().week,
        "days": presenting.day_heads(matrix, today()),
        "rows": presenting.plan_rows(matrix, selected=selected),
        "day_loads": presenting.day_loads(matrix),
        "total": f"{presenting.hours(_minutes(matrix))} / {presenting.hours(_capacity(matrix))}",
        "overloaded": [row for row in matrix.rows if row.minutes > row.capacity],
        "unplaced": presenting.unplaced_lines(matrix, palette),
        "away": [row for row in matrix.rows if any(cell.leave for cell in row.cells)],
        "palette": palette,
        "families": presenting.FAMILIES,
        "words": keywords.week_summary(monday),
        "coverage_month": month_first,
        "coverage": presenting.coverage_lines(
            matrix, month_first, goals.category_gaps(month_first=month_first, today=today()), palette
        ),
        "places": (
            parts.Place(_("This week"), _address(this_monday), monday == this_monday),
            parts.Place(
                _("Next week"),
                _address(this_monday + timedelta(days=7)),
                monday == this_monday + timedelta(days=7),
            ),
        ),
        "before": _address(monday - timedelta(days=7)),
        "after": _address(monday + timedelta(days=7)),
    }


def _editor(matrix: queries.WeekMatrix, palette: Iterable[WorkCategory], staff_id: int, day: date) -> dict[str, Any]:
    row = next((row for row in matrix.rows if row.person.id == staff_id), None)
    one = next((one for one in row.cells if one.day == day), None) if row else None
    return {
        "person": row.person if row else None,
        "cell": one,
        "cell_url": reverse("work:cell", args=[staff_id, day.isoformat()]),
        "chips": [(chip, presenting.explanation(chip, day)) for chip in (one.chips if one else ())],
        "free_categories": _free_categories(row, one, palette),
    }


def _free_categories(
    row: queries.MatrixRow | None, one: queries.MatrixCell | None, palette: Iterable[WorkCategory]
) -> list[WorkCategory]:
    """Categories that may still go into the cell, the person's own first."""
    taken = {chip.category_id for chip in (one.chips if one else ()) if not chip.is_ad_hoc}
    free = [category for category in palette if category.pk not in taken]
    position_id = row.person.position_id if row else None
    return sorted(free, key=lambda category: category.position_id != position_id)


def _minutes(matrix: queries.WeekMatrix) -> int:
    return sum(row.minutes for row in matrix.rows)


def _capacity(matrix: queries.WeekMatrix) -> int:
    return sum(row.capacity for row in matrix.rows)


def _say_what_was_generated(request: HttpRequest, count: int) -> None:
    if count:
        messages.success(request, ngettext("%(n)s cell filled.", "%(n)s cells filled.", count) % {"n": count})
    else:
        messages.warning(
            request, _("Nothing to plan yet: set a month goal for a category, or plan the week's keywords first.")
        )


def _asked_monday(request: HttpRequest) -> date:
    form = WeekForm({"monday": request.GET.get("monday", "")})
    if form.is_valid():
        return form.week()
    this_monday = today() - timedelta(days=today().weekday())
    return this_monday + timedelta(days=7) if today().weekday() >= 4 else this_monday


def _posted_monday(request: HttpRequest) -> date:
    form = WeekForm(request.POST)
    if not form.is_valid():
        raise Http404
    return form.week()


def _department(viewer: Viewer) -> int:
    if viewer.department_id is None:
        raise Http404
    return viewer.department_id


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


def _address(monday: date) -> str:
    return f"{reverse('work:week')}?monday={monday.isoformat()}"
