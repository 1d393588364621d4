"""Hand-ins nobody had to make: pages of our own websites that the machine found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from omos.formulas.page_key import page_key
from omos.loop.work.models import Assignment, AssignmentKeyword, Evidence, WorkCategory
from omos.loop.work.queries.openings import standing_hand_ins
from omos.loop.work.services.assigning import AssignmentClosed
from omos.loop.work.services.handing_in import count_up, stored, take_out
from omos.people.trail import record_action
from omos.people.viewer import Viewer

State = Assignment.State


@dataclass(frozen=True)
class FoundPiece:
    """The evidence a found page stands as; not new where somebody had handed the page in before."""

    evidence_id: int
    staff_id: int
    is_new: bool


@transaction.atomic
def hand_in_found(
    *, url: str, assignment_id: int, keyword_id: int | None, day: date, actor: Viewer, now: datetime
) -> FoundPiece:
    """Keep a found page as a piece of an assignment; a page that stands handed in is only told of.

    `day` is the day it counts for. Whoever calls has looked whether the actor may say so.

    :raises AssignmentClosed: when the assignment takes no pages of our websites any more
    :raises NotAPage: for anything but an http(s) address with a host
    """
    key = page_key(url).digest
    before = _standing(key)
    if before is not None:
        return before
    assignment = Assignment.objects.filter(
        id=assignment_id,
        state__in=(State.OPEN, State.DONE),
        category__evidence_kind=WorkCategory.EvidenceKind.OWN_URL,
    ).first()
    if assignment is None:
        raise AssignmentClosed(_("This assignment is no longer open."))
    evidence = Evidence(
        assignment=assignment,
        staff_id=assignment.staff_id,
        keyword_id=_free_word(assignment_id, keyword_id),
        url=url if urlsplit(url).scheme else f"https://{url}",
        page_key=key,
        handed_in_at=now,
        day=day,
        is_late=day > assignment.due_date,
        is_found=True,
    )
    if not stored([evidence]):
        faster = _standing(key)
        assert faster is not None
        return faster
    count_up({assignment_id: 1}, now=now)
    _record(evidence, actor, now)
    return FoundPiece(evidence.pk, assignment.staff_id, is_new=True)


@transaction.atomic
def withdraw_found(*, evidence_id: int, actor: Viewer, now: datetime) -> None:
    """Take a found piece back, whoever it was counted for; what a person handed in stays that person's.

    Whoever calls has looked whether the actor may say so.

    :raises AssignmentClosed: when it was taken back already, or handed in by a person
    """
    take_out(Evidence.objects.filter(id=evidence_id, is_found=True), actor=actor, now=now)


def _standing(key: str) -> FoundPiece | None:
    before = standing_hand_ins([key]).get(key)
    return FoundPiece(before.evidence_id, before.staff_id, is_new=False) if before else None


def _free_word(assignment_id: int, keyword_id: int | None) -> int | None:
    """The word, if the assignment has it and no other piece serves it."""
    if keyword_id is None:
        return None
    wanted = AssignmentKeyword.objects.filter(assignment_id=assignment_id, keyword_id=keyword_id)
    pieces = Evidence.objects.filter(assignment_id=assignment_id, keyword_id=keyword_id, withdrawn_at__isnull=True)
    return keyword_id if wanted.exists() and not pieces.exists() else None


def _record(evidence: Evidence, actor: Viewer, now: datetime) -> None:
    after = {"evidence": [evidence.pk], "found": True}
    record_action("work.hand_in", actor=actor, subject=("people.staff", evidence.staff_id), now=now, after=after)
