"""Versions of websites and their columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from omos.centres.website.models import SiteColumn, SiteRequest, SiteVersion
from omos.centres.website.queries.requests import State, requests
from omos.people.viewer import Viewer


@dataclass(frozen=True)
class VersionMark:
    """A version as a chart of figures marks it."""

    day: date
    words: str


def versions(viewer: Viewer) -> QuerySet[SiteVersion]:
    """All versions with their website and how many requests made them up."""
    made_of = SiteRequest.objects.filter(version=OuterRef("pk")).order_by().values("version")
    count = Coalesce(Subquery(made_of.annotate(n=Count("id")).values("n")), 0)
    return SiteVersion.objects.annotate(requests=count).select_related("website", "before", "after", "saved_by")


def version_marks(*, first: date, last: date, website_id: int | None = None) -> tuple[VersionMark, ...]:
    """Versions of a period by day, for marks in charts; one query."""
    rows = SiteVersion.objects.filter(day__range=(first, last)).order_by("day", "id")
    if website_id is not None:
        rows = rows.filter(website_id=website_id)
    return tuple(VersionMark(row.day, row.title) for row in rows)


def requests_of_version(*, version_id: int) -> QuerySet[SiteRequest]:
    """The requests that made up a version."""
    return SiteRequest.objects.filter(version_id=version_id).select_related("asked_by").order_by("id")


def unversioned(*, viewer: Viewer, version_id: int | None) -> QuerySet[SiteRequest]:
    """Accepted requests in scope that belong to no version yet, and those of this one."""
    rows = requests(viewer).filter(Q(state=State.DONE, version=None) | Q(version_id=version_id, version__isnull=False))
    return rows.order_by("-ended_at", "-id")


def columns(viewer: Viewer) -> QuerySet[SiteColumn]:
    """All columns with website and owner."""
    return SiteColumn.objects.select_related("website", "owner")
