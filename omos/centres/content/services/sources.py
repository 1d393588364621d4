"""Which list pages, sitemaps and feeds are watched."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from omos.centres.content import queries
from omos.centres.content.models import WatchedSource
from omos.formulas.page_key import NotAPage, page_key
from omos.people.trail import record_action
from omos.people.viewer import Viewer

State = WatchedSource.State
# Without its marks a source is read whole the next time.
_FORGOTTEN = {"etag": "", "last_modified": "", "content_digest": ""}


class SourceRefused(Exception):
    """This address cannot be watched, or the source is gone; the message says why."""


@transaction.atomic
def add_source(*, address: str, kind: str, actor: Viewer, now: datetime, period_minutes: int = 30) -> WatchedSource:
    """Watch an address of one of our websites from now on.

    :raises SourceRefused: if it is no address of ours, or is watched already
    """
    website = queries.website_of(address)
    if website is None:
        raise SourceRefused(_("This address is not on one of our websites."))
    source = WatchedSource(
        website=website,
        kind=WatchedSource.Kind(kind),
        address=address.strip()[:2000],
        address_key=_key(address),
        period_minutes=period_minutes,
        next_look_at=now,
        added_at=now,
    )
    try:
        with transaction.atomic():
            source.save()
    except IntegrityError as taken:
        raise SourceRefused(_("This address is watched already.")) from taken
    _record(source.pk, actor, now, {"address": source.address, "kind": source.kind})
    return source


def add_sources(*, chosen: Collection[tuple[str, str]], actor: Viewer, now: datetime) -> int:
    """Watch several (kind, address) at once; those watched already stay as they are. Returns how many are new."""
    added = 0
    for kind, address in chosen:
        if not WatchedSource.objects.filter(address_key=_key(address)).exists():
            add_source(address=address, kind=kind, actor=actor, now=now)
            added += 1
    return added


def pause_source(*, source_id: int, actor: Viewer, now: datetime) -> None:
    """Leave a source alone; what it showed so far stays.

    :raises SourceRefused: if it is gone or paused already
    """
    _change(source_id, State.WATCHED, actor, now, state=State.PAUSED)


def resume_source(*, source_id: int, actor: Viewer, now: datetime) -> None:
    """Look at a paused source again; what appeared meanwhile was there before.

    :raises SourceRefused: if it is gone or watched already
    """
    # The next look learns anew, so that weeks of a pause do not land on one day.
    _change(source_id, State.PAUSED, actor, now, state=State.WATCHED, next_look_at=now, learned_on=None, **_FORGOTTEN)


def look_soon(*, source_id: int, actor: Viewer, now: datetime) -> None:
    """Make a watched source due at once, whatever it answered last.

    :raises SourceRefused: if it is gone or paused
    """
    _change(source_id, State.WATCHED, actor, now, next_look_at=now, **_FORGOTTEN)


@transaction.atomic
def _change(source_id: int, was: str, actor: Viewer, now: datetime, **changes: object) -> None:
    if not WatchedSource.objects.filter(pk=source_id, state=was).update(**changes):
        raise SourceRefused(_("This source was changed meanwhile."))
    _record(source_id, actor, now, {name: value for name, value in changes.items() if name == "state"})


def _key(address: str) -> str:
    try:
        return page_key(address).digest
    except NotAPage as fault:
        raise SourceRefused(_("This is no web address.")) from fault


def _record(source_id: int, actor: Viewer, now: datetime, after: dict[str, object]) -> None:
    subject = ("content.watchedsource", source_id)
    record_action("content.manage_sources", actor=actor, subject=subject, now=now, after=after)
