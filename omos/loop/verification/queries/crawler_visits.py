"""Crawlers' visits as others see them: a supporting fact, never a verdict."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q, QuerySet, Sum

from omos.loop.verification.models import CrawlerVisit, WebLog
from omos.people.policy import may
from omos.people.viewer import Viewer


@dataclass(frozen=True)
class Came:
    """That an engine's crawler came to a page and got it: when last, how often."""

    last_at: datetime
    requests: int


def crawler_visits(viewer: Viewer) -> QuerySet[CrawlerVisit]:
    """Which engine fetched which page when, with status; for those who look after the pages."""
    if not may(viewer, "verification.view_index"):
        return CrawlerVisit.objects.none()
    return CrawlerVisit.objects.select_related("website").defer("marks").order_by("-last_at", "-id")


def came_to(*, page_keys: Collection[str]) -> dict[tuple[str, str], Came]:
    """(page key, engine) → the crawler's visits that were answered with a page; pages never visited are absent."""
    got_it = Q(status__gte=200, status__lt=400) | Q(status=0)
    rows = (
        CrawlerVisit.objects.filter(got_it, page_key__in=page_keys)
        .values_list("page_key", "engine")
        .annotate(last=Max("last_at"), requests_made=Sum("requests"))
    )
    return {(key, engine): Came(last, requests) for key, engine, last, requests in rows}


def newest_log_at() -> datetime | None:
    """When an access log was last read; None when never."""
    newest: datetime | None = WebLog.objects.aggregate(newest=Max("read_at"))["newest"]
    return newest
