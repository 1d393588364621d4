"""Asking for something: written in under a minute, told to whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from omos.centres.website.models import SiteRequest
from omos.centres.website.queries.requests import Addressee, addressees
from omos.centres.website.services.categories import category_of
from omos.centres.website.services.refusals import RequestRefused
from omos.centres.website.services.steps import TO_MAKE, Told, enter, open_it
from omos.people.clock import local_day
from omos.people.viewer import Viewer

MOST = 99


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for; `to` is the value of an addressee, `serves_id` an assignment of their own."""

    kind: str
    title: str
    purpose: str
    to: str
    needed_by: date
    quantity: int = 1
    is_urgent: bool = False
    website_id: int | None = None
    page: str = ""
    campaign_id: int | None = None
    serves_id: int | None = None
    attachment_id: int | None = None


@transaction.atomic
def ask(*, wanted: Wanted, actor: Viewer, now: datetime) -> int:
    """Ask a person or a whole position for something; returns the request's id.

    :raises RequestRefused: when nobody such is there, or day and quantity make no sense
    """
    today = local_day(now)
    to, everybody = _addressee(wanted, actor, today)
    category = category_of(wanted.kind, actor=actor, now=now)
    request = SiteRequest.objects.create(
        kind=wanted.kind,
        title=wanted.title.strip(),
        purpose=wanted.purpose.strip(),
        quantity=wanted.quantity,
        is_urgent=wanted.is_urgent,
        needed_by=wanted.needed_by,
        asked_by_id=actor.own_staff_id,
        position_id=to.position_id,
        maker_id=to.staff_id,
        website_id=wanted.website_id,
        page=wanted.page.strip(),
        campaign_id=wanted.campaign_id,
        serves_id=wanted.serves_id,
        attachment_id=wanted.attachment_id,
        minutes=category.minutes * wanted.quantity,
        asked_at=now,
    )
    told = Told(TO_MAKE, everybody, _("%(name)s asks you for something") % {"name": actor.name}, open_it())
    enter(request, SiteRequest.State.ASKED, verb="website.ask", actor=actor, now=now, told=told)
    return request.pk


def _addressee(wanted: Wanted, actor: Viewer, today: date) -> tuple[Addressee, list[int]]:
    """Who is asked, and the ids of all whom that concerns.

    :raises RequestRefused: naming the input at fault
    """
    if actor.staff_id is None:
        raise RequestRefused(_("Only somebody on the staff list can ask."))
    if wanted.needed_by < today:
        raise RequestRefused(_("That day is over already."), "needed_by")
    if not 1 <= wanted.quantity <= MOST:
        raise RequestRefused(_("Choose a quantity from 1 to %(most)s.") % {"most": MOST}, "quantity")
    known = addressees(viewer=actor, today=today)
    to = next((one for one in known if one.value == wanted.to), None)
    if to is None:
        raise RequestRefused(_("Choose somebody who is here."), "to")
    return to, _concerned(to, known)


def _concerned(to: Addressee, known: tuple[Addressee, ...]) -> list[int]:
    if to.staff_id is not None:
        return [to.staff_id]
    return [one.staff_id for one in known if one.staff_id is not None and one.position_id == to.position_id]
