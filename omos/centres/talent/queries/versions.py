"""The versions of a working process: who wrote what when, and what each changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import ndiff

from django.db.models import Max
from django.utils.translation import gettext as _

from omos.centres.talent.models import ProcessStep, ProcessVersion
from omos.centres.talent.queries.processes import when_of


@dataclass(frozen=True)
class Change:
    """One line that came or went."""

    is_new: bool
    text: str


@dataclass(frozen=True)
class VersionView:
    """A version in the list: who wrote it when, and what differs from the one before."""

    number: int
    written_at: datetime
    written_by: str
    note: str
    changes: tuple[Change, ...]


def versions(*, position_id: int) -> tuple[VersionView, ...]:
    """Every version of a position's process, the newest first."""
    kept = list(ProcessVersion.objects.filter(position_id=position_id).order_by("number"))
    steps: dict[int, list[ProcessStep]] = {}
    for step in ProcessStep.objects.filter(version__in=kept).order_by("place"):
        steps.setdefault(step.version_id, []).append(step)
    lines = [_lines(version, steps.get(version.pk, ())) for version in kept]
    rows = zip(kept, [[], *lines], lines, strict=False)
    return tuple(_view(version, before, after) for version, before, after in rows)[::-1]


def newest_number(*, position_id: int) -> int:
    """The number of the version that stands; 0 where nothing was written yet."""
    return ProcessVersion.objects.filter(position_id=position_id).aggregate(top=Max("number"))["top"] or 0


def _view(version: ProcessVersion, before: list[str], after: list[str]) -> VersionView:
    # The first version has nothing before it: all of it is new, and saying so line by line says nothing.
    return VersionView(
        number=version.number,
        written_at=version.written_at,
        written_by=version.written_by_name,
        note=version.note,
        changes=differences(before, after) if version.number > 1 else (),
    )


def differences(before: list[str], after: list[str]) -> tuple[Change, ...]:
    """Lines that went and lines that came, in the order they stand."""
    told = (line for line in ndiff(before, after) if line[:2] in {"- ", "+ "})
    return tuple(Change(line[0] == "+", line[2:]) for line in told)


def _lines(version: ProcessVersion, steps: Iterable[ProcessStep]) -> list[str]:
    """A version as lines, each of which can come and go by itself."""
    spoken = [*version.description.splitlines(), *version.duties.splitlines(), *version.standard.splitlines()]
    return [*spoken, *(line_of(step) for step in steps)]


def line_of(step: ProcessStep) -> str:
    """A step in one line: when, what, and when it is done."""
    at = f" {step.at:%H:%M}" if step.at else ""
    done = _(" (done: %(done)s)") % {"done": step.done} if step.done else ""
    return f"{when_of(step.rhythm, step.weekday, step.month_day)}{at} · {step.text}{done}"
