"""Loading the demo company and taking it away again."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from omos.demo import budgets, engines, evenings, figures, finding, requests, targets, today
from omos.demo.keywords import Library
from omos.demo.people import Cast, give_logins, hire, record_leaves, set_up_calendar, viewers_of
from omos.demo.planning import Planner
from omos.demo.shifts import Shifts
from omos.demo.stage import DAYS, MONTHS, Stage, days_between, set_stage
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


def load(*, actor: Viewer, now: datetime, days: int = DAYS, months: int = MONTHS) -> Loaded:
    """Put the demo company into an empty installation; where it is there already only the passwords are new.

    :param days: days with work, verdicts and closed days before today
    :param months: months with figures before the present one, at most 14

    :raises DemoRefused: outside demo mode, or where other people work already
    """
    _refuse_real_company(actor)
    with clock.in_company_time("Asia/Shanghai"), translation.override("zh-hans"), transaction.atomic():
        company = queries.company()
        if company is not None and company.is_demo:
            return Loaded(give_logins(actor=actor, now=now), already=True)
        return Loaded(_build(actor, now, days, months), already=False)


def remove(*, actor: Viewer, now: datetime) -> None:
    """Take everything away, what was done in the demo since included: its installation holds nothing else.

    Even the trail goes, so nothing says by whom (`actor`) and when (`now`).

    :raises DemoRefused: outside demo mode, or where no demo company is
    """
    company = queries.company()
    if settings.OMOS_MODE == "production" or company is None or not company.is_demo:
        raise DemoRefused(_("There is no demo company here to be removed."))
    call_command("flush", verbosity=0, interactive=False)
    for path in Path(settings.MEDIA_ROOT).glob("*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    cache.clear()


def _refuse_real_company(actor: Viewer) -> None:
    if settings.OMOS_MODE == "production":
        raise DemoRefused(_("The demo company lives in a data folder of its own, in demo mode."))
    company = queries.company()
    is_demo = company is not None and company.is_demo
    if not is_demo and queries.staff_in_scope(viewer=actor, verb="people.view_staff").exists():
        raise DemoRefused(_("People work in this installation already; the demo company would mix with them."))


def _build(actor: Viewer, now: datetime, days: int, months: int) -> tuple[tuple[str, str, str], ...]:
    set_up_calendar(now=now, today=clock.local_day(now), actor=actor)
    stage = set_stage(now=now, days=days, months=min(months, MONTHS), actor=actor)
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
    engines.play(stage, cast)
    finding.play(stage, cast)
    requests.play(stage, cast)
    return logins


def _work(stage: Stage, cast: Cast, library: Library) -> None:
    """Week after week planned, worked and looked at; next week's words lie ready."""
    ensure_categories(actor=stage.actor, now=stage.now)
    planner, shifts = Planner(stage, cast, library), Shifts(stage, cast, library)
    monday = stage.work_since
    while monday <= stage.monday:
        tasks = planner.plan(monday)
        for day in days_between(monday, monday + timedelta(days=6)):
            if day < stage.today:
                shifts.work(day, tasks.get(day, ()))
                evenings.end_day(stage, cast, day)
            elif day == stage.today:
                evenings.read_notices(stage, cast)
                today.play(shifts, tasks.get(day, ()))
                evenings.reports_of_today(stage, cast)
        monday += timedelta(weeks=1)
    library.prepare_next_week()
