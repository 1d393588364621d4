"""A result page as somebody's browser sends it: whose it is, what was asked, what it says, what is kept of it."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from django.utils.translation import gettext as _

from omos.connectors.results.engines import read_results
from omos.connectors.results.page import RESULTS, Result, ResultPage
from omos.loop.verification.checks import belongs, host_of
from omos.loop.verification.models import Proof
from omos.loop.verification.services.index_looks import IndexRefused
from omos.loop.verification.services.proofs import KEPT_FOR, snapshot_of, storable
from omos.people.clock import local_day

LARGEST_PAGE = 3_000_000
MOST_ROWS = 100
_HOSTS = {
    "baidu": ("baidu.com",),
    "so360": ("so.com",),
    "sogou": ("sogou.com",),
    "shenma": ("sm.cn",),
    "bing": ("bing.com",),
    "google": ("google.com", "google.com.hk"),
}
_ASKED_AS = ("wd", "word", "q", "query", "keyword")
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class Sent:
    """What the helper sends: where the person was and when, what was asked, and the page or its rows."""

    address: str
    at: datetime
    engine: str = ""
    query: str = ""
    html: bytes = b""
    # (title, url) of every result, where the helper sends no page.
    rows: tuple[tuple[str, str], ...] = ()

    @property
    def asked(self) -> str:
        """What was asked: as told, else as the page's address tells it."""
        return self.query.strip() or query_in(self.address)


def engine_at(sent: Sent) -> str:
    """The engine whose page it is, by the address the person was at.

    :raises IndexRefused: when it is no page of a known engine, or not of the one named
    """
    host = host_of(sent.address)
    engine = next((code for code in _HOSTS if _is_at(host, code)), "")
    if not engine or sent.engine not in {"", engine}:
        raise IndexRefused(_("This is no result page of Baidu, 360, Sogou, Shenma, Bing or Google."))
    return engine


def query_in(address: str) -> str:
    """What was asked, as the result page's address tells it; empty where it does not."""
    try:
        told = parse_qs(urlsplit(address).query)
    except ValueError:
        return ""
    return next((told[name][0].strip() for name in _ASKED_AS if name in told), "")


def read_sent(engine: str, sent: Sent) -> ResultPage:
    """What the page says; to be called outside of any transaction, for monstrous pages take seconds."""
    if sent.html:
        return read_results(engine, sent.html, declared="utf-8")
    results = tuple(
        Result(rank=place, title=title, url=url, host=host_of(url) or None, is_redirect=_is_at(host_of(url), engine))
        for place, (title, url) in enumerate(sent.rows, start=1)
    )
    # What a browser picked out may not be all there was: such rows can say yes, never no.
    return ResultPage(engine=engine, verdict=RESULTS, results=results, query=sent.asked, is_whole=False)


def keep_result_page(html: bytes, page: ResultPage, *, now: datetime) -> Proof | None:
    """Keep the result page that a verdict rests on, the same page once; None where no page was sent."""
    if not html:
        return None
    titles = storable("\n".join(f"{result.rank}. {result.title}" for result in page.results))
    fresh = Proof(
        digest=sha256(b"result page " + html).hexdigest(),
        snapshot=snapshot_of(html, titles),
        title=storable(page.query)[:300],
        text=titles,
        first_kept_at=now,
        keep_until=local_day(now) + KEPT_FOR,
    )
    Proof.objects.bulk_create([fresh], ignore_conflicts=True)
    return Proof.objects.get(digest=fresh.digest)


def unpacked_page(html: bytes) -> bytes:
    """A page as sent, gzipped or plain, at most `LARGEST_PAGE` bytes.

    :raises IndexRefused: when it is larger or damaged
    """
    if html.startswith(_GZIP):
        html = _unzipped(html)
    if len(html) > LARGEST_PAGE:
        raise IndexRefused(_("The page is larger than a result page ever is."))
    return html


def rows_of(told: Iterable[object]) -> tuple[tuple[str, str], ...]:
    """Title and address of every row that the helper read; rows without an address are left out."""
    found = (row for row in told if isinstance(row, Mapping))
    pairs = ((str(row.get("title", ""))[:300], str(row.get("url", ""))[:2000]) for row in found)
    return tuple((title, url) for title, url in pairs if url)[:MOST_ROWS]


def _unzipped(html: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(html)) as file:
            return file.read(LARGEST_PAGE + 1)
    except (OSError, EOFError, zlib.error) as damage:
        raise IndexRefused(_("The page arrived damaged.")) from damage


def _is_at(host: str, engine: str) -> bool:
    return any(belongs(host, own) for own in _HOSTS[engine])
