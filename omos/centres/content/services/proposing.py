"""Finding what can be watched: from a website's address alone (找一找). Nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from django.utils.translation import gettext as _

from omos.centres.content import queries
from omos.centres.content.models import WatchedSource
from omos.centres.content.services.sources import SourceRefused
from omos.connectors.feeds.client import Visit, get_document
from omos.connectors.feeds.document import Document, Kind
from omos.connectors.feeds.listing import list_pages_on
from omos.connectors.feeds.parse import feeds_on, sitemaps_in
from omos.connectors.outbound import Fetched, OutboundError, fetch
from omos.connectors.pages.reading import read_page
from omos.formulas.page_key import NotAPage, page_key
from omos.loop.verification.services import Runner

if TYPE_CHECKING:
    from omos.people.models import Website

# A person waits for the answer: so many requests at most, so many seconds for each.
MOST_REQUESTS = 10
SECONDS_EACH = 6.0
_USUAL = ("/sitemap.xml", "/rss.xml", "/feed/")
_SOURCE_KINDS = {
    Kind.FEED: WatchedSource.Kind.FEED,
    Kind.SITEMAP: WatchedSource.Kind.SITEMAP,
    Kind.SITEMAP_INDEX: WatchedSource.Kind.SITEMAP,
    Kind.LIST_PAGE: WatchedSource.Kind.LIST_PAGE,
}


@dataclass(frozen=True)
class Proposal:
    """A source that could be watched: how many articles (of a sitemap index, parts) it shows, and one of them."""

    kind: WatchedSource.Kind
    address: str
    articles: int
    parts: int
    example: str
    is_watched: bool


@dataclass(frozen=True)
class Search:
    """What was found at an address; with the trouble where it could not even be opened."""

    address: str
    proposals: tuple[Proposal, ...]
    trouble: str = ""


def propose_sources(*, address: str, runner: Runner) -> Search:
    """Look for sitemaps, feeds and list pages of one of our websites: robots.txt, the usual places, the front page.

    :raises SourceRefused: if the address is not on one of our websites
    """
    address = address.strip() if "://" in address else f"https://{address.strip()}"
    website = queries.website_of(address)
    if website is None:
        raise SourceRefused(_("This address is not on one of our websites."))
    front = _fetched(address, runner)
    if isinstance(front, str):
        return Search(address, (), front)
    return Search(address, tuple(_proposals(front, website, runner)))


def _fetched(url: str, runner: Runner) -> Fetched | str:
    """The answer, or why there is none."""
    try:
        return fetch(url, rules=runner.rules, deadline=SECONDS_EACH)
    except OutboundError as error:
        return error.reason


def _proposals(front: Fetched, website: Website, runner: Runner) -> list[Proposal]:
    found: dict[str, Proposal] = {}
    for url in _places(front, website, runner)[: MOST_REQUESTS - 2]:
        proposal = _proposal(url, website, runner)
        if proposal is not None:
            found.setdefault(page_key(proposal.address).digest, proposal)
    watched = set(WatchedSource.objects.filter(address_key__in=list(found)).values_list("address_key", flat=True))
    marked = [_marked(proposal, key in watched) for key, proposal in found.items()]
    return sorted(marked, key=lambda one: (list(_SOURCE_KINDS.values()).index(one.kind), -one.articles))


def _places(front: Fetched, website: Website, runner: Runner) -> list[str]:
    """Addresses worth a look, the surest first, each page once."""
    robots = _fetched(urljoin(front.final_url, "/robots.txt"), runner)
    named = () if isinstance(robots, str) or robots.status != 200 else sitemaps_in(robots.body, robots.final_url)
    page = read_page(front.body, front.headers, front.final_url, status=front.status)
    lists = list_pages_on(page, is_own=website.has_host)
    usual = (urljoin(front.final_url, path) for path in _USUAL)
    return _once((*named, *feeds_on(front.body, front.headers, front.final_url), *lists, *usual, front.final_url))


def _once(urls: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for url in urls:
        try:
            found.setdefault(page_key(url).digest, url)
        except NotAPage:
            continue
    return list(found.values())


def _proposal(url: str, website: Website, runner: Runner) -> Proposal | None:
    visit = _visit(url, website, runner)
    document = visit.document if visit else None
    if document is None or not _is_of_use(document, url, website):
        return None
    example = next(iter(document.entries), None)
    return Proposal(
        kind=_SOURCE_KINDS[document.kind],
        address=document.url,
        articles=len(document.entries),
        parts=len(document.parts),
        example=example.title or example.url if example else "",
        is_watched=False,
    )


def _is_of_use(document: Document, url: str, website: Website) -> bool:
    # Many sites show their front page wherever there is nothing.
    is_front = document.kind is Kind.LIST_PAGE and url.endswith(_USUAL)
    return bool(document.entries or document.parts) and not is_front and website.has_host(_host(document))


def _visit(url: str, website: Website, runner: Runner) -> Visit | None:
    try:
        return get_document(url, rules=runner.rules, is_own=website.has_host, deadline=SECONDS_EACH)
    except OutboundError:
        return None


def _host(document: Document) -> str:
    return document.url.partition("//")[2].partition("/")[0].partition(":")[0]


def _marked(proposal: Proposal, is_watched: bool) -> Proposal:
    return Proposal(
        proposal.kind, proposal.address, proposal.articles, proposal.parts, proposal.example, is_watched=is_watched
    )
