"""A day in words and figures, the same on the page, in a chat and on a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from omos.loop.reports import queries
from omos.loop.reports.models import ClosedDay, DailyReport
from omos.loop.reports.queries import DayGrid, DayRow, OnTime
from omos.ui import formats, parts

State = ClosedDay.State


def language() -> str:
    """The language of this page."""
    return get_language() or "en"


def weekday(day: date) -> str:
    """周五."""
    return formats.weekday(day, language=language())


def whole(share: Decimal | None) -> str:
    """A share as a percentage without decimals."""
    return formats.percent(share, digits=0)


def state_of(standing: queries.StandingDay) -> parts.State:
    """How a day stands, in a word."""
    tally, state = standing.tally, standing.state
    if state == State.MISSING and tally.missing:
        return parts.State("warning", ngettext("%(n)s missing", "%(n)s missing", tally.missing) % {"n": tally.missing})
    if state == State.MISSING:
        count = tally.to_mend
        return parts.State("no", ngettext("%(n)s to mend", "%(n)s to mend", count) % {"n": count})
    words: Mapping[str, parts.State] = {
        State.CLEARED: parts.State("yes", _("Cleared on the day")),
        State.LATE: parts.State("warning", _("Cleared late")),
        State.LEAVE: parts.State("plain", _("On leave")),
        State.IDLE: parts.State("plain", _("Nothing planned")),
    }
    return words[state]


def figures(grid: DayGrid, on_time: OnTime) -> tuple[parts.Kpi, ...]:
    """The five figures above the grid."""
    totals = grid.totals
    return (
        parts.Kpi(
            _("Handed in today") if grid.is_today else _("Handed in"),
            formats.number(totals.handed_in),
            unit=_("/ %(planned)s pieces, %(share)s") % {"planned": totals.planned, "share": whole(grid.done_share)},
        ),
        parts.Kpi(
            _("Passed verification"),
            formats.number(totals.passed),
            unit=_("first-pass rate %(share)s") % {"share": whole(grid.first_pass)},
            help=_("Passed without being redone ÷ handed in; what is unknown counts as handed in."),
        ),
        parts.Kpi(
            _("Not passed / unknown"),
            f"{totals.failed} / {totals.unknown}",
            unit=_("unknown passes for now"),
            help=_("What the machine cannot open or has not looked at yet. It costs nobody anything."),
        ),
        parts.Kpi(_("Day closed"), formats.number(grid.cleared), unit=_closed_words(grid)),
        parts.Kpi(_("On time this month"), whole(on_time.share), unit=_compared(on_time)),
    )


def _closed_words(grid: DayGrid) -> str:
    words = _("/ %(people)s people") % {"people": grid.counted}
    missing = grid.totals.missing
    if not missing:
        return words
    left = ngettext("%(n)s piece still missing", "%(n)s pieces still missing", missing) % {"n": missing}
    return _("%(words)s, %(left)s") % {"words": words, "left": left}


def _compared(on_time: OnTime) -> str:
    if on_time.before is None:
        return _("closed days only")
    words = _("last month %(share)s") % {"share": whole(on_time.before)}
    gap = on_time.gap
    if gap is None or round(gap * 100) == 0:
        return words
    points = formats.points(Decimal(round(abs(gap) * 100)) / 100, language=language())
    change = _("up %(points)s") if gap > 0 else _("down %(points)s")
    return _("%(words)s, %(left)s") % {"words": words, "left": change % {"points": points}}


def as_text(grid: DayGrid) -> str:
    """The day in a few lines for a chat."""
    totals, moment = grid.totals, timezone.localtime(grid.now)
    head = _("Day closing %(day)s %(weekday)s (as of %(time)s)") % {
        "day": grid.day,
        "weekday": weekday(grid.day),
        "time": formats.clock_time(moment) if grid.is_today else formats.moment(moment),
    }
    numbers = _("Planned %(planned)s, handed in %(handed_in)s (%(share)s), passed %(passed)s") % {
        "planned": totals.planned,
        "handed_in": totals.handed_in,
        "share": whole(grid.done_share),
        "passed": totals.passed,
    }
    verdicts = _("Not passed %(failed)s, unknown %(unknown)s, late %(late)s, missing %(missing)s") % {
        "failed": totals.failed,
        "unknown": totals.unknown,
        "late": totals.late,
        "missing": totals.missing,
    }
    closed = _("Closed on the day: %(cleared)s of %(people)s people") % {
        "cleared": grid.cleared,
        "people": grid.counted,
    }
    return "\n".join([head, numbers, verdicts, closed, *named_lines(grid)])


def named_lines(grid: DayGrid) -> tuple[str, ...]:
    """Who misses pieces, has some to mend, or has not written the report: a line each, where there is anybody."""
    unwritten = [row.person.name for row in grid.rows if row.counts and not _is_in(row)]
    return (*open_lines(grid), *_named_lines([(_("Report not in"), unwritten)]))


def open_lines(grid: DayGrid) -> tuple[str, ...]:
    """Who misses pieces or has some to mend: a line each, where there is anybody."""
    named = (
        (_("Missing"), [f"{row.person.name} {row.tally.missing}" for row in grid.rows if row.needs_hand_in]),
        (_("To mend"), [f"{row.person.name} {row.tally.to_mend}" for row in grid.rows if row.needs_mending]),
    )
    return tuple(_named_lines(named))


def _is_in(row: DayRow) -> bool:
    return row.report_state == DailyReport.State.SUBMITTED


def _named_lines(named: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    between, colon = marks()
    return [f"{words}{colon}{between.join(names)}" for words, names in named if names]


def marks() -> tuple[str, str]:
    """What stands between names, and after a heading, in this language."""
    return ("、", "：") if language().startswith("zh") else (", ", ": ")
