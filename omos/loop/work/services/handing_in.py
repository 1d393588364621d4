"""Hand-in (交作业): any number of pasted links, each matched to an assignment and a word, or refused with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from omos.loop.work.models import Assignment, Evidence
from omos.loop.work.queries.openings import openings_of, standing_hand_ins
from omos.loop.work.services.assigning import AssignmentClosed, AssignmentRefused
from omos.loop.work.services.matching import Line, Match, Refusal, lines_in, match_lines
from omos.people import queries as people
from omos.people.trail import record_action
from omos.people.viewer import Viewer

State = Assignment.State


@dataclass(frozen=True)
class AcceptedLine:
    """A link that counts: for which assignment, as which piece, for which word."""

    line_no: int
    url: str
    assignment_id: int
    assignment_code: str
    category: str
    piece: int
    quantity: int
    keyword_id: int | None
    keyword: str
    is_late: bool
    evidence_id: int | None = None


@dataclass(frozen=True)
class RefusedLine:
    """A line that does not count, and why; `by_whom` and `when` where somebody handed the page in before."""

    line_no: int
    text: str
    reason_code: str
    reason: str
    by_whom: str = ""
    when: datetime | None = None
    evidence_id: int | None = None


@dataclass(frozen=True)
class HandIn:
    """What became of a paste, line by line."""

    accepted: tuple[AcceptedLine, ...]
    refused: tuple[RefusedLine, ...]


def preview_hand_in(*, actor: Viewer, text: str, now: datetime, assignment_id: int | None = None) -> HandIn:
    """What would become of a paste, without keeping anything."""
    accepted, refused = _match(actor, lines_in(text), _day(actor, now), assignment_id)
    return HandIn(tuple(_accepted(match) for match in accepted), tuple(_refused(refusal) for refusal in refused))


@transaction.atomic
def hand_in(
    *, actor: Viewer, text: str, now: datetime, assignment_id: int | None = None, replaces_id: int | None = None
) -> HandIn:
    """Keep the links of a paste as evidence; part of the quantity is welcome.

    A page is handed in once: the constraint decides, so two presses cannot count it twice.
    `replaces_id` is a returned piece of one's own that the first accepted link stands in for.
    """
    if replaces_id is not None:
        _set_aside(replaces_id, actor, now)
    day = _day(actor, now)
    accepted, refused = _match(actor, lines_in(text), day, assignment_id)
    pieces = [_evidence(match, actor, now, day) for match in accepted]
    kept, late_refusals = _keep_all(accepted, pieces, replaces_id)
    if kept:
        count_up(Counter(line.assignment_id for line in kept), now=now)
        _record(actor, now, [line.evidence_id for line in kept])
    return HandIn(tuple(kept), tuple(_refused(refusal) for refusal in (*refused, *late_refusals)))


@transaction.atomic
def hand_in_note(
    *,
    actor: Viewer,
    assignment_id: int,
    quantity: int,
    note: str,
    now: datetime,
    file_id: int | None = None,
    replaces_id: int | None = None,
) -> Evidence:
    """Hand in work that leaves no link: a quantity with a note, a file, or both.

    `replaces_id` is an earlier piece of one's own that this one stands in for; it may be set aside already.

    :raises AssignmentRefused: when quantity or proof is missing
    :raises AssignmentClosed: when the assignment is not the person's own or no longer open
    """
    assignment = Assignment.objects.filter(
        id=assignment_id, staff_id=actor.own_staff_id, state__in=(State.OPEN, State.DONE)
    ).first()
    if assignment is None:
        raise AssignmentClosed(_("This assignment is no longer open."))
    if not 1 <= quantity <= 999:
        raise AssignmentRefused(_("Choose a quantity from 1 to %(most)s.") % {"most": 999})
    if not note.strip() and file_id is None:
        raise AssignmentRefused(_("Write one line about what was done, or add a file."))
    if replaces_id and Evidence.objects.filter(id=replaces_id, withdrawn_at__isnull=True).exists():
        _set_aside(replaces_id, actor, now)
    day = _day(actor, now)
    evidence = Evidence.objects.create(
        assignment=assignment,
        staff_id=assignment.staff_id,
        note=note.strip(),
        file_id=file_id,
        quantity=quantity,
        handed_in_at=now,
        day=day,
        is_late=day > assignment.due_date,
        replaces_id=replaces_id,
    )
    count_up({assignment.pk: quantity}, now=now)
    _record(actor, now, [evidence.pk])
    return evidence


@transaction.atomic
def withdraw_evidence(*, evidence_id: int, actor: Viewer, now: datetime) -> None:
    """Take a piece of one's own back; the page may then be handed in again.

    :raises AssignmentClosed: when it is not one's own or was withdrawn before
    """
    _set_aside(evidence_id, actor, now)


@transaction.atomic
def reopen(*, evidence_id: int, actor: Viewer, now: datetime) -> None:
    """Set a piece aside that whom it was made for does not accept, so that its assignment is open again.

    The room that knows whom a piece was made for has looked whether the actor is that person.

    :raises AssignmentClosed: when it was taken back before
    """
    take_out(Evidence.objects.filter(id=evidence_id), actor=actor, now=now)


@transaction.atomic
def rematch_keyword(*, evidence_id: int, keyword_id: int) -> None:
    """Say which word of its assignment a piece really serves; two pieces that hold each other's word swap.

    Links are often pasted in another order than the words were planned, and that must not cost anybody a verdict.
    """
    evidence = Evidence.objects.get(id=evidence_id)
    Evidence.objects.filter(
        assignment_id=evidence.assignment_id, keyword_id=keyword_id, withdrawn_at__isnull=True
    ).update(keyword_id=evidence.keyword_id)
    Evidence.objects.filter(id=evidence_id).update(keyword_id=keyword_id)


def _day(actor: Viewer, now: datetime) -> date:
    """The day a hand-in belongs to: of a shift past midnight the day it began."""
    return people.working_day(staff_id=actor.own_staff_id, moment=now)


def _match(
    actor: Viewer, lines: Sequence[Line], today: date, assignment_id: int | None
) -> tuple[list[Match], list[Refusal]]:
    return match_lines(
        lines,
        openings=openings_of(staff_id=actor.own_staff_id, today=today, assignment_id=assignment_id),
        before=standing_hand_ins([line.page_key for line in lines if line.page_key]),
        hosts=[website.domain for website in people.websites()],
        today=today,
    )


def _keep_all(
    matches: Sequence[Match], fresh: Sequence[Evidence], replaces_id: int | None
) -> tuple[list[AcceptedLine], list[Refusal]]:
    """Keep what can be kept, all at once or, where somebody was faster with a page, one by one.

    The first that is kept stands in for the returned piece.
    """
    if fresh:
        fresh[0].replaces_id = replaces_id
    if stored(fresh):
        kept = zip(matches, fresh, strict=True)
        return [replace(_accepted(match), evidence_id=evidence.pk) for match, evidence in kept], []
    return _keep_one_by_one(matches, fresh, replaces_id)


def _keep_one_by_one(
    matches: Sequence[Match], pieces: Sequence[Evidence], replaces_id: int | None
) -> tuple[list[AcceptedLine], list[Refusal]]:
    kept: list[AcceptedLine] = []
    refused: list[Refusal] = []
    for match, evidence in zip(matches, pieces, strict=True):
        evidence.replaces_id = None if kept else replaces_id
        if stored([evidence]):
            kept.append(replace(_accepted(match), evidence_id=evidence.pk))
        else:
            refused.append(Refusal(match.line, "handed_in_before"))
    return kept, refused


def stored(pieces: Sequence[Evidence]) -> bool:
    """Store these pieces; False, and none of them stored, when one of the pages was handed in a moment ago."""
    try:
        with transaction.atomic():
            Evidence.objects.bulk_create(pieces)
    except IntegrityError:
        return False
    return True


def _evidence(match: Match, actor: Viewer, now: datetime, day: date) -> Evidence:
    return Evidence(
        assignment_id=match.opening.assignment_id,
        staff_id=actor.own_staff_id,
        keyword_id=match.keyword_id,
        url=match.line.url,
        page_key=match.line.page_key,
        handed_in_at=now,
        day=day,
        is_late=match.is_late,
    )


def count_up(pieces: Mapping[int, int], *, now: datetime) -> None:
    """Count so many pieces more for each assignment, and complete those that are full."""
    for assignment_id, quantity in sorted(pieces.items()):
        # Conditions see the row as it was, so the new count has to be told again.
        is_full = Q(state=State.OPEN, quantity__lte=F("handed_in_count") + quantity)
        Assignment.objects.filter(id=assignment_id).update(
            handed_in_count=F("handed_in_count") + quantity,
            state=Case(When(is_full, then=Value(State.DONE)), default=F("state")),
            completed_at=Case(When(is_full, then=Value(now)), default=F("completed_at")),
        )


def _set_aside(evidence_id: int, actor: Viewer, now: datetime) -> None:
    take_out(Evidence.objects.filter(id=evidence_id, staff_id=actor.own_staff_id), actor=actor, now=now)


def take_out(rows: QuerySet[Evidence], *, actor: Viewer, now: datetime) -> None:
    """Set the one piece among these rows aside; its assignment opens where it is no longer full."""
    if not rows.filter(withdrawn_at__isnull=True).update(withdrawn_at=now):
        raise AssignmentClosed(_("This piece was taken back already."))
    evidence = rows.get()
    Assignment.objects.filter(id=evidence.assignment_id).update(
        handed_in_count=F("handed_in_count") - evidence.quantity
    )
    Assignment.objects.filter(id=evidence.assignment_id, state=State.DONE, handed_in_count__lt=F("quantity")).update(
        state=State.OPEN, completed_at=None
    )
    record_action(
        "work.hand_in", actor=actor, subject=("work.evidence", evidence.pk), now=now, after={"withdrawn": True}
    )


def _record(actor: Viewer, now: datetime, evidence_ids: Sequence[int | None]) -> None:
    record_action(
        "work.hand_in",
        actor=actor,
        subject=("people.staff", actor.staff_id),
        now=now,
        after={"evidence": list(evidence_ids)},
    )


def _accepted(match: Match) -> AcceptedLine:
    return AcceptedLine(
        line_no=match.line.number,
        url=match.line.url,
        assignment_id=match.opening.assignment_id,
        assignment_code=match.opening.code,
        category=match.opening.category,
        piece=match.piece,
        quantity=match.opening.quantity,
        keyword_id=match.keyword_id,
        keyword=match.keyword,
        is_late=match.is_late,
    )


def _refused(refusal: Refusal) -> RefusedLine:
    before = refusal.before
    return RefusedLine(
        line_no=refusal.line.number,
        text=refusal.line.text,
        reason_code=refusal.code,
        reason=_reason(refusal),
        by_whom=before.staff_name if before else "",
        when=before.handed_in_at if before else None,
        evidence_id=before.evidence_id if before else None,
    )


def _reason(refusal: Refusal) -> str:
    reasons = {
        "not_a_link": _("There is no link in this line."),
        "same_paste": _("The same page stands further up in this paste."),
        "handed_in_before": _("This page was handed in before."),
        "not_our_website": _("The open work asks for a page on our own website."),
        "not_outside": _("The open work asks for a page on another website."),
        "nothing_open": _("There is no open work that takes links."),
        "not_this_assignment": _("This code is not one of your open assignments."),
        "too_many": _("At most %(most)s links at once; paste the rest afterwards.") % {"most": 200},
    }
    return reasons[refusal.code]
