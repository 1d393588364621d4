"""Which crawler a user agent claims to be; the list is data with a version of its own.

Anybody may claim to be anybody: only a look-up of the address, both ways, could tell, and what is not looked up is
unknown. ``hosts`` of a crawler name where its addresses should lead.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

# What programs that fetch pages by themselves call themselves, when they are on no list.
_SAYS_BOT = re.compile(r"bot\b|bot[/;)_-]|spider|crawl|slurp|scrapy|archiver|fetcher|feedparser", re.IGNORECASE)
# Names of phones and browsers that hold such a word.
_NO_BOT = re.compile(r"cubot", re.IGNORECASE)
OTHER = "other"
_LONGEST = 2_000


@dataclass(frozen=True)
class Crawler:
    """A crawler: its name, the search engine it works for (empty for none), and what its user agents hold."""

    name: str
    engine: str
    claims: tuple[str, ...]
    hosts: tuple[str, ...]


@dataclass(frozen=True)
class CrawlerList:
    """All known crawlers, and of which day the list is."""

    version: str
    crawlers: tuple[Crawler, ...]


@lru_cache(maxsize=1)
def crawler_list() -> CrawlerList:
    """The list as it comes with the program."""
    told = json.loads(files("omos.connectors.weblogs").joinpath("crawlers.json").read_text("utf-8"))
    crawlers = tuple(
        Crawler(one["name"], one["engine"], tuple(one["claims"]), tuple(one["hosts"])) for one in told["crawlers"]
    )
    return CrawlerList(told["version"], crawlers)


@lru_cache(maxsize=1)
def _by_claim() -> tuple[re.Pattern[str], dict[str, Crawler]]:
    told = {claim.lower(): crawler for crawler in crawler_list().crawlers for claim in crawler.claims}
    longest_first = sorted(told, key=len, reverse=True)
    return re.compile("|".join(re.escape(claim) for claim in longest_first), re.IGNORECASE), told


@lru_cache(maxsize=8192)
def claimed_by(agent: str) -> Crawler | None:
    """The crawler that the user agent claims to be; ``other`` for one on no list, None for a person's browser."""
    pattern, told = _by_claim()
    shortened = agent[:_LONGEST]
    found = pattern.search(shortened)
    if found:
        return told[found[0].lower()]
    if _SAYS_BOT.search(shortened) and not _NO_BOT.search(shortened):
        return crawler_list().crawlers[-1]
    return None
