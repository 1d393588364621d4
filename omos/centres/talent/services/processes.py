"""Writing working processes: each writing is a new version, and nothing written is lost."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from omos.centres.talent import queries
from omos.centres.talent.declare import place_of
from omos.centres.talent.models import ProcessStep, ProcessVersion
from omos.centres.talent.queries import ProcessDraft, StepDraft
from omos.people import queries as people
from omos.people import services as people_services
from omos.people.trail import record_action
from omos.people.viewer import Viewer

MOST_STEPS = 60


class ProcessRefused(Exception):
    """The process cannot be written so; the message says why."""


@transaction.atomic
def write_process(
    *, position_id: int, draft: ProcessDraft, base_number: int, note: str = "", actor: Viewer, now: datetime
) -> int:
    """Write a position's process anew on top of the version it was read at; returns the new number.

    :raises ProcessRefused: if somebody wrote meanwhile, nothing is different, or a step leads nowhere
    """
    standing, before = queries.standing_draft(position_id)
    _check(draft, position_id)
    if draft == before and standing:
        raise ProcessRefused(_("Nothing is different from the version that stands."))
    if standing != base_number:
        raise ProcessRefused(_overtaken())
    version = ProcessVersion(
        position_id=position_id,
        number=base_number + 1,
        description=draft.description,
        duties=draft.duties,
        standard=draft.standard,
        note=note,
        written_at=now,
        written_by_id=actor.user_id,
        written_by_name="" if actor.is_system else actor.name,
    )
    _add(version, draft.steps)
    people_services.write_duties(
        position_id=position_id, duties=draft.duties, standard=draft.standard, actor=actor, now=now
    )
    subject, after = ("talent.processversion", version.pk), {"position": position_id, "number": version.number}
    record_action("talent.write_process", actor=actor, subject=subject, now=now, before=_told(before), after=after)
    return version.number


def _check(draft: ProcessDraft, position_id: int) -> None:
    if people.position(position_id) is None:
        raise ProcessRefused(_("This position is not there any more."))
    if len(draft.steps) > MOST_STEPS:
        raise ProcessRefused(_("A process has at most %(most)s steps.") % {"most": MOST_STEPS})
    if any(step.page and place_of(step.page) is None for step in draft.steps):
        raise ProcessRefused(_("A step leads to a page that is not there."))


def _add(version: ProcessVersion, steps: tuple[StepDraft, ...]) -> None:
    try:
        # Two people may write at once: the constraint lets one of them in.
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError as taken:
        raise ProcessRefused(_overtaken()) from taken
    ProcessStep.objects.bulk_create(
        ProcessStep(version=version, place=place, **asdict(step)) for place, step in enumerate(steps, start=1)
    )


def _overtaken() -> str:
    return _("Somebody wrote another version meanwhile. Look at it, then write yours again.")


def _told(draft: ProcessDraft) -> dict[str, object]:
    """What the trail keeps of the version before: its size; its words stand in the version itself."""
    return {"steps": len(draft.steps), "duties": len(draft.duties.splitlines())}


@transaction.atomic
def restore_version(*, position_id: int, number: int, actor: Viewer, now: datetime) -> int:
    """Write an earlier version anew, so that it stands again; returns the new number.

    :raises ProcessRefused: if there is no such version, or it says what stands already
    """
    version = ProcessVersion.objects.filter(position_id=position_id, number=number).first()
    if version is None:
        raise ProcessRefused(_("There is no such version."))
    return write_process(
        position_id=position_id,
        draft=queries.draft_of(version),
        base_number=queries.newest_number(position_id=position_id),
        note=_("As in version %(number)s") % {"number": number},
        actor=actor,
        now=now,
    )
