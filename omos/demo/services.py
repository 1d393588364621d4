"""Loading the demo company and taking it away again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from omos.demo import budgets, evenings, figures, targets, today
from omos.demo.keywords import Library
from omos.demo.people import Cast, give_logins, hire, record_leaves, set_up_calendar, viewers_of
from omos.demo.planning import Planner
from omos.demo.shifts import Shifts
from omos.demo.stage import DAYS, Stage, days_between, set_stage
from omos.demo.stories import stories
from omos.loop.work.services import ensure_categories
from omos.people import clock, queries
from omos.people.viewer import Viewer


class DemoRefused(Exception):
    """This is no place for the demo company; the message says why."""


@dataclass(frozen=True)
class Loaded:
    """Who may sign in, as (name, password, position), and whether the company was there already."""

    people: tuple[tuple[str, str, str], ...]
    already: bool


def load(*, actor: Viewer, now: datetime, days: int = DAYS) -> Loaded:
    """Put the demo company into an empty installation; where it is there already only the passwords are new.

    :raises DemoRefused: outside demo mode, or where other people work already
    """
    _refuse_real_company(actor)
    with clock.in_company_time("Asia/Shanghai"), translation.override("zh-hans"), transaction.atomic():
        company = queries.company()
        if company is not None and company.is_demo:
            return Loaded(give_logins(actor=actor, now=now), already=True)
        return Loaded(_build(actor, now, days), already=False)


def _refuse_real_company(actor: Viewer) -> None:
    if settings.OMOS_MODE == "production":
        raise DemoRefused(_("The demo company lives in a data folder of its own, in demo mode."))
    company = queries.company()
    is_demo = company is not None and company.is_demo
    if not is_demo and queries.staff_in_scope(viewer=actor, verb="people.view_staff").exists():
        raise DemoRefused(_("People work in this installation already; the demo company would mix with them."))


def _build(actor: Viewer, now: datetime, days: int) -> tuple[tuple[str, str, str], ...]:
    set_up_calendar(now=now, today=clock.local_day(now), actor=actor)
    stage = set_stage(now=now, days=days, actor=actor)
    cast = hire(stage)
    logins = give_logins(actor=actor, now=now)
    cast = replace(cast, viewers=viewers_of(stage))
    cast = replace(cast, away=record_leaves(stage, cast))
    figures.fill_catalogue(stage)
    story = stories(stage)
    figures.Bookkeeper(stage, story, cast).post_all()
    library = Library(stage, cast)
    library.fill()
    targets.set_goals(stage, cast)
    budgets.adopt_budgets(stage, cast)
    _work(stage, cast, library)
    return logins


def _work(stage: Stage, cast: Cast, library: Library) -> None:
    """Week after week planned, worked and looked at; next week's words lie ready."""
    ensure_categories(actor=stage.actor, now=stage.now)
    planner, shifts = Planner(stage, cast, library), Shifts(stage, cast, library)
    monday = stage.monday - timedelta(weeks=stage.days // 7)
    while monday <= stage.monday:
        tasks = planner.plan(monday)
        for day in days_between(monday, monday + timedelta(days=6)):
            if day < stage.today:
                shifts.work(day, tasks.get(day, ()))
                evenings.end_day(stage, cast, day)
            elif day == stage.today:
                today.play(shifts, tasks.get(day, ()))
                evenings.reports_of_today(stage, cast)
        monday += timedelta(weeks=1)
    library.prepare_next_week()
