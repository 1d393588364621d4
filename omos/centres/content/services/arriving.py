"""New pages of a source: which are known, which were there before the watch, which are to be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from omos.centres.content.models import FoundPage, WatchedSource
from omos.connectors.feeds.document import Entry
from omos.formulas.page_key import NotAPage, page_key
from omos.people.clock import local_day

# More at once is no day's work but a rebuilt website or a longer list.
MOST_NEW = 50
_BATCH = 500
State = FoundPage.State


@dataclass(frozen=True)
class _Arrival:
    """One new page as its source tells of it."""

    key: str
    entry: Entry
    published_at: datetime | None
    published_on: date | None


def sort_out(*, source: WatchedSource, entries: Sequence[Entry], now: datetime) -> list[FoundPage]:
    """Learn which pages of a look are none to read, and return the others, not kept yet.

    The first look learns what is there: only what a feed dates today is new. A website may have tens of thousands of
    pages, so they are learned in small steps that keep nobody else from writing; a broken look is begun anew.
    """
    today = local_day(now)
    fresh = list(_unknown(source, entries))
    reading = {one.key for one in _to_read(source, fresh, today)}
    is_flood = source.learned_on is not None and len(fresh) > MOST_NEW
    known = [one for one in fresh if one.key not in reading]
    for start in range(0, len(known), _BATCH):
        step = known[start : start + _BATCH]
        rows = [_row(source, one, now, today, "too_many" if is_flood else "before") for one in step]
        FoundPage.objects.bulk_create(rows, ignore_conflicts=True)
    return [_row(source, one, now, today, "") for one in fresh if one.key in reading]


def take_in(*, pages: Sequence[FoundPage]) -> int:
    """Keep the pages to be read; returns how many they are."""
    FoundPage.objects.bulk_create(pages, ignore_conflicts=True)
    return len(pages)


def _to_read(source: WatchedSource, fresh: Sequence[_Arrival], today: date) -> list[_Arrival]:
    """Of the first look and of a flood only what is dated today, else everything not dated before the watch."""
    if source.learned_on is None or len(fresh) > MOST_NEW:
        return [one for one in fresh if one.published_on == today][:MOST_NEW]
    return [one for one in fresh if not _is_older(one, source)]


def _is_older(one: _Arrival, source: WatchedSource) -> bool:
    """Whether the source itself dates the page before the watch began."""
    return one.published_on is not None and source.learned_on is not None and one.published_on < source.learned_on


def _unknown(source: WatchedSource, entries: Sequence[Entry]) -> Iterator[_Arrival]:
    arrivals = _by_key(source, entries)
    keys = list(arrivals)
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        known = set(FoundPage.objects.filter(page_key__in=batch).values_list("page_key", flat=True))
        known |= set(FoundPage.objects.filter(final_key__in=batch).values_list("final_key", flat=True))
        yield from (arrivals[key] for key in batch if key not in known)


def _by_key(source: WatchedSource, entries: Sequence[Entry]) -> Mapping[str, _Arrival]:
    found: dict[str, _Arrival] = {}
    for entry in entries:
        try:
            key = page_key(entry.url).digest
        except NotAPage:
            continue
        moment = in_zone(entry.published, source.website.time_zone)
        found.setdefault(key, _Arrival(key, entry, moment, local_day(moment) if moment else None))
    return found


def in_zone(moment: datetime | None, zone: str) -> datetime | None:
    """A moment with a zone: the website's where it tells none."""
    if moment is None or moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=ZoneInfo(zone))


def _row(source: WatchedSource, one: _Arrival, now: datetime, today: date, why: str) -> FoundPage:
    return FoundPage(
        source=source,
        website_id=source.website_id,
        page_key=one.key,
        url=one.entry.url[:2000],
        title=one.entry.title[:300],
        byline=one.entry.author[:80],
        published_at=one.published_at,
        published_on=one.published_on,
        first_seen_at=now,
        day=today,
        state=State.IGNORED if why else State.FOUND,
        why=why,
        due_at=now,
    )
