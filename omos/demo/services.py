"""Loading the demo company and taking it away again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from omos.demo import budgets, figures, targets
from omos.demo.keywords import Library
from omos.demo.people import give_logins, hire, record_leaves, set_up_calendar, viewers_of
from omos.demo.stage import DAYS, set_stage
from omos.demo.stories import stories
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
    today = clock.local_day(now)
    set_up_calendar(now=now, today=today, actor=actor)
    stage = set_stage(now=now, days=days, actor=actor)
    cast = hire(stage)
    logins = give_logins(actor=actor, now=now)
    cast = replace(cast, viewers=viewers_of(stage))
    record_leaves(stage, cast)
    figures.fill_catalogue(stage)
    story = stories(stage)
    figures.Bookkeeper(stage, story, cast).post_all()
    library = Library(stage, cast)
    library.fill()
    targets.set_goals(stage, cast)
    budgets.adopt_budgets(stage, cast)
    return logins
