"""Days and months in the plain values of the components."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from omos.loop.reports import queries
from omos.loop.reports.composing.words import state_of, weekday, whole
from omos.loop.reports.models import ClosedDay, DailyReport
from omos.loop.reports.queries import DayGrid, DayRow, MonthCalendar, Tally
from omos.ui import formats, parts

FAMILIES: Mapping[str, parts.Family] = {
    "CONTENT": "content",
    "SEO": "seo",
    "PAID": "paid",
    "CUSTOMERS": "customers",
    "WEBSITE": "content",
}
State = ClosedDay.State
# How a piece stands, as tone and word.
OUTCOMES: Mapping[str, tuple[str, Any]] = {
    "PASSED": ("yes", gettext_lazy("Passed")),
    "PROVISIONAL": ("unknown", gettext_lazy("Unknown, passes for now")),
    "PENDING": ("unknown", gettext_lazy("Not looked at yet")),
    "FAILED": ("no", gettext_lazy("Not passed")),
    "RETURNED": ("no", gettext_lazy("Returned")),
}


def rows_url(*, first: date, last: date | None = None, **asked: Any) -> str:
    """Where the rows behind a figure stand."""
    query = {"first": first.isoformat(), "last": (last or first).isoformat(), **asked}
    return f"{reverse('reports:pieces')}?{urlencode({name: value for name, value in query.items() if value})}"


def day_url(day: date) -> str:
    """The day closing of a day."""
    return f"{reverse('reports:day')}?day={day.isoformat()}"


def day_places(*, day: date, today: date, url: str, keep: str = "") -> tuple[parts.Place, ...]:
    """The switch between days: the day before, this day, the day after; no day to come."""
    before, after = date.fromordinal(day.toordinal() - 1), date.fromordinal(day.toordinal() + 1)
    words = pgettext("this day", "Today") if day == today else f"{formats.short_day(day)} {weekday(day)}"
    places = [
        parts.Place(_("The day before"), f"{url}?day={before}{keep}", icon="chevron-left"),
        parts.Place(words, f"{url}?day={day}{keep}", is_current=True),
    ]
    if day < today:
        places.append(parts.Place(_("The day after"), f"{url}?day={after}{keep}", icon="chevron-right"))
    if day < date.fromordinal(today.toordinal() - 1):
        places.append(parts.Place(pgettext("this day", "Today"), f"{url}?day={today}{keep}"))
    return tuple(places)


def report_state(row: DayRow) -> Mapping[str, str]:
    """The daily report of a row: tone, word, and an icon of its own."""
    if row.report_state == DailyReport.State.SUBMITTED:
        return {"tone": "yes", "word": _("Submitted")}
    if row.report_state == DailyReport.State.DRAFT:
        return {"tone": "", "word": _("Draft"), "icon": "pencil"}
    return {"tone": "warning", "word": _("Not written")} if row.counts else {}


def grid_lines(grid: DayGrid, *, may_remind: bool, may_reopen: bool) -> tuple[Mapping[str, Any], ...]:
    """The rows of the grid with state, report, address of each figure and what may be done."""
    return tuple(_line(grid, row, may_remind=may_remind, may_reopen=may_reopen) for row in grid.rows)


def _line(grid: DayGrid, row: DayRow, *, may_remind: bool, may_reopen: bool) -> Mapping[str, Any]:
    is_wanting = row.needs_hand_in or row.needs_mending
    return {
        "row": row,
        "cells": cells_of(row.tally, first=grid.day, staff=row.person.id),
        "state": state_of(row.standing),
        "report": report_state(row),
        "report_url": f"{reverse('reports:daily')}?day={grid.day}&staff={row.person.id}",
        "button": _remind_words(row) if may_remind and is_wanting and row.may_be_reminded else "",
        "reminded_at": row.reminded_at if is_wanting else None,
        "may_reopen": may_reopen and row.standing.is_closed and row.counts,
    }


def _remind_words(row: DayRow) -> str:
    return _("Remind") if row.needs_hand_in else _("Ask to mend")


def cells_of(tally: Tally, *, first: date, last: date | None = None, **asked: Any) -> tuple[Mapping[str, Any], ...]:
    """The seven figures in the order of the columns: figure, tone, and where its rows stand."""
    columns = (
        (pgettext("pieces", "Planned"), tally.planned, "planned", ""),
        (_("Handed in"), tally.handed_in, "", ""),
        (_("Passed"), tally.passed, "passed", ""),
        (_("Not passed"), tally.failed, "failed", "no"),
        (_("Unknown"), tally.unknown, "unknown", ""),
        (_("Late"), tally.late, "late", "warning"),
        (_("Missing"), tally.missing, "missing", "warning"),
    )
    return tuple(
        {
            "label": label,
            "figure": figure,
            "tone": tone if figure else "",
            "url": rows_url(first=first, last=last, what=what, **asked) if figure else "",
        }
        for label, figure, what, tone in columns
    )


def calendar_days(calendar: MonthCalendar) -> tuple[parts.Day, ...]:
    """The head of the calendar: Monday as 一; a worked weekend day is marked."""
    worked = pgettext("worked day off, one character", "W")
    return tuple(
        parts.Day(
            label=weekday(day).removeprefix("周")[:2],
            date=str(day.day),
            is_off=day not in calendar.workdays,
            is_today=day == calendar.today,
            note=worked if day in calendar.workdays and day.weekday() >= 5 else "",
        )
        for day in calendar.days
    )


def calendar_rows(calendar: MonthCalendar) -> tuple[parts.HeatRow, ...]:
    """Everybody's month; each closed day leads to its grid."""
    return tuple(
        parts.HeatRow(
            person=parts.Person(row.person.name, row.person.initial),
            cells=tuple(
                parts.HeatCell(
                    kind=cell.mark,
                    word=_today_word(cell) if cell.mark == "today" else "",
                    url=day_url(cell.day) if cell.mark not in {"off", "coming"} else "",
                )
                for cell in row.cells
            ),
            total=format_html(_("closed {} days"), format_html("<b>{} / {}</b>", row.cleared, row.counted)),
        )
        for row in calendar.rows
    )


def _today_word(cell: queries.CalendarCell) -> str:
    """Today's percentage; a sign where it was not asked for."""
    if cell.share is None:
        return pgettext("today, one character", "T")
    return whole(cell.share).rstrip("%")
