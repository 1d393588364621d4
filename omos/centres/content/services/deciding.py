"""What people say of found pages: mine, somebody's, not to be counted, not mine after all."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from omos.centres.content import queries
from omos.centres.content.models import FoundPage
from omos.centres.content.queries.desk import open_work
from omos.centres.content.services.counting import article_of, count, day_of, link_standing
from omos.centres.content.services.pen_names import PenNameRefused, save_pen_name
from omos.formulas.authorship import Attribution, Reason, serve
from omos.loop.work import services as work_services
from omos.people.clock import local_day
from omos.people.trail import record_action
from omos.people.viewer import Viewer

State = FoundPage.State
_OPEN = (State.UNSURE, State.IGNORED)


class PageSettled(Exception):
    """The page is not open for this any more; the message says so."""


class PersonRefused(Exception):
    """The page cannot be counted for this person; the message says why."""


@transaction.atomic
def claim_page(*, page_id: int, actor: Viewer, now: datetime) -> FoundPage:
    """Count an open page for oneself.

    :raises PageSettled: if somebody settled it meanwhile
    :raises PersonRefused: if one has no open work it could serve
    """
    return _count_for(_open_page(page_id, actor), actor.own_staff_id, "content.claim", actor, now)


@transaction.atomic
def give_page(*, page_id: int, staff_id: int, actor: Viewer, now: datetime, has_pen_name: bool = False) -> FoundPage:
    """Count a page for somebody in scope; one that was counted for somebody else moves. A pen name may be kept with it.

    :raises PageSettled: if somebody settled it meanwhile, or it was handed in by a person
    :raises PersonRefused: if the person is not in scope or has no open work the page could serve
    """
    if not queries.receivers(viewer=actor, today=local_day(now)).filter(pk=staff_id).exists():
        raise PersonRefused(_("This person is not in your department."))
    page = queries.found_pages(actor).select_for_update(of=("self",)).filter(pk=page_id).first()
    if page is None or page.state == State.FOUND or page.is_linked:
        raise PageSettled(_("This article was settled meanwhile."))
    if page.state == State.COUNTED:
        _withdraw(page, actor, now)
    counted = _count_for(page, staff_id, "content.assign", actor, now)
    if has_pen_name and counted.byline:
        _keep_pen_name(staff_id, counted.byline, actor, now)
    return counted


@transaction.atomic
def take_back_page(*, page_id: int, actor: Viewer, now: datetime) -> None:
    """Say that a counted page is not the person's it was counted for; it waits for somebody else to claim it.

    :raises PageSettled: if it is not counted, was handed in by a person, or is neither one's own nor one's to give
    """
    view = queries.found_page(viewer=actor, page_id=page_id, today=local_day(now))
    if view is None or not view.may_take_back:
        raise PageSettled(_("This article was settled meanwhile."))
    _withdraw(view.page, actor, now)
    record_action("content.claim", actor=actor, subject=_subject(page_id), now=now, after={"taken_back": True})


@transaction.atomic
def ignore_page(*, page_id: int, actor: Viewer, now: datetime) -> None:
    """Say that an open page is none to count.

    :raises PageSettled: if somebody settled it meanwhile
    """
    rows = queries.found_pages(actor).filter(pk=page_id)
    if not rows.filter(state=State.UNSURE).exists():
        raise PageSettled(_("This article was settled meanwhile."))
    changes = {"state": State.IGNORED, "why": "not_ours", "decided_by_id": actor.staff_id, "decided_at": now}
    if not FoundPage.objects.filter(pk=page_id, state=State.UNSURE).update(**changes):
        raise PageSettled(_("This article was settled meanwhile."))
    record_action("content.claim", actor=actor, subject=_subject(page_id), now=now, after={"ignored": True})


def claim_pages(*, viewer: Viewer, ids: Collection[int], now: datetime) -> int:
    """Count several open pages for oneself; returns how many were. All or none."""
    return _each(ids, lambda page_id: claim_page(page_id=page_id, actor=viewer, now=now))


def give_pages(*, viewer: Viewer, ids: Collection[int], now: datetime, staff_id: int) -> int:
    """Count several pages for somebody; returns how many were. All or none."""
    return _each(ids, lambda page_id: give_page(page_id=page_id, staff_id=staff_id, actor=viewer, now=now))


def ignore_pages(*, viewer: Viewer, ids: Collection[int], now: datetime) -> int:
    """Say of several open pages that they are none to count; returns how many. All or none."""
    return _each(ids, lambda page_id: ignore_page(page_id=page_id, actor=viewer, now=now))


@transaction.atomic
def _each(ids: Collection[int], settle: Callable[[int], object]) -> int:
    for page_id in sorted(ids):
        settle(page_id)
    return len(ids)


def _open_page(page_id: int, actor: Viewer) -> FoundPage:
    rows = queries.found_pages(actor).select_for_update(of=("self",))
    page = rows.filter(pk=page_id, state__in=_OPEN).first()
    if page is None:
        raise PageSettled(_("This article was settled meanwhile."))
    return page


def _count_for(page: FoundPage, staff_id: int, verb: str, actor: Viewer, now: datetime) -> FoundPage:
    page.day = day_of(page)
    decision = {"decided_by_id": actor.staff_id, "decided_at": now}
    if not link_standing(page, **decision):
        count(page=page, found=_serving(page, staff_id, actor, now), actor=actor, now=now, **decision)
    after = {"staff": page.staff_id, "evidence": page.evidence_id}
    record_action(verb, actor=actor, subject=_subject(page.pk), now=now, after=after)
    return page


def _serving(page: FoundPage, staff_id: int, actor: Viewer, now: datetime) -> Attribution:
    """What the page serves of a person's open work."""
    found = serve(
        article_of(page),
        person_id=staff_id,
        openings=open_work(staff_ids=[staff_id], today=local_day(now)),
        reasons=(Reason("person", (actor.own_staff_id,)),),
    )
    if found.assignment_id is None:
        raise PersonRefused(_("There is no open work that takes articles of our websites. Give an assignment first."))
    return found


def _withdraw(page: FoundPage, actor: Viewer, now: datetime) -> None:
    """Take the piece back; where it was taken back before, the page is just free."""
    mine = FoundPage.objects.filter(pk=page.pk, state=State.COUNTED, evidence_id=page.evidence_id, is_linked=False)
    changes = {"state": State.UNSURE, "why": "taken_back", "staff": None, "assignment": None, "evidence_id": None}
    if not mine.update(**changes, certainty="UNSURE", decided_by_id=actor.staff_id, decided_at=now):
        raise PageSettled(_("This article was settled meanwhile."))
    with suppress(work_services.AssignmentClosed), transaction.atomic():
        work_services.withdraw_found(evidence_id=page.evidence_id or 0, actor=actor, now=now)
    page.refresh_from_db()


def _keep_pen_name(staff_id: int, name: str, actor: Viewer, now: datetime) -> None:
    """A name that cannot be kept must not undo what was said of the page."""
    with suppress(PenNameRefused):
        save_pen_name(staff_id=staff_id, name=name, actor=actor, now=now)


def _subject(page_id: int) -> tuple[str, int]:
    return ("content.foundpage", page_id)
