"""Looking at due sources: claim one, read it outside any transaction, write down what is new by the lease in force."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import F

from omos.centres.content import queries
from omos.centres.content.models import FoundPage, WatchedSource
from omos.centres.content.services.arriving import sort_out, take_in
from omos.connectors.feeds.client import Visit, get_document
from omos.connectors.feeds.document import Entry, Kind, Part
from omos.connectors.outbound import OutboundError
from omos.loop.verification.services import Runner, wait_turn
from omos.people.clock import local_day

logger = logging.getLogger("omos.content")

LEASE_LASTS = timedelta(minutes=5)
# Of a sitemap index so many parts are read at each look, those that changed last.
MOST_PARTS = 10
_LONGEST_WAIT = timedelta(hours=6)
_LONGEST_ETAG = 300
_LONGEST_DATE = 80
Outcome = WatchedSource.Outcome


@dataclass(frozen=True)
class Seen:
    """What a look saw: pages, or the trouble; neither where nothing changed."""

    entries: tuple[Entry, ...] | None = None
    trouble: str = ""
    etag: str = ""
    last_modified: str = ""

    @property
    def digest(self) -> str:
        """Of everything the source shows, so that the same list costs nothing the next time."""
        return sha256(repr(self.entries).encode("utf-8", "replace")).hexdigest() if self.entries is not None else ""


def look_at_due(*, now: datetime, runner: Runner) -> int:
    """Look at every source whose time has come, as long as the run lasts; returns how many new pages were met."""
    until = runner.true_clock() + runner.lasts
    found = 0
    for source_id in list(queries.due_sources(now=now, moment=runner.true_clock()).values_list("id", flat=True)):
        if runner.true_clock() >= until:
            break
        found += look_at_source(source_id=source_id, now=now, runner=runner)
    return found


def look_at_source(*, source_id: int, now: datetime, runner: Runner) -> int:
    """Look at one source; returns how many new pages it showed, 0 also where somebody else looks at it."""
    source = _claim(source_id, runner.true_clock())
    if source is None:
        return 0
    try:
        seen = _see(source, runner)
    except Exception:
        # A file that finds a hole in the reader must not stop the sources behind it.
        logger.exception("a source could not be read", extra={"source": source_id})
        seen = Seen(trouble="nothing")
    pages = sort_out(source=source, entries=seen.entries or (), now=now) if _is_new(source, seen) else []
    return _record(source, seen, pages, now)


def _claim(source_id: int, moment: datetime) -> WatchedSource | None:
    source = WatchedSource.objects.select_related("website").filter(pk=source_id).first()
    if source is None or (source.leased_until is not None and source.leased_until >= moment):
        return None
    mine = WatchedSource.objects.filter(pk=source_id, lease=source.lease, state=WatchedSource.State.WATCHED)
    if not mine.update(lease=F("lease") + 1, leased_until=moment + LEASE_LASTS):
        return None
    source.lease += 1
    return source


def _see(source: WatchedSource, runner: Runner) -> Seen:
    try:
        visit = _visit(source, source.address, runner, etag=source.etag, last_modified=source.last_modified)
    except OutboundError as error:
        return Seen(trouble=error.reason)
    document = visit.document
    if document is None:
        return Seen(etag=visit.etag or source.etag, last_modified=visit.last_modified or source.last_modified)
    trouble = _trouble(source, visit)
    if trouble:
        return Seen(trouble=trouble)
    if document.kind is Kind.SITEMAP_INDEX:
        # Without marks: the parts may change while the index stays the same.
        return Seen(_entries_of(source, document.parts, runner))
    return Seen(document.entries, etag=visit.etag, last_modified=visit.last_modified)


def _visit(source: WatchedSource, url: str, runner: Runner, *, etag: str = "", last_modified: str = "") -> Visit:
    wait_turn(host=place_of(url), runner=runner)
    is_own = source.website.has_host
    return get_document(url, rules=runner.rules, is_own=is_own, etag=etag, last_modified=last_modified)


def place_of(url: str) -> str:
    """Host and port as a link writes them, by which hosts are paced."""
    return url.partition("//")[2].partition("/")[0].partition("?")[0].rpartition("@")[2].lower()[:255]


def _trouble(source: WatchedSource, visit: Visit) -> str:
    """Why what came back is of no use; empty where it is."""
    document = visit.document
    assert document is not None
    if not source.website.has_host(place_of(document.url).partition(":")[0]):
        return "elsewhere"
    if not 200 <= visit.fetched.status < 300:
        return "not_found"
    if document.is_hostile:
        return "hostile"
    return "nothing" if document.kind is Kind.NOTHING else ""


def _entries_of(source: WatchedSource, parts: tuple[Part, ...], runner: Runner) -> tuple[Entry, ...]:
    """The pages of an index's parts; a part that cannot be read is left for the next look."""
    entries: list[Entry] = []
    for part in latest(parts)[:MOST_PARTS]:
        try:
            document = _visit(source, part.url, runner).document
        except OutboundError:
            continue
        entries += document.entries if document else ()
    return tuple(entries)


def latest(parts: tuple[Part, ...]) -> list[Part]:
    """Parts by their day of change, the last first; among equals the one named last, for numbers grow."""
    days = {part: part.changed.isoformat() if part.changed else "" for part in parts}
    return sorted(parts[::-1], key=lambda part: days[part], reverse=True)


@transaction.atomic
def _record(source: WatchedSource, seen: Seen, pages: list[FoundPage], now: datetime) -> int:
    """Write down what was seen, if the lease is still ours; returns how many pages are new."""
    changes = _failure(source, seen, now) if seen.trouble else _success(source, seen, now)
    mine = WatchedSource.objects.filter(pk=source.pk, lease=source.lease)
    if not mine.update(leased_until=None, last_look_at=now, **changes):
        return 0
    return take_in(pages=pages)


def _is_new(source: WatchedSource, seen: Seen) -> bool:
    return seen.entries is not None and seen.digest != source.content_digest


def _success(source: WatchedSource, seen: Seen, now: datetime) -> dict[str, object]:
    changes: dict[str, object] = {
        "outcome": Outcome.UNCHANGED,
        "trouble": "",
        "failures_in_a_row": 0,
        "last_read_at": now,
        "next_look_at": now + timedelta(minutes=source.period_minutes),
        # A mark that does not fit is no mark: asked with half of it, the server might say that nothing changed.
        "etag": seen.etag if len(seen.etag) <= _LONGEST_ETAG else "",
        "last_modified": seen.last_modified if len(seen.last_modified) <= _LONGEST_DATE else "",
    }
    if not _is_new(source, seen):
        return changes
    return changes | {
        "outcome": Outcome.READ,
        "content_digest": seen.digest,
        "pages": len(seen.entries or ()),
        "learned_on": source.learned_on or local_day(now),
    }


def _failure(source: WatchedSource, seen: Seen, now: datetime) -> dict[str, object]:
    patience = timedelta(minutes=source.period_minutes) * 2 ** min(source.failures_in_a_row, 8)
    return {
        "outcome": Outcome.TROUBLE,
        "trouble": seen.trouble[:120],
        "failures_in_a_row": F("failures_in_a_row") + 1,
        "next_look_at": now + min(patience, _LONGEST_WAIT),
    }
