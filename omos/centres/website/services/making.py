"""The maker's steps: take it, hand it over, put it back, refuse it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from omos.centres.website.models import SiteRequest
from omos.centres.website.queries.requests import BEING_MADE, requests, to_make
from omos.centres.website.services.categories import category_of
from omos.centres.website.services.refusals import RequestMoved, RequestRefused
from omos.centres.website.services.steps import ASKED_FOR, Told, enter, open_it
from omos.loop.work import queries as work_queries
from omos.loop.work import services as work
from omos.people import queries as people
from omos.people.clock import local_day
from omos.people.viewer import Viewer

State = SiteRequest.State
VERB = "website.make"


@dataclass(frozen=True)
class HandedOver:
    """What the maker hands over: where it is to be seen, in words or as a file."""

    result: str
    file_id: int | None = None


@transaction.atomic
def take(*, request_id: int, ready_on: date, actor: Viewer, now: datetime) -> None:
    """Take a request and promise a day; it becomes work of one's own like any other.

    :raises RequestMoved: when somebody else was faster, or it was never one's own to take
    :raises RequestRefused: for a day that is over
    """
    if ready_on < local_day(now):
        raise RequestRefused(_("That day is over already."), "ready_on")
    request = _one(to_make(actor).filter(pk=request_id, state=State.ASKED))
    given = work.assign_ad_hoc(work=_as_work(request, ready_on, actor, now), actor=actor, now=now)
    asked = SiteRequest.objects.filter(pk=request_id, state=State.ASKED)
    if not asked.update(state=State.TAKEN, work=given, maker_id=actor.staff_id, ready_on=ready_on, taken_at=now):
        raise _moved()
    title = _("%(name)s has taken your request") % {"name": actor.name}
    _tell_asker(request, State.TAKEN, title, actor=actor, now=now, words=ready_on.isoformat())


@transaction.atomic
def hand_over(*, request_id: int, handed: HandedOver, actor: Viewer, now: datetime) -> None:
    """Hand over what was made; it is handed in as evidence, and the asker looks at it.

    :raises RequestMoved: when it is not one's own to make any more
    :raises RequestRefused: without words and file
    """
    request = _one(to_make(actor).filter(pk=request_id, state__in=BEING_MADE))
    work_id = request.work_id or 0
    standing = work_queries.standing_evidence_ids(assignment_id=work_id)
    try:
        evidence = work.hand_in_note(
            actor=actor,
            assignment_id=work_id,
            quantity=request.quantity,
            note=handed.result,
            file_id=handed.file_id,
            replaces_id=standing[-1] if standing else request.evidence_id,
            now=now,
        )
    except (work.AssignmentClosed, work.AssignmentRefused) as refusal:
        raise RequestRefused(str(refusal), "result") from refusal
    making = SiteRequest.objects.filter(pk=request_id, state__in=BEING_MADE)
    if not making.update(
        state=State.HANDED_OVER,
        evidence=evidence,
        handed_over_at=now,
        result=handed.result.strip(),
        result_file_id=handed.file_id,
    ):
        raise _moved()
    title = _("%(name)s has handed over what you asked for") % {"name": actor.name}
    _tell_asker(request, State.HANDED_OVER, title, actor=actor, now=now, words=handed.result)


@transaction.atomic
def put_back(*, request_id: int, actor: Viewer, now: datetime) -> None:
    """Put a request that was taken back into the queue of its position; by its maker, or by who leads them.

    :raises RequestMoved: when it is not under way any more, or out of reach
    """
    request = _one(_in_reach(actor).filter(pk=request_id, state__in=BEING_MADE))
    _let_go(request, State.ASKED, actor, now, maker=None, ready_on=None, taken_at=None)
    title = _("Your request waits to be taken again")
    _tell_asker(request, State.ASKED, title, actor=actor, now=now)


@transaction.atomic
def refuse(*, request_id: int, reason: str, actor: Viewer, now: datetime) -> None:
    """Refuse a request with a reason; by who would make it, or by who leads them.

    :raises RequestRefused: without a reason
    :raises RequestMoved: when it was handed over or ended meanwhile, or out of reach
    """
    if not reason.strip():
        raise RequestRefused(_("Say why, so that it can be asked better."), "reason")
    request = _one(_in_reach(actor).filter(pk=request_id, state__in=(State.ASKED, *BEING_MADE)))
    _let_go(request, State.REFUSED, actor, now, ended_at=now)
    title = _("%(name)s cannot do what you asked for") % {"name": actor.name}
    _tell_asker(request, State.REFUSED, title, actor=actor, now=now, words=reason)


def _in_reach(actor: Viewer) -> QuerySet[SiteRequest]:
    """What the actor makes; who leads makers reaches all that is theirs to see."""
    leads = people.staff_in_scope(viewer=actor, verb="website.lead").exists()
    return requests(actor) if leads else to_make(actor)


def _let_go(request: SiteRequest, state: str, actor: Viewer, now: datetime, **values: object) -> None:
    """End the maker's work for a request and bring it into another state, if nobody was faster."""
    if request.work_id is not None:
        _end_work(request.work_id, actor, now)
    same = SiteRequest.objects.filter(pk=request.pk, state=request.state)
    if not same.update(state=state, work=None, evidence=None, **values):
        raise _moved()


def _end_work(work_id: int, actor: Viewer, now: datetime) -> None:
    try:
        work.withdraw_assignment(assignment_id=work_id, actor=actor, now=now)
    except work.AssignmentClosed as refusal:
        # Withdrawn by the supervisor already: nothing is left to end.
        if work_queries.standing_evidence_ids(assignment_id=work_id):
            raise RequestMoved(str(refusal)) from refusal


def _as_work(request: SiteRequest, ready_on: date, actor: Viewer, now: datetime) -> work.AdHoc:
    category = category_of(request.kind, actor=actor, now=now)
    return work.AdHoc(
        staff_id=actor.own_staff_id,
        category_id=category.pk,
        quantity=request.quantity,
        due_date=ready_on,
        brief="\n".join((str(request), request.purpose, _("Hand it over in your request queue: whoever asked waits."))),
    )


def _one(rows: QuerySet[SiteRequest]) -> SiteRequest:
    found = rows.first()
    if found is None:
        raise _moved()
    return found


def _tell_asker(request: SiteRequest, state: str, title: str, *, actor: Viewer, now: datetime, words: str = "") -> None:
    told = Told(ASKED_FOR, [request.asked_by_id], title, open_it())
    enter(request, state, verb=VERB, actor=actor, now=now, told=told, words=words)


def _moved() -> RequestMoved:
    return RequestMoved(_("Somebody was faster, or this request moved on. Have a look at how it stands."))
