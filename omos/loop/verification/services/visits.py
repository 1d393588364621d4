"""Crawlers' visits of one website, gathered from requests and written together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote_from_bytes
from zoneinfo import ZoneInfo

from omos.connectors.weblogs.crawlers import Crawler
from omos.connectors.weblogs.request import Request
from omos.formulas.page_key import NotAPage, PageKey, page_key
from omos.loop.verification.models import CrawlerVisit
from omos.loop.verification.services.visit_marks import mark_of, packed, unpacked

# Pictures and the like are fetched with a page and are none.
_NO_PAGE = re.compile(
    r"\.(?:png|jpe?g|gif|webp|avif|svg|ico|bmp|css|js|mjs|map|woff2?|ttf|otf|eot|mp[34]|m4[av]|webm|flv|avi|mov|swf|"
    r"zip|rar|gz|7z|exe|apk|dmg)$",
    re.IGNORECASE,
)
# nginx writes bytes that are no letters like this.
_BYTE = re.compile(r"\\x([0-9a-fA-F]{2})")
_PLAIN = "/:?#[]@!$&'()*+,;=%-._~"
_ROWS_AT_ONCE = 500
_IDENTITY = ("website", "crawler", "page_key", "day", "status")
_FIGURES = ("requests", "first_at", "last_at", "marks")

Key = tuple[str, str, date, int]


@dataclass
class _Gathered:
    engine: str
    address: str
    first_at: datetime
    last_at: datetime
    marks: Counter[int] = field(default_factory=Counter)


class Visits:
    """Visits not yet written; a page has one entry a crawler, day and status."""

    def __init__(self, website: Any) -> None:
        self._website = website
        self._zone = ZoneInfo(website.time_zone)
        self._gathered: dict[Key, _Gathered] = {}

    def __len__(self) -> int:
        return len(self._gathered)

    def is_elsewhere(self, request: Request) -> bool:
        """True when the log names a host that is none of the website's."""
        return bool(request.host) and not self._website.has_host(request.host)

    def add(self, request: Request, crawler: Crawler) -> None:
        """Note a request of a search engine's crawler for a page; all others are passed over."""
        path = request.path
        if not crawler.engine or not path or _NO_PAGE.search(path.partition("?")[0]):
            return
        key = _key(request.host or self._website.domain, path)
        if key is None:
            return
        moment = self._local(request.moment)
        place = (crawler.name, key.digest, moment.date(), request.status or 0)
        seen = self._gathered.get(place)
        if seen is None:
            seen = self._gathered[place] = _Gathered(crawler.engine, key.text[:2000], moment, moment)
        seen.first_at, seen.last_at = min(seen.first_at, moment), max(seen.last_at, moment)
        seen.marks[mark_of(moment, request.client)] += 1

    def write(self) -> tuple[int, int]:
        """Write what was gathered, inside the caller's transaction; gives new visits and new requests."""
        visits = requests = 0
        waiting = list(self._gathered.items())
        for start in range(0, len(waiting), _ROWS_AT_ONCE):
            part = waiting[start : start + _ROWS_AT_ONCE]
            stored = self._stored(key[1] for key, _ in part)
            rows = [row for key, seen in part if (row := self._row(key, seen, stored.get(key)))]
            known = [stored[key] for row in rows if (key := (row.crawler, row.page_key, row.day, row.status)) in stored]
            requests += sum(row.requests for row in rows) - sum(row.requests for row in known)
            visits += len(rows) - len(known)
            CrawlerVisit.objects.bulk_create(
                rows, update_conflicts=True, unique_fields=list(_IDENTITY), update_fields=list(_FIGURES)
            )
        self._gathered.clear()
        return visits, requests

    def _local(self, moment: datetime) -> datetime:
        """In the website's time zone; a log that tells none is taken to be written there."""
        return moment.replace(tzinfo=self._zone) if moment.tzinfo is None else moment.astimezone(self._zone)

    def _stored(self, page_keys: Iterator[str]) -> dict[Key, CrawlerVisit]:
        rows = CrawlerVisit.objects.filter(website_id=self._website.pk, page_key__in=set(page_keys))
        return {(row.crawler, row.page_key, row.day, row.status): row for row in rows}

    def _row(self, key: Key, seen: _Gathered, stored: CrawlerVisit | None) -> CrawlerVisit | None:
        """The row as it will stand; None when nothing is new."""
        crawler, digest, day, status = key
        marks, first_at, last_at = seen.marks, seen.first_at, seen.last_at
        if stored is not None:
            before = unpacked(bytes(stored.marks))
            marks = before | marks
            if marks == before:
                return None
            first_at, last_at = min(stored.first_at, first_at), max(stored.last_at, last_at)
        return CrawlerVisit(
            website_id=self._website.pk,
            engine=seen.engine,
            crawler=crawler,
            page_key=digest,
            address=seen.address,
            day=day,
            status=status,
            requests=marks.total(),
            first_at=first_at,
            last_at=last_at,
            marks=packed(marks.elements()),
        )


@lru_cache(maxsize=20_000)
def _key(host: str, path: str) -> PageKey | None:
    raw = _BYTE.sub(lambda found: chr(int(found[1], 16)), path).encode("latin-1", "replace")
    try:
        return page_key(f"http://{host}{quote_from_bytes(raw, safe=_PLAIN)}")
    except NotAPage:
        return None
