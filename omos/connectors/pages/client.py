from __future__ import annotations

from typing import NamedTuple

from omos.connectors.outbound import Fetched, OutboundRules, fetch
from omos.connectors.outbound.client import DEADLINE, MAX_BYTES, USER_AGENT
from omos.connectors.pages.page import Page
from omos.connectors.pages.reading import read_page


class Visit(NamedTuple):
    """What came over the wire, and what it means."""

    fetched: Fetched
    page: Page


def get_page(
    url: str,
    *,
    rules: OutboundRules,
    user_agent: str = USER_AGENT,
    max_bytes: int = MAX_BYTES,
    deadline: float = DEADLINE,
) -> Visit:
    """Fetch one page and understand it; waiting between pages of one host is the caller's courtesy.

    :raises OutboundError: if the link is refused or no answer could be had
    """
    fetched = fetch(url, rules=rules, user_agent=user_agent, max_bytes=max_bytes, deadline=deadline)
    page = read_page(
        fetched.body,
        fetched.headers,
        fetched.final_url,
        status=fetched.status,
        asked=fetched.url,
        is_truncated=fetched.truncated,
    )
    return Visit(fetched, page)
