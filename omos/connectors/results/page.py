"""The frozen answer of every engine's parser."""

from __future__ import annotations

from dataclasses import dataclass

from omos.connectors.results.addresses import is_host_of

RESULTS = "results"
NONE = "none"
BLOCKED = "blocked"
UNREADABLE = "unreadable"
VERDICTS = (RESULTS, NONE, BLOCKED, UNREADABLE)


@dataclass(frozen=True)
class Result:
    """One organic result; ``url`` is the true address where the page tells it, else the engine's own link.

    ``host`` is None when neither an attribute nor the visible address tells it. ``shown`` is the visible address,
    often cut short. ``is_own`` marks a block that the engine fills from its own products.
    """

    rank: int
    title: str
    url: str
    host: str | None
    shown: str = ""
    is_redirect: bool = False
    is_own: bool = False


@dataclass(frozen=True)
class ResultPage:
    """What a result page says; ``total`` is the engine's own estimate, None when it gives none.

    ``why`` names what gave a verdict other than results. When the engine found nothing and shows something else
    instead (a quoted phrase without its quotes), those stand in ``instead``. ``is_whole`` is False for a page whose
    end is missing: what is not in it may have been cut off.
    """

    engine: str
    verdict: str
    total: int | None = None
    results: tuple[Result, ...] = ()
    query: str = ""
    why: str = ""
    instead: tuple[Result, ...] = ()
    is_whole: bool = True

    def rank_of(self, host: str) -> int | None:
        """The first rank known to be the host's or one of its subdomains'; None when none is known to be."""
        return next((one.rank for one in self.results if one.host and is_host_of(one.host, host)), None)

    @property
    def hidden_hosts(self) -> int:
        """How many results do not tell whose they are."""
        return sum(one.host is None for one in self.results)
