"""The asker's steps: accept what was made, send it back with a reason, call the request off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from omos.centres.website.models import SiteRequest
from omos.centres.website.services.refusals import RequestMoved, RequestRefused
from omos.centres.website.services.steps import TO_MAKE, Told, enter, open_it
from omos.loop.verification import services as verification
from omos.loop.work import services as work
from omos.people.viewer import Viewer

State = SiteRequest.State
VERB = "website.ask"


@transaction.atomic
def accept(*, request_id: int, actor: Viewer, now: datetime) -> None:
    """Accept what was handed over: it passes, and counts for its maker.

    :raises RequestMoved: when it is not one's own, or not handed over any more
    """
    request = _handed_over(request_id, actor, state=State.DONE, ended_at=now)
    _decide(request, actor, now, is_accepted=True)
    title = _("%(name)s accepts what you made") % {"name": actor.name}
    _tell_maker(request, State.DONE, title, actor=actor, now=now)


@transaction.atomic
def send_back(*, request_id: int, reason: str, actor: Viewer, now: datetime) -> None:
    """Send back what was handed over, with a reason; its maker has it among their open work again.

    :raises RequestRefused: without a reason
    :raises RequestMoved: when it is not one's own, or not handed over any more
    """
    if not reason.strip():
        raise RequestRefused(_("Say what is missing, so that it can be made better."), "reason")
    request = _handed_over(request_id, actor, state=State.SENT_BACK, times_sent_back=F("times_sent_back") + 1)
    _decide(request, actor, now, is_accepted=False, note=reason)
    if request.evidence_id is not None:
        try:
            work.reopen(evidence_id=request.evidence_id, actor=actor, now=now)
        except work.AssignmentClosed as refusal:
            raise RequestMoved(str(refusal)) from refusal
    title = _("%(name)s sends back what you made") % {"name": actor.name}
    _tell_maker(request, State.SENT_BACK, title, actor=actor, now=now, words=reason)


@transaction.atomic
def call_off(*, request_id: int, actor: Viewer, now: datetime) -> None:
    """Call a request of one's own off while nobody has taken it.

    :raises RequestMoved: when somebody has taken it, or it is not one's own
    """
    mine = SiteRequest.objects.filter(pk=request_id, asked_by_id=actor.own_staff_id, state=State.ASKED)
    if not mine.update(state=State.CALLED_OFF, ended_at=now):
        raise RequestMoved(_("Somebody has taken it already; ask them to refuse it."))
    request = SiteRequest.objects.get(pk=request_id)
    title = _("%(name)s no longer needs what was asked for") % {"name": actor.name}
    _tell_maker(request, State.CALLED_OFF, title, actor=actor, now=now)


def _handed_over(request_id: int, actor: Viewer, **values: object) -> SiteRequest:
    """The actor's own request, brought from handed over into the next state."""
    rows = SiteRequest.objects.filter(pk=request_id, asked_by_id=actor.own_staff_id, state=State.HANDED_OVER)
    if not rows.update(**values):
        raise RequestMoved(_("This request moved on meanwhile. Have a look at how it stands."))
    return SiteRequest.objects.select_related("work").get(pk=request_id)


def _decide(request: SiteRequest, actor: Viewer, now: datetime, *, is_accepted: bool, note: str = "") -> None:
    if request.evidence_id is None:
        return
    try:
        verification.decide_as_receiver(
            evidence_id=request.evidence_id, is_accepted=is_accepted, actor=actor, now=now, note=note
        )
    except verification.DecisionRefused as refusal:
        raise RequestMoved(str(refusal)) from refusal


def _tell_maker(request: SiteRequest, state: str, title: str, *, actor: Viewer, now: datetime, words: str = "") -> None:
    maker_id = request.work.staff_id if request.work else request.maker_id
    told = Told(TO_MAKE, [maker_id] if maker_id else [], title, open_it())
    enter(request, state, verb=VERB, actor=actor, now=now, told=told, words=words)
