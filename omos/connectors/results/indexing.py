"""收录: what a result page says about one page being indexed; a page that cannot be seen is never "not indexed"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from omos.connectors.results.addresses import host_of, is_host_of
from omos.connectors.results.page import BLOCKED, NONE, UNREADABLE, Result, ResultPage
from omos.formulas.page_key import NotAPage, page_key

YES, NO, UNKNOWN = "yes", "no", "unknown"

# The whole vocabulary of reasons: rooms translate these sentences.
LISTED = "the page stands among the results"
LISTED_BY_TITLE = "a result of the same website carries the page's title"
NOTHING_FOUND = "the engine found nothing for this page"
ANOTHER_INSTEAD = "the engine shows other pages in its place"
ENGINE_BLOCKED = "the engine asked for a verification"
NOT_READABLE = "the result page could not be understood"
OTHER_QUERY = "the search did not ask for this page"
HOSTS_HIDDEN = "some results do not tell their address"
FURTHER_PAGES = "the website has more results than this page shows"
CUT_OFF = "the result page is not whole"
NO_ADDRESS = "this is no address of a page"
REASONS = (
    LISTED,
    LISTED_BY_TITLE,
    NOTHING_FOUND,
    ANOTHER_INSTEAD,
    ENGINE_BLOCKED,
    NOT_READABLE,
    OTHER_QUERY,
    HOSTS_HIDDEN,
    FURTHER_PAGES,
    CUT_OFF,
    NO_ADDRESS,
)

_SITE = re.compile(r"\b(?:site|inurl|url|info)\s*[:：]\s*(\S+)", re.IGNORECASE)
_CUT = re.compile(r"(?:\.{2,}|…)$")
_LEAST_TITLE = 6


@dataclass(frozen=True)
class Indexed:
    """Whether a page is indexed: yes, no or unknown, with its reason, and the rank at which it stands."""

    verdict: str
    reason: str
    rank: int | None = None


def index_verdict(page: ResultPage, url: str, *, title: str = "", query: str = "") -> Indexed:
    """Judge from a result page whether the engine has indexed the address.

    The search may have asked for the address, for ``site:`` or for the title; ``query`` is what was asked, where the
    page itself does not say. Only a whole page of a search that asked for this very page can say no.
    """
    host, key = host_of(_with_scheme(url)), _key(url)
    if host is None or key is None:
        return Indexed(UNKNOWN, NO_ADDRESS)
    if page.verdict in {BLOCKED, UNREADABLE}:
        return Indexed(UNKNOWN, ENGINE_BLOCKED if page.verdict == BLOCKED else NOT_READABLE)
    listed = _listed(page, key, host, title)
    return listed or _absent(page, asked=_asked(page.query or query, url, host, title), title=title)


def _listed(page: ResultPage, key: str, host: str, title: str) -> Indexed | None:
    for result in page.results:
        if _is_address(result, key):
            return Indexed(YES, LISTED, result.rank)
    for result in page.results:
        if result.host and is_host_of(result.host, host) and _is_title(result.title, title):
            return Indexed(YES, LISTED_BY_TITLE, result.rank)
    return None


def _is_address(result: Result, key: str) -> bool:
    shown = "" if _CUT.search(result.shown) or " " in result.shown or "›" in result.shown else result.shown
    return any(_key(one) == key for one in (shown, "" if result.is_redirect else result.url) if one)


def _absent(page: ResultPage, *, asked: str, title: str) -> Indexed:
    """Not among the results: what that means hangs on what was asked."""
    if asked == "else":
        return Indexed(UNKNOWN, OTHER_QUERY)
    if page.verdict == NONE:
        return Indexed(NO, ANOTHER_INSTEAD if page.instead else NOTHING_FOUND)
    unseen = _unseen(page, asked, title)
    return Indexed(UNKNOWN, unseen) if unseen else Indexed(NO, ANOTHER_INSTEAD)


def _unseen(page: ResultPage, asked: str, title: str) -> str:
    """Why the page may be indexed although it is not seen among the results; empty when it may not."""
    if not page.is_whole:
        return CUT_OFF
    if _may_be_hidden(page, asked, title):
        return HOSTS_HIDDEN
    has_more = page.total is None or page.total > len(page.results)
    return FURTHER_PAGES if asked == "site" and has_more else ""


def _may_be_hidden(page: ResultPage, asked: str, title: str) -> bool:
    """A result without an address may be the page; by title only one that carries it."""
    hidden = [one for one in page.results if one.is_redirect and not one.is_own]
    if asked == "title":
        return any(one.host is None and _is_title(one.title, title) for one in hidden)
    # A cut visible address of another website is not this page.
    return any(one.host is None or _CUT.search(one.shown) for one in hidden)


def _asked(query: str, url: str, host: str, title: str) -> str:
    """address, site, title, else; a page that does not tell its query is taken to have asked for the address."""
    query = " ".join(query.split())
    operand = _SITE.search(query)
    if operand:
        return _site_asked(operand[1], url, host)
    if not query or _key(query) == _key(url):
        return "address"
    return "title" if _is_title(query.strip("\"“”'「」"), title) else "else"


def _site_asked(operand: str, url: str, host: str) -> str:
    if _key(operand) == _key(url):
        return "address"
    asked = host_of(_with_scheme(operand)) or operand
    is_whole_site = "/" not in operand.partition("://")[2 if "://" in operand else 0].strip("/")
    return "site" if is_whole_site and is_host_of(host, asked) else "else"


def _is_title(found: str, title: str) -> bool:
    """The same title, also when one is cut short or carries the website's name behind it."""
    one, other = _plain(found), _plain(title)
    short, long = sorted((one, other), key=len)
    return len(short) >= _LEAST_TITLE and (long.startswith(short) or short == long)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", _CUT.sub("", text.strip())).casefold()
    return "".join(character for character in folded if character.isalnum())


def _with_scheme(url: str) -> str:
    return url if "://" in url else f"http://{url}"


def _key(url: str) -> str | None:
    try:
        return page_key(unquote(url) if "%3A%2F%2F" in url else url).digest
    except NotAPage:
        return None
