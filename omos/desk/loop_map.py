"""The loop as a map: its stages in order of flow, each with where it stands this month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from omos.desk import five_jobs, navigation
from omos.loop.goals import queries as goals
from omos.loop.keywords import queries as keywords
from omos.loop.work import queries as work
from omos.people.viewer import Viewer


@dataclass(frozen=True)
class Stage:
    """One stage of the loop; the next one is where the company should go on."""

    label: str
    does: str
    stands: str
    url: str
    is_done: bool
    is_next: bool = False


def stages(viewer: Viewer, today: date) -> tuple[Stage, ...]:
    """All stages; the first that is not done yet is lit."""
    rows = [
        _goals(viewer, today),
        _budget(viewer),
        _keywords(viewer, today),
        _work(viewer, today),
        *_after_work(viewer),
    ]
    lit = next((place for place, row in enumerate(rows) if not row.is_done), None)
    return tuple(
        Stage(row.label, row.does, row.stands, row.url, row.is_done, is_next=place == lit)
        for place, row in enumerate(rows)
    )


def _goals(viewer: Viewer, today: date) -> Stage:
    first, last = goals.month_of(today)
    count = len(goals.company_targets(first, last))
    stands = ngettext("%(n)s company goal this month", "%(n)s company goals this month", count) % {"n": count}
    return Stage(
        _("Goals"),
        _("What is to be reached this month, down to each person."),
        stands,
        _url("goals:month", viewer),
        bool(count),
    )


def _budget(viewer: Viewer) -> Stage:
    does = _("The formula turns revenue into deals, inquiries, traffic and money per workday, and back.")
    return Stage(_("Paid budget"), does, "", _url("budget:formula", viewer), True)


def _keywords(viewer: Viewer, today: date) -> Stage:
    summary = keywords.week_summary(keywords.monday_of(today))
    stands = ngettext("%(n)s keyword this week", "%(n)s keywords this week", summary.words) % {"n": summary.words}
    does = _("The words of the week, each with page, person and day.")
    return Stage(_("Keywords"), does, stands, _url("keywords:week", viewer), summary.is_published)


def _work(viewer: Viewer, today: date) -> Stage:
    monday = today - timedelta(days=today.weekday())
    count = work.planned_pieces(first=monday, last=monday + timedelta(days=6))
    stands = five_jobs.pieces_planned(count)
    does = _("Category, quantity and person; everything else is filled in.")
    return Stage(_("Work plan"), does, stands, _url("work:week", viewer), bool(count))


def _after_work(viewer: Viewer) -> tuple[Stage, ...]:
    return (
        Stage(
            _("Hand-in"),
            _("People paste their links; part of the quantity is welcome."),
            "",
            _url("work:hand_in", viewer),
            True,
        ),
        Stage(
            _("Verification"),
            _("The machine looks at every page by itself and keeps the proof."),
            "",
            _url("verification:desk", viewer),
            True,
        ),
        Stage(
            _("Figures"),
            _("Visits, inquiries, valid inquiries, lost deals and money, each with its source and rows."),
            "",
            _url("ledger:facts", viewer),
            True,
        ),
        Stage(
            _("Day closing"),
            _("Every day is closed on the day; reports write themselves."),
            "",
            _url("reports:day", viewer),
            True,
        ),
    )


def _url(route: str, viewer: Viewer) -> str:
    pages = tuple(page for centre in navigation.MENU for page in centre.pages if page.route == route)
    return next((navigation.address_of(page) for page in navigation.visible(pages, viewer)), "")
