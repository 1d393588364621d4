"""Which kind of countable work each kind of request is, so that it counts like everybody's."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from omos.centres.website.models import SiteRequest
from omos.loop.work import queries as work_queries
from omos.loop.work import services as work
from omos.people.viewer import Viewer

if TYPE_CHECKING:
    from omos.loop.work.models import WorkCategory

Kind = SiteRequest.Kind
# Behind the categories that every company starts with.
_AFTER = 100
CATEGORIES: Final = (
    work.Default("WEB_PICTURE", "网站图片", "WEBSITE", "张", "photo", "NOTE", 60, "DESIGNER", sort_after=_AFTER),
    work.Default("WEB_PAGE", "网站页面", "WEBSITE", "页", "layout-grid", "NOTE", 240, "DESIGNER", sort_after=_AFTER),
    work.Default(
        "WEB_FUNCTION", "网站功能", "WEBSITE", "项", "adjustments", "NOTE", 300, "PROGRAMMER", sort_after=_AFTER
    ),
    work.Default("WEB_FAULT", "故障修复", "WEBSITE", "个", "stethoscope", "NOTE", 60, "PROGRAMMER", sort_after=_AFTER),
    work.Default("WEB_COLUMN", "栏目策划", "WEBSITE", "个", "sitemap", "NOTE", 120, "DESIGNER", sort_after=_AFTER),
)
_CODES: Final = {
    Kind.PICTURE: "WEB_PICTURE",
    Kind.LANDING_PAGE: "WEB_PAGE",
    Kind.LAYOUT: "WEB_PAGE",
    Kind.FUNCTION: "WEB_FUNCTION",
    Kind.FAULT: "WEB_FAULT",
    Kind.COLUMN: "WEB_COLUMN",
}


def ensure_categories(*, actor: Viewer, now: datetime) -> int:
    """Add the categories of requests that are not there yet; returns how many were added."""
    return work.ensure_categories(actor=actor, now=now, defaults=CATEGORIES)


def category_of(kind: str, *, actor: Viewer, now: datetime) -> WorkCategory:
    """The category of a kind of request; installations from before this room get theirs here."""
    code = _CODES[Kind(kind)]
    found = work_queries.category_called(code)
    if found is None:
        ensure_categories(actor=actor, now=now)
        found = work_queries.category_called(code)
    assert found is not None
    return found
