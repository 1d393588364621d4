"""Reading new pages, each once, with the same reading as verification's; then they are counted or left to people."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import F

from omos.centres.content import queries
from omos.centres.content.models import FoundPage, WatchedSource
from omos.centres.content.services.counting import settle
from omos.centres.content.services.looking import place_of
from omos.connectors.outbound import OutboundError
from omos.connectors.pages.client import get_page
from omos.connectors.pages.page import Page
from omos.formulas.page_key import NotAPage, page_key
from omos.loop.verification.services import Runner, wait_turn

logger = logging.getLogger("omos.content")

LEASE_LASTS = timedelta(minutes=2)
RETRY_AFTER = timedelta(minutes=30)
MOST_READS = 3
# A run reads so many; the rest stays for the next one.
MOST_PAGES = 200
_GONE = frozenset({404, 410})
# Shorter without day and by-line it is an overview or a form.
_LEAST_CHARACTERS = 200
_LEAST_TEXT_TO_COMPARE = 100
State = FoundPage.State


@dataclass(frozen=True)
class Told:
    """What a page told about itself; `why` says that it is none to count, `is_unread` that it could not be read."""

    url: str
    keys: tuple[str, ...] = ()
    title: str = ""
    headings: tuple[str, ...] = ()
    byline: str = ""
    published: date | None = None
    text_digest: str = ""
    why: str = ""
    is_unread: bool = False


def read_due(*, now: datetime, runner: Runner) -> int:
    """Read the pages that wait, as long as the run lasts; returns how many were settled."""
    until = runner.true_clock() + runner.lasts
    waiting = queries.readable(now=now, moment=runner.true_clock())
    settled = 0
    for page_id in list(waiting.values_list("id", flat=True)[:MOST_PAGES]):
        if runner.true_clock() >= until:
            break
        settled += read_page(page_id=page_id, now=now, runner=runner)
    return settled


def read_page(*, page_id: int, now: datetime, runner: Runner) -> bool:
    """Read one page and settle it; False where somebody else was first or it must be tried again."""
    page = _claim(page_id, runner.true_clock())
    if page is None:
        return False
    if page.attempts > MOST_READS:
        # Whatever ended the worker before is not opened once more.
        return _record(page, Told(page.url, is_unread=True), now)
    try:
        told = _tell(page, runner)
    except Exception:
        logger.exception("a page could not be read", extra={"page": page_id})
        told = Told(page.url, is_unread=True)
    return _record(page, told, now)


def _claim(page_id: int, moment: datetime) -> FoundPage | None:
    page = FoundPage.objects.select_related("source__website").filter(pk=page_id, state=State.FOUND).first()
    if page is None or (page.leased_until is not None and page.leased_until >= moment):
        return None
    mine = FoundPage.objects.filter(pk=page_id, lease=page.lease, state=State.FOUND)
    if not mine.update(lease=F("lease") + 1, leased_until=moment + LEASE_LASTS, attempts=F("attempts") + 1):
        return None
    page.lease, page.attempts = page.lease + 1, page.attempts + 1
    return page


def _tell(page: FoundPage, runner: Runner) -> Told:
    wait_turn(host=place_of(page.url), runner=runner)
    try:
        read = get_page(page.url, rules=runner.rules).page
    except OutboundError:
        return Told(page.url, is_unread=True)
    if not page.source.website.has_host(place_of(read.url).partition(":")[0]):
        return Told(page.url, why="elsewhere")
    if read.status in _GONE or read.is_soft_404:
        return Told(page.url, why="gone")
    if not read.is_seen:
        return Told(page.url, is_unread=True)
    return told_by(read, is_from_feed=page.source.kind == WatchedSource.Kind.FEED)


def told_by(read: Page, *, is_from_feed: bool) -> Told:
    """What a page that was seen whole tells about itself."""
    text = "".join(read.main_text.split())
    is_article = is_from_feed or read.published or read.author or read.characters >= _LEAST_CHARACTERS
    return Told(
        url=read.url,
        keys=tuple(_keys(read)),
        title=(read.headline or read.title)[:300],
        headings=tuple(heading.text[:200] for heading in read.headings[:20]),
        byline=read.author[:80],
        published=read.published,
        text_digest=sha256(text.encode()).hexdigest() if len(text) >= _LEAST_TEXT_TO_COMPARE else "",
        why="" if is_article else "no_article",
    )


def _keys(read: Page) -> Iterator[str]:
    """The identities a page has: where it led, and what it names as its own address."""
    for url in (read.url, read.canonical):
        try:
            yield page_key(url or "").digest
        except NotAPage:
            continue


@transaction.atomic
def _record(page: FoundPage, told: Told, now: datetime) -> bool:
    """Write down what the page told, if the lease is still ours, and count it where that is clear."""
    if told.is_unread and page.attempts < MOST_READS:
        FoundPage.objects.filter(pk=page.pk, lease=page.lease).update(leased_until=None, due_at=now + RETRY_AFTER)
        return False
    mine = FoundPage.objects.filter(pk=page.pk, lease=page.lease, state=State.FOUND)
    if not mine.update(leased_until=None, **_changes(page, told)):
        return False
    page.refresh_from_db()
    why = told.why or ("same_page" if _is_known(page, told) else "") or ("unreadable" if told.is_unread else "")
    settle(page=page, why=why, now=now)
    return True


def _changes(page: FoundPage, told: Told) -> dict[str, object]:
    """What the page itself tells goes before what its source told; an unread page keeps the source's."""
    if told.is_unread or told.why in {"gone", "elsewhere"}:
        return {}
    return {
        "url": told.url[:2000],
        "final_key": next((key for key in told.keys[:1] if key != page.page_key), ""),
        "text_digest": told.text_digest,
        "title": told.title or page.title,
        "headings": list(told.headings),
        # A system writes its own name into the page more often than into the feed.
        "byline": page.byline or told.byline,
        "published_on": told.published or page.published_on,
    }


def _is_known(page: FoundPage, told: Told) -> bool:
    """Whether another found page is the same one: by address, by its own canonical address, or by its very text."""
    others = FoundPage.objects.exclude(pk=page.pk).filter(website_id=page.website_id)
    keys = [key for key in told.keys if key != page.page_key]
    if others.filter(page_key__in=keys).exists() or others.filter(final_key__in=[page.page_key, *keys]).exists():
        return True
    return bool(told.text_digest) and others.filter(text_digest=told.text_digest).exists()
