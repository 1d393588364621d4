"""The first day (第一天): what a young installation still lacks, each thing one click from the page that mends it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from omos.centres.promotion import queries as promotion
from omos.loop.goals import queries as goals
from omos.loop.keywords import queries as keywords
from omos.loop.ledger import queries as ledger
from omos.loop.work import queries as work
from omos.office.notices import queries as notices
from omos.people import queries as people
from omos.people.counting import counts
from omos.people.policy import may
from omos.people.roles import Role
from omos.people.viewer import Viewer

PICTURE_REPORT = "reports.picture"
# Steps of a young installation lie within its first weeks.
LOOKS_BACK = timedelta(days=60)
DOERS = {
    Role.ADMIN: gettext_lazy("The administrator does this"),
    Role.SUPERVISOR: gettext_lazy("The supervisor does this"),
}
Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Part:
    """Something a step needs: the rows that show it is there, and the page that brings it about."""

    rows: Rows
    route: str


@dataclass(frozen=True)
class Step:
    """One step: done when all its parts are there; `verb` lets somebody do it, else `doer` is named."""

    label: str
    note: str
    verb: str
    doer: Role
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Line:
    """A step as the card draws it: where to do it, or who does it."""

    label: str
    note: str
    is_done: bool
    url: str = ""
    doer: str = ""
    is_next: bool = False


@dataclass(frozen=True)
class FirstSteps:
    """The whole card."""

    lines: tuple[Line, ...]

    @property
    def done(self) -> int:
        """How many steps are behind."""
        return sum(line.is_done for line in self.lines)


def first_steps(viewer: Viewer, *, today: date) -> FirstSteps | None:
    """What is still to do; None when all is done, put away or long ago. One query, and none when long ago."""
    if not people.shows_first_steps(today=today):
        return None
    steps = _steps(today)
    numbers = iter(counts([part.rows for step in steps for part in step.parts]))
    missing = [[part for part in step.parts if not next(numbers)] for step in steps]
    return FirstSteps(tuple(_lines(viewer, steps, missing))) if any(missing) else None


def _lines(viewer: Viewer, steps: Sequence[Step], missing: Sequence[Sequence[Part]]) -> Iterator[Line]:
    """The first step that is missing and that the viewer may do comes next."""
    has_next = False
    for step, parts in zip(steps, missing, strict=True):
        is_mine = may(viewer, step.verb)
        url = reverse(parts[0].route) if parts and is_mine else ""
        yield Line(
            label=step.label,
            note=step.note,
            is_done=not parts,
            url=url,
            doer="" if is_mine else str(DOERS[step.doer]),
            is_next=bool(url) and not has_next,
        )
        has_next = has_next or bool(url)


def _steps(today: date) -> tuple[Step, ...]:
    """All eight, as the river flows; whether something is there does not depend on who looks."""
    return (*_house(today), *_plan(today), *_outcomes(today))


def _house(today: date) -> tuple[Step, ...]:
    machine = Viewer.system("desk.first_steps")
    return (
        Step(
            _("Company and website"),
            _("Links that are handed in are matched to your domains."),
            "people.manage_company",
            Role.ADMIN,
            (Part(people.entered_companies(), "people:company"), Part(people.all_websites(), "people:new_website")),
        ),
        Step(
            _("Colleagues and their logins"),
            _("Save a person, make the link, send it to them. Begin with one who hands in work."),
            "people.manage_staff",
            Role.ADMIN,
            (Part(people.people_handing_in(viewer=machine), "people:new_person"),),
        ),
    )


def _plan(today: date) -> tuple[Step, ...]:
    machine = Viewer.system("desk.first_steps")
    first, last = goals.month_of(today)
    return (
        Step(
            _("This month's goal"),
            _("One number is enough to begin."),
            "goals.set",
            Role.SUPERVISOR,
            (Part(goals.goals_for(viewer=machine, first=first, last=last), "goals:new_goal"),),
        ),
        Step(
            _("Keywords, and which of them this week"),
            _("Type one or import your list, then let the week be proposed."),
            "keywords.plan_week",
            Role.SUPERVISOR,
            (Part(keywords.library(machine), "keywords:new"), Part(keywords.ever_planned(), "keywords:week")),
        ),
        Step(
            _("This week's work, published"),
            _("Everybody sees what to do and for which words."),
            "work.plan",
            Role.SUPERVISOR,
            (Part(work.published(viewer=machine), "work:week"),),
        ),
    )


def _outcomes(today: date) -> tuple[Step, ...]:
    machine, since = Viewer.system("desk.first_steps"), today - LOOKS_BACK
    return (
        Step(
            _("The first piece passed by the machine"),
            _("A colleague signs in and pastes a link; the machine looks at it within a minute."),
            "reports.view",
            Role.SUPERVISOR,
            (Part(ledger.facts(viewer=machine, measure="evidence_verified", first=since, last=today), "reports:day"),),
        ),
        Step(
            _("The first picture report in the group"),
            _("Connect the group's robot, then send the day from the day closing."),
            "reports.send_day",
            Role.SUPERVISOR,
            (
                Part(notices.robots(machine), "notices:new_robot"),
                Part(notices.sent_to_groups(kind=PICTURE_REPORT), "reports:day"),
            ),
        ),
        Step(
            _("The first cost per valid inquiry"),
            _("Drop the ad report, the chat export and the customer sheet as they are."),
            "promotion.upload",
            Role.SUPERVISOR,
            (
                Part(promotion.ad_lines(machine), "promotion:ads"),
                Part(promotion.talks(machine), "promotion:ads"),
            ),
        ),
    )
