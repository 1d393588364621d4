"""Keeping versions and columns of websites."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from omos.centres.website.models import SiteColumn, SiteRequest, SiteVersion
from omos.centres.website.queries.site import unversioned
from omos.people.clock import local_day
from omos.people.trail import record_action
from omos.people.viewer import Viewer

VERB = "website.plan"


class SiteRefused(Exception):
    """This cannot be saved; `field` names the input, "" the whole form."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class VersionDraft:
    """A version as somebody wants it; files that are not named stay."""

    website_id: int
    day: date
    title: str
    reason: str = ""
    request_ids: Collection[int] = ()
    before_id: int | None = None
    after_id: int | None = None


@dataclass(frozen=True)
class ColumnDraft:
    """A column as somebody wants it."""

    website_id: int
    name: str
    purpose: str
    path: str = ""
    owner_id: int | None = None
    is_key: bool = False
    posts_per_week: int = 0
    is_active: bool = True


@transaction.atomic
def save_version(*, draft: VersionDraft, actor: Viewer, now: datetime, version_id: int | None = None) -> int:
    """Write a version of a website down, or mend one; returns its id.

    :raises SiteRefused: for a day to come, or a version that is gone
    """
    if draft.day > local_day(now):
        raise SiteRefused(_("A version is written down once it is live."), "day")
    version = SiteVersion.objects.filter(pk=version_id).first() if version_id else SiteVersion()
    if version is None:
        raise SiteRefused(_("This version does not exist any more."))
    version.website_id, version.day = draft.website_id, draft.day
    version.title, version.reason = draft.title.strip(), draft.reason.strip()
    version.before_id = draft.before_id or version.before_id
    version.after_id = draft.after_id or version.after_id
    version.saved_by_id, version.saved_at = actor.staff_id, now
    version.save()
    _put_together(version, draft.request_ids, actor)
    after = {"title": version.title, "day": version.day, "requests": sorted(draft.request_ids)}
    record_action(VERB, actor=actor, subject=("website.siteversion", version.pk), now=now, after=after)
    return version.pk


@transaction.atomic
def save_column(*, draft: ColumnDraft, actor: Viewer, now: datetime, column_id: int | None = None) -> int:
    """Add a column of a website, or change one; returns its id.

    :raises SiteRefused: when the website has a column of this name already, or the column is gone
    """
    if column_id and not SiteColumn.objects.filter(pk=column_id).exists():
        raise SiteRefused(_("This column does not exist any more."))
    column = SiteColumn(pk=column_id, **asdict(draft))
    try:
        with transaction.atomic():
            column.save()
    except IntegrityError as fault:
        raise SiteRefused(_("The website has a column of this name already."), "name") from fault
    record_action(VERB, actor=actor, subject=("website.sitecolumn", column.pk), now=now, after=asdict(draft))
    return column.pk


def _put_together(version: SiteVersion, request_ids: Collection[int], actor: Viewer) -> None:
    """Exactly these requests make up the version, as far as the actor sees them and no other version has them."""
    seen = list(unversioned(viewer=actor, version_id=version.pk).values_list("pk", flat=True))
    SiteRequest.objects.filter(pk__in=set(seen) - set(request_ids), version=version).update(version=None)
    SiteRequest.objects.filter(pk__in=set(seen) & set(request_ids)).update(version=version)
