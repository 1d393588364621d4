"""Which pages are asked after at the engines: handed-in links that passed, and other pages of our websites."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from omos.formulas.page_key import NotAPage, page_key
from omos.loop.verification.checks import host_of
from omos.loop.verification.indexing import NOT_LOOKED
from omos.loop.verification.models import Engine, IndexState, Standing
from omos.people import queries as people

COUNTING = (Standing.Outcome.PASSED, Standing.Outcome.PROVISIONAL)
_BATCH = 500


@dataclass(frozen=True)
class WatchedPage:
    """A page by its one identity; with the piece that it is, where it was handed in."""

    key: str
    url: str
    title: str = ""
    website_id: int | None = None
    staff_id: int | None = None
    evidence_id: int | None = None


def watch_passed_pages(*, now: datetime, limit: int = _BATCH) -> int:
    """Give passed links their places at all engines; returns how many pieces were met."""
    known = IndexState.objects.filter(evidence_id=OuterRef("evidence_id"))
    rows = (
        Standing.objects.filter(outcome__in=COUNTING, evidence__withdrawn_at__isnull=True)
        .exclude(evidence__url="")
        .exclude(Exists(known))
        .select_related("evidence", "check_row")
        .only("evidence__url", "evidence__staff_id", "check_row__title")
        .order_by("-evidence_id")[:limit]
    )
    hosts = websites_by_host()
    pages = [page for row in rows if (page := _page_of(row, hosts)) is not None]
    _adopt(pages)
    ensure_states(pages=pages, engines=Engine.values, now=now)
    return len(pages)


def page_at(url: str, hosts: Mapping[str, int]) -> WatchedPage | None:
    """The page an address leads to; None where it leads to none.

    `hosts` are our websites by host; see `websites_by_host`.
    """
    try:
        key = page_key(url).digest
    except NotAPage:
        return None
    return WatchedPage(key=key, url=url.strip(), website_id=_website_of(url, hosts))


def websites_by_host() -> dict[str, int]:
    """Our websites by host, without www. One query."""
    return {website.domain.lower().removeprefix("www."): website.pk for website in people.websites()}


def ensure_states(
    *, pages: Iterable[WatchedPage], engines: Collection[str], now: datetime
) -> dict[tuple[str, str], int]:
    """Ids of the pages' places at these engines, by page key and engine; missing ones are made."""
    wanted = {page.key: page for page in pages}
    fresh = [
        IndexState(
            page_key=page.key,
            url=page.url[:2000],
            title=page.title[:300],
            engine=engine,
            website_id=page.website_id,
            staff_id=page.staff_id,
            evidence_id=page.evidence_id,
            reason=NOT_LOOKED,
            watched_since=now,
        )
        for page in wanted.values()
        for engine in engines
    ]
    IndexState.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=_BATCH)
    found = IndexState.objects.filter(page_key__in=list(wanted), engine__in=engines)
    return {(key, engine): pk for key, engine, pk in found.values_list("page_key", "engine", "id")}


def _page_of(row: Standing, hosts: Mapping[str, int]) -> WatchedPage | None:
    evidence = row.evidence
    page = page_at(evidence.url, hosts)
    if page is None:
        return None
    return WatchedPage(
        key=page.key,
        url=page.url,
        title=row.check_row.title if row.check_row else "",
        website_id=page.website_id,
        staff_id=evidence.staff_id,
        evidence_id=evidence.pk,
    )


@transaction.atomic
def _adopt(pages: Iterable[WatchedPage]) -> None:
    """Pages that were known before they were handed in get their piece and its person."""
    by_key = {page.key: page for page in pages}
    known = IndexState.objects.filter(page_key__in=list(by_key)).values_list("page_key", flat=True).distinct()
    for key in list(known):
        page = by_key[key]
        IndexState.objects.filter(page_key=key).update(
            evidence_id=page.evidence_id, staff_id=page.staff_id, title=page.title[:300]
        )


def _website_of(url: str, hosts: Mapping[str, int]) -> int | None:
    host = host_of(url).removeprefix("www.")
    return next((pk for own, pk in hosts.items() if host == own or host.endswith(f".{own}")), None)
