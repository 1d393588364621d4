"""What the machine saw when it looked at a link: an answer understood as a page, or the trouble on the way."""

from __future__ import annotations

from dataclasses import dataclass

from omos.connectors.outbound import Kind, OutboundError, OutboundRules
from omos.connectors.pages.client import get_page
from omos.connectors.pages.page import Page

_PASSING = frozenset({Kind.DNS, Kind.TIMEOUT, Kind.TLS, Kind.CONNECTION, Kind.PROTOCOL})
_BUSY = frozenset({408, 425, 429})


@dataclass(frozen=True)
class Look:
    """One look at a link; without a page, `trouble` is one of the outbound door's fixed sentences."""

    url: str
    page: Page | None
    trouble: str = ""
    is_passing: bool = False
    # The guard opens no such link, now or later.
    is_refused: bool = False
    milliseconds: int | None = None
    # (url, status, to) of every redirect.
    redirects: tuple[tuple[str, int, str], ...] = ()
    body: bytes = b""

    @property
    def final_url(self) -> str:
        """Where the link led; the asked address where nothing answered."""
        return self.page.url if self.page else self.url

    @property
    def may_change_soon(self) -> bool:
        """Whether another try within the hour may show more: busy hosts and broken connections, not walls."""
        if self.page is None:
            return self.is_passing
        return self.page.status >= 500 or self.page.status in _BUSY


def look_at(url: str, *, rules: OutboundRules, user_agent: str = "") -> Look:
    """Fetch and understand one link within the guard's bounds; whatever goes wrong is part of the answer."""
    try:
        visit = get_page(url, rules=rules, user_agent=user_agent) if user_agent else get_page(url, rules=rules)
    except OutboundError as error:
        is_refused = error.kind is Kind.REFUSED
        return Look(url, None, trouble=error.reason, is_passing=error.kind in _PASSING, is_refused=is_refused)
    fetched = visit.fetched
    return Look(
        url=url,
        page=visit.page,
        milliseconds=round(fetched.elapsed * 1000),
        redirects=tuple((step.url, step.status, step.to) for step in fetched.redirects),
        body=fetched.body,
    )
