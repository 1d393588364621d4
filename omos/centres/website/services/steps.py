"""A step of a request: written down, trailed, told to whom it concerns."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from omos.centres.website.models import RequestStep, SiteRequest
from omos.office.notices.services import notify
from omos.people.trail import record_action
from omos.people.viewer import Viewer

TO_MAKE, ASKED_FOR = "website.to_make", "website.asked_for"


@dataclass(frozen=True)
class Told:
    """What people are told of a step, in one line, and which kind of notice it is."""

    kind: str
    staff_ids: Collection[int]
    title: str
    action_label: str


def enter(
    request: SiteRequest, state: str, *, verb: str, actor: Viewer, now: datetime, told: Told, words: str = ""
) -> None:
    """Write a step down that has happened, inside the caller's transaction."""
    step = RequestStep.objects.create(
        request=request, state=state, by_id=actor.own_staff_id, at=now, words=words.strip()[:300]
    )
    subject = ("website.siterequest", request.pk)
    record_action(verb, actor=actor, subject=subject, now=now, after={"state": str(state), "words": step.words})
    notify(
        kind=told.kind,
        staff_ids=[staff_id for staff_id in told.staff_ids if staff_id != actor.staff_id],
        title=told.title,
        body=" · ".join(filter(None, (request.title, step.words))),
        url=reverse("website:request", args=[request.pk]),
        action_label=told.action_label,
        dedupe_key=f"{told.kind}:{step.pk}",
        now=now,
    )


def open_it() -> str:
    """What to press under a notice of a request."""
    return _("Open the request")
