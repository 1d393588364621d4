"""A position's working process as people read it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db.models import Count, F, IntegerField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from omos.centres.talent.declare import place_of
from omos.centres.talent.models import ProcessDocument, ProcessStep, ProcessVersion
from omos.people import queries as people
from omos.people.policy import may
from omos.people.viewer import Viewer

if TYPE_CHECKING:
    from omos.people.models import Position

LAST_OF_MONTH = 31


@dataclass(frozen=True)
class StepDraft:
    """A step as it is written: what, when, on which page, what "done" means."""

    text: str
    done: str = ""
    rhythm: str = ProcessStep.Rhythm.DAILY
    weekday: int | None = None
    month_day: int | None = None
    at: time | None = None
    page: str = ""


@dataclass(frozen=True)
class ProcessDraft:
    """A process as it is written: duties and standard are lines of text."""

    description: str = ""
    duties: str = ""
    standard: str = ""
    steps: tuple[StepDraft, ...] = ()


@dataclass(frozen=True)
class StepView:
    """A step as its reader sees it; without an address where the page is gone or not theirs."""

    text: str
    done: str
    when: str
    at: time | None
    page: str
    url: str


@dataclass(frozen=True)
class Process:
    """One version of a position's process with what belongs to the position."""

    position_id: int
    position: str
    description: str
    duties: tuple[str, ...]
    abilities: tuple[str, ...]
    standard: tuple[str, ...]
    steps: tuple[StepView, ...]
    number: int
    is_newest: bool
    written_at: datetime | None
    written_by: str
    note: str
    documents: tuple[ProcessDocument, ...]


@dataclass(frozen=True)
class ProcessRow:
    """A position in the list of processes."""

    position_id: int
    position: str
    standard: str
    people: int
    steps: int
    number: int
    written_at: datetime | None
    written_by: str


def processes(*, today: date) -> tuple[ProcessRow, ...]:
    """Every position in use, with what stands of its process."""
    steps = ProcessStep.objects.filter(version=OuterRef("pk")).order_by().values("version").annotate(n=Count("pk"))
    counted = Coalesce(Subquery(steps.values("n"), output_field=IntegerField()), 0)
    newest = {row.position_id: row for row in newest_versions().annotate(steps=counted)}
    return tuple(
        _row(position, newest.get(position.pk)) for position in people.positions(today=today) if position.is_active
    )


def newest_versions() -> QuerySet[ProcessVersion]:
    """The version that stands, of each position."""
    highest = ProcessVersion.objects.filter(position=OuterRef("position")).values("position")
    return ProcessVersion.objects.filter(number=Subquery(highest.annotate(top=Max("number")).values("top")))


def _row(position: Position, version: ProcessVersion | None) -> ProcessRow:
    return ProcessRow(
        position_id=position.pk,
        position=position.name,
        standard=position.standard,
        people=getattr(position, "people", 0),
        steps=getattr(version, "steps", 0),
        number=version.number if version else 0,
        written_at=version.written_at if version else None,
        written_by=version.written_by_name if version else "",
    )


def process(*, viewer: Viewer, position_id: int, number: int | None = None) -> Process | None:
    """A position's process, the newest version unless one is named; None without such a position or version."""
    position = people.position(position_id)
    kept = list(ProcessVersion.objects.filter(position_id=position_id).order_by("-number"))
    version = next((one for one in kept if number in {None, one.number}), None)
    if position is None or (number is not None and version is None):
        return None
    return _process(position, version, viewer, is_newest=version is None or version is kept[0])


def my_process(*, viewer: Viewer) -> Process | None:
    """The process of the viewer's own position; None for those who fill none."""
    position_id = people.position_of(viewer)
    return process(viewer=viewer, position_id=position_id) if position_id else None


def _process(position: Position, version: ProcessVersion | None, viewer: Viewer, *, is_newest: bool) -> Process:
    written = version or ProcessVersion(position=position, number=0)
    # What stands now is on the position; an older version shows what it said.
    spoken = position if is_newest else written
    steps = ProcessStep.objects.filter(version_id=written.pk).order_by("place") if written.pk else ()
    return Process(
        position_id=position.pk,
        position=position.name,
        description=written.description,
        duties=tuple(spoken.duties.splitlines()),
        abilities=tuple(position.ability_lines),
        standard=tuple(spoken.standard.splitlines()),
        steps=tuple(_step(step, viewer) for step in steps),
        number=written.number,
        is_newest=is_newest,
        written_at=written.written_at,
        written_by=written.written_by_name,
        note=written.note,
        documents=documents_of(position.pk),
    )


def documents_of(position_id: int) -> tuple[ProcessDocument, ...]:
    """The files handed over with a position, the newest first."""
    kept = ProcessDocument.objects.filter(position_id=position_id).select_related("file")
    return tuple(kept.order_by("-added_at", "-id"))


def draft_of(version: ProcessVersion) -> ProcessDraft:
    """A version as it can be written anew."""
    return ProcessDraft(version.description, version.duties, version.standard, steps_of(version))


def standing_draft(position_id: int) -> tuple[int, ProcessDraft]:
    """The number of the version that stands and what it says, with duties and standard as the position has them now.

    The number is 0 where nothing was written yet.
    """
    version = newest_versions().filter(position_id=position_id).first()
    written, position = draft_of(version) if version else ProcessDraft(), people.position(position_id)
    if position is not None:
        written = replace(written, duties=position.duties, standard=position.standard)
    return version.number if version else 0, written


def steps_of(version: ProcessVersion) -> tuple[StepDraft, ...]:
    """The steps of a version, in their order."""
    fields = ("text", "done", "rhythm", "weekday", "month_day", "at", "page")
    rows = ProcessStep.objects.filter(version=version).order_by("place").values(*fields)
    return tuple(StepDraft(**row) for row in rows)


def _step(step: ProcessStep, viewer: Viewer) -> StepView:
    place = place_of(step.page)
    is_open = place is not None and may(viewer, place.verb)
    return StepView(
        text=step.text,
        done=step.done,
        when=when_of(step.rhythm, step.weekday, step.month_day),
        at=step.at,
        page=str(place.label) if place else "",
        url=place.address() if place and is_open else "",
    )


def when_of(rhythm: str, weekday: int | None, month_day: int | None) -> str:
    """When a step is due, in words."""
    if weekday:
        return str(weekday_names()[weekday - 1])
    if month_day == LAST_OF_MONTH:
        return _("Last day of the month")
    if month_day:
        return _("Day %(day)s of the month") % {"day": month_day}
    return str(ProcessStep.Rhythm(rhythm).label)


def weekday_names() -> tuple[str, ...]:
    """What weekly steps say, Monday first."""
    return (
        _("Every Monday"),
        _("Every Tuesday"),
        _("Every Wednesday"),
        _("Every Thursday"),
        _("Every Friday"),
        _("Every Saturday"),
        _("Every Sunday"),
    )


def steps_due(*, viewer: Viewer, day: date) -> tuple[StepView, ...]:
    """The steps of the viewer's own process that are due on a day, in the order of the clock."""
    versions = newest_versions().filter(position_id=people.position_of(viewer) or 0)
    rows = ProcessStep.objects.filter(version__in=versions).order_by(F("at").asc(nulls_last=True), "place")
    return tuple(_step(step, viewer) for step in rows if is_due(step, day))


def is_due(step: ProcessStep, day: date) -> bool:
    """Whether a step falls on that day; one without its own day of week or month falls on none in particular."""
    if step.rhythm == ProcessStep.Rhythm.WEEKLY:
        return step.weekday == day.isoweekday()
    if step.rhythm == ProcessStep.Rhythm.MONTHLY:
        last = monthrange(day.year, day.month)[1]
        return step.month_day is not None and day.day == min(step.month_day, last)
    return step.rhythm == ProcessStep.Rhythm.DAILY
