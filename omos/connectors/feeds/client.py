from __future__ import annotations

from typing import NamedTuple

from omos.connectors.feeds.document import Document, IsOwn
from omos.connectors.feeds.parse import MOST_BYTES, read_document
from omos.connectors.outbound import Fetched, OutboundRules, fetch
from omos.connectors.outbound.client import DEADLINE

ACCEPT = "application/rss+xml,application/atom+xml,application/xml,text/xml,text/html;q=0.9,*/*;q=0.8"
_UNCHANGED = 304


class Visit(NamedTuple):
    """What came over the wire, and what it means; no document where nothing changed since the last visit."""

    fetched: Fetched
    document: Document | None

    @property
    def etag(self) -> str:
        """What to ask with next time, as the server gave it."""
        return self.fetched.header("etag") or ""

    @property
    def last_modified(self) -> str:
        """What to ask with next time, as the server gave it."""
        return self.fetched.header("last-modified") or ""


def get_document(
    url: str,
    *,
    rules: OutboundRules,
    is_own: IsOwn,
    etag: str = "",
    last_modified: str = "",
    max_bytes: int = MOST_BYTES,
    deadline: float = DEADLINE,
) -> Visit:
    """Fetch one feed, sitemap or list page, if it changed; waiting between requests is the caller's courtesy.

    :raises OutboundError: if the link is refused or no answer could be had
    """
    asked = {"accept": ACCEPT, "if-none-match": etag, "if-modified-since": last_modified}
    headers = {name: value for name, value in asked.items() if value}
    fetched = fetch(url, rules=rules, headers=headers, max_bytes=max_bytes, deadline=deadline)
    if fetched.status == _UNCHANGED:
        return Visit(fetched, None)
    document = read_document(
        fetched.body,
        fetched.headers,
        fetched.final_url,
        is_own=is_own,
        status=fetched.status,
        is_truncated=fetched.truncated,
    )
    return Visit(fetched, document)
