"""Every default position has a working process from the start."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from omos.centres.talent import queries
from omos.centres.talent.default_processes import DEFAULT_DESCRIPTIONS, DEFAULT_STEPS, DefaultStep
from omos.centres.talent.models import ProcessVersion
from omos.centres.talent.queries import ProcessDraft, StepDraft
from omos.centres.talent.services.processes import write_process
from omos.people import queries as people
from omos.people.viewer import Viewer


@transaction.atomic
def ensure_processes(*, actor: Viewer, now: datetime) -> None:
    """Write the first version where a default position has none; what people have written stays."""
    written = set(ProcessVersion.objects.values_list("position_id", flat=True))
    missing = {code: pk for code, pk in people.positions_by_code().items() if pk not in written}
    with translation.override(settings.LANGUAGE_CODE):
        for code in DEFAULT_DESCRIPTIONS.keys() & missing.keys():
            write_process(
                position_id=missing[code], draft=_draft(code, missing[code]), base_number=0, actor=actor, now=now
            )


def _draft(code: str, position_id: int) -> ProcessDraft:
    """The default of a position on top of the duties and the standard it has."""
    _number, standing = queries.standing_draft(position_id)
    steps = tuple(_translated(step) for step in DEFAULT_STEPS if step.position == code)
    return replace(standing, description=_(DEFAULT_DESCRIPTIONS[code]), steps=steps)


def _translated(step: DefaultStep) -> StepDraft:
    return StepDraft(
        text=_(step.text),
        done=_(step.done),
        rhythm=step.rhythm,
        weekday=step.weekday,
        month_day=step.month_day,
        at=step.at,
        page=step.page,
    )
