"""The supervisor's five jobs: keyword plan, work plans, checks, analysis, paid budget; where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from omos.desk import navigation
from omos.loop.budget import queries as budget
from omos.loop.goals import queries as goals
from omos.loop.keywords import queries as keywords
from omos.loop.reports import queries as reports
from omos.loop.verification import queries as verification
from omos.loop.work import queries as work
from omos.people.viewer import Viewer
from omos.ui import formats


@dataclass(frozen=True)
class Job:
    """One of the five: where it stands, and the words on its link."""

    icon: str
    label: str
    stands: str
    action: str
    url: str


def jobs(viewer: Viewer, grid: reports.DayGrid, lamps: Sequence[reports.Lamp]) -> tuple[Job, ...]:
    """All five, in the order of the week; the day's grid and the lamps stand on the page anyway."""
    day = grid.day
    monday = _planning_monday(day)
    return (
        _keyword_plan(monday, day),
        _work_plan(monday, day),
        _checks(viewer, grid),
        _analysis(lamps),
        _paid_budget(day),
    )


def _keyword_plan(monday: date, day: date) -> Job:
    summary = keywords.week_summary(monday)
    stands = _words(summary.words, is_next=monday > day)
    if summary.without_landing_page:
        stands += " · " + _("%(n)s without landing page") % {"n": summary.without_landing_page}
    action = _("Look") if summary.is_published else _("Complete and publish") if summary.words else _("Propose words")
    return Job("tags", _("Keyword plan"), stands, action, _week_url("keywords:week", monday))


def _work_plan(monday: date, day: date) -> Job:
    pieces = work.planned_pieces(first=monday, last=monday + timedelta(days=6))
    if pieces:
        stands = pieces_planned(pieces, is_next=monday > day)
        return Job("layout-grid", _("Work plans"), stands, _("Look"), _week_url("work:week", monday))
    gaps = goals.category_gaps(month_first=day.replace(day=1), today=day)
    names = {category.code: (category.name, category.unit) for category in work.categories()}
    missing = sorted(((gap.gap, code) for code, gap in gaps.items() if gap.gap and code in names), reverse=True)[:2]
    words = formats.listed(
        (f"{names[code][0]} {gap} {names[code][1]}" for gap, code in missing), language=get_language() or "en"
    )
    stands = _("not generated yet · missing: %(words)s") % {"words": words} if words else _("not generated yet")
    return Job("layout-grid", _("Work plans"), stands, _("Generate"), _week_url("work:week", monday))


def _checks(viewer: Viewer, grid: reports.DayGrid) -> Job:
    waiting = verification.needs_eyes_count(viewer=viewer)
    auto = verification.auto_share(first=grid.day, last=grid.day)
    stands = _("reports %(submitted)s / %(total)s · %(waiting)s need your eyes, the machine decided %(auto)s") % {
        "submitted": grid.reports_in,
        "total": grid.counted,
        "waiting": waiting,
        "auto": auto.decided_by_machine,
    }
    return Job("clipboard-check", _("Check reports and hand-ins"), stands, _("Verify"), _address("verification:desk"))


def _analysis(lamps: Sequence[reports.Lamp]) -> Job:
    red = sum(1 for lamp in lamps if lamp.is_red)
    stands = _("red %(red)s, amber %(amber)s") % {"red": red, "amber": len(lamps) - red}
    return Job("chart-bar", _("Analyse and adjust"), stands, _("See the figures"), _address("ledger:facts"))


def _paid_budget(day: date) -> Job:
    pacing = budget.pacing(month=day.replace(day=1), today=day)
    if pacing.budget is None:
        return Job(
            "coin-yuan", _("Paid budget"), _("no budget adopted yet"), _("Calculate"), _address("budget:formula")
        )
    stands = _("today %(spent)s / %(budget)s · %(left)s left this month") % {
        "spent": formats.money(pacing.spent_today, digits=0),
        "budget": formats.money(pacing.day_budget, digits=0),
        "left": formats.money(pacing.left, digits=0),
    }
    return Job("coin-yuan", _("Paid budget"), stands, _("See the budget"), _address("budget:formula"))


def _words(count: int, *, is_next: bool) -> str:
    if is_next:
        return ngettext("%(n)s word next week", "%(n)s words next week", count) % {"n": count}
    return ngettext("%(n)s word this week", "%(n)s words this week", count) % {"n": count}


def pieces_planned(count: int, *, is_next: bool = False) -> str:
    """How many pieces stand in the plan of this week, or of the next one."""
    if is_next:
        return ngettext("%(n)s piece planned next week", "%(n)s pieces planned next week", count) % {"n": count}
    return ngettext("%(n)s piece planned this week", "%(n)s pieces planned this week", count) % {"n": count}


def _planning_monday(day: date) -> date:
    """The week to plan: the coming one from Friday on."""
    monday = day - timedelta(days=day.weekday())
    return monday + timedelta(days=7) if day.weekday() >= 4 else monday


def _week_url(route: str, monday: date) -> str:
    address = _address(route)
    return f"{address}?monday={monday.isoformat()}" if address else ""


def _address(route: str) -> str:
    return navigation.address_of(navigation.Page(route, "", ""))
