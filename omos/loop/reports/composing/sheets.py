"""Reports as pictures: what stands on each, with the figures of its page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from omos.loop.reports import queries
from omos.loop.reports.composing import words
from omos.loop.reports.models import DailyReport
from omos.loop.reports.queries import DayGrid, DayRow, OnTime, Tally
from omos.people import queries as people
from omos.ui import formats, parts
from omos.ui.pictures import Cell, Figure, Sheet


def day_sheet(grid: DayGrid, on_time: OnTime) -> Sheet:
    """The day closing: figures, everybody's line, who is missing."""
    title = _("Day closing")
    return Sheet(
        title=_headed(title),
        note=_note(grid.day, grid.now),
        figures=tuple(_figure(kpi) for kpi in words.figures(grid, on_time)),
        heads=(pgettext("column", "Person"), *_heads(), _("State")),
        rows=tuple((Cell(row.person.name), *_cells(row.tally), _state_cell(row)) for row in grid.rows),
        totals=(Cell(_people(len(grid.rows))), *_cells(grid.totals), Cell(f"{grid.cleared} / {grid.counted}")),
        lines=words.named_lines(grid),
        foot=_foot(),
    )


def reports_sheet(grid: DayGrid) -> Sheet:
    """Everybody's daily reports: whose is in."""
    return Sheet(
        title=_headed(_("Daily reports")),
        note=_note(grid.day, grid.now),
        heads=(pgettext("column", "Person"), *_heads(), _("Daily report")),
        rows=tuple((Cell(row.person.name), *_cells(row.tally), _report_cell(row)) for row in grid.rows),
        totals=(Cell(_people(len(grid.rows))), *_cells(grid.totals), Cell(f"{grid.reports_in} / {grid.counted}")),
        foot=_foot(),
    )


def daily_sheet(report: queries.ReportView, now: datetime) -> Sheet:
    """One person's daily report: the machine's figures, then the two sentences."""
    state = words.state_of(report.standing)
    sentences = ((_("Problem of the day"), report.problem), (_("Tomorrow"), report.tomorrow))
    return Sheet(
        title=_headed(_("Daily report of %(name)s") % {"name": report.person.name}),
        note=_note(report.day, now),
        figures=(Figure(_("State"), state.word, tone=state.tone),),
        heads=(_("Category"), *_heads(), _("Not passed")),
        rows=tuple((Cell(line.category.name), *_cells(line.tally), _failed(line.tally)) for line in report.lines),
        totals=(Cell(_("Total")), *_cells(report.totals), _failed(report.totals)),
        lines=tuple(f"{name}：{text}" for name, text in sentences if text.strip()),
        foot=_foot(),
    )


def work_sheet(report: queries.WorkReport, *, centre_name: str, now: datetime) -> Sheet:
    """A centre's week or month, person by person."""
    period = report.period
    return Sheet(
        title=_headed(f"{_('Work report')} {centre_name}"),
        note=f"{formats.day(period.first)} ～ {formats.day(period.until)} · {_as_of(now)}",
        heads=(pgettext("column", "Person"), *_heads(), _("Passed at first look")),
        rows=tuple((Cell(row.person.name), *_cells(row.tally), _rate(row.tally)) for row in report.rows),
        totals=(Cell(_people(len(report.rows))), *_cells(report.totals), _rate(report.totals)),
        foot=_foot(),
    )


def sheet_as_text(sheet: Sheet) -> str:
    """The same for those who paste by hand: one line per row, only what is not nought."""
    return "\n".join(
        (f"{sheet.title} {sheet.note}", *(_row_text(sheet.heads, row) for row in sheet.rows), *sheet.lines)
    )


def _row_text(heads: Sequence[str], row: Sequence[Cell]) -> str:
    told = [f"{head} {cell.text}" for head, cell in zip(heads[1:], row[1:], strict=True) if cell.text not in {"0", ""}]
    return f"{row[0].text}：{'，'.join(told)}" if told else row[0].text


def _headed(title: str) -> str:
    company = people.company()
    return f"{company.short_name} {title}" if company else title


def _note(day: date, now: datetime) -> str:
    return f"{formats.day(day)} {words.weekday(day)} · {_as_of(now)}"


def _as_of(now: datetime) -> str:
    return _("as of %(time)s") % {"time": formats.moment(timezone.localtime(now))}


def _foot() -> str:
    return _("Counted by OMOS; unknown passes for now and counts against nobody.")


def _people(count: int) -> str:
    return ngettext("Total, %(n)s person", "Total, %(n)s people", count) % {"n": count}


def _heads() -> tuple[str, ...]:
    return (pgettext("pieces", "Planned"), _("Handed in"), _("Passed"), _("Missing"))


def _cells(tally: Tally) -> tuple[Cell, ...]:
    missing = Cell(str(tally.missing), "warning" if tally.missing else "plain")
    return (Cell(str(tally.planned)), Cell(str(tally.handed_in)), Cell(str(tally.passed)), missing)


def _failed(tally: Tally) -> Cell:
    return Cell(str(tally.failed), "no" if tally.failed else "plain")


def _rate(tally: Tally) -> Cell:
    return Cell(words.whole(queries.first_pass_rate(tally)))


def _figure(kpi: parts.Kpi) -> Figure:
    return Figure(kpi.name, f"{kpi.prefix}{kpi.figure}", kpi.unit)


def _state_cell(row: DayRow) -> Cell:
    state = words.state_of(row.standing)
    return Cell(state.word, state.tone, is_state=True)


def _report_cell(row: DayRow) -> Cell:
    if row.report_state == DailyReport.State.SUBMITTED:
        return Cell(_("Submitted"), "yes", is_state=True)
    return Cell(_("Not written"), "warning", is_state=True) if row.counts else Cell("—")
