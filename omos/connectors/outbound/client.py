from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from omos.connectors.outbound.answers import Fetched, Redirect
from omos.connectors.outbound.deadlines import Deadline
from omos.connectors.outbound.errors import OutboundError
from omos.connectors.outbound.links import Link, read_link
from omos.connectors.outbound.rules import OutboundRules
from omos.connectors.outbound.unpacking import ACCEPTED

if TYPE_CHECKING:
    import httpx

    from omos.connectors.outbound.exchange import Answer

USER_AGENT = "Mozilla/5.0 (compatible; OMOS/1.0; page check)"
MAX_BYTES = 5_000_000
MAX_REDIRECTS = 5
DEADLINE = 15.0


def fetch(
    url: str,
    *,
    rules: OutboundRules,
    user_agent: str = USER_AGENT,
    max_bytes: int = MAX_BYTES,
    deadline: float = DEADLINE,
    max_redirects: int = MAX_REDIRECTS,
    headers: Mapping[str, str] | None = None,
) -> Fetched:
    """Get a page: every redirect judged anew, ``deadline`` seconds in all, a longer body cut at ``max_bytes``.

    :raises OutboundError: if the link is refused or no answer could be had
    """
    # The wire weighs a tenth of the time it takes to start: it is brought in when something is sent.
    import httpx

    from omos.connectors.outbound.exchange import exchange

    clock = Deadline(deadline)
    link = read_link(url, rules)
    sent = {"user-agent": user_agent, **(headers or {})}
    cookies = httpx.Cookies()
    steps: list[Redirect] = []
    seen: set[tuple[str, str]] = set()
    while True:
        request = _request("GET", link, sent, cookies, b"")
        visit = (str(link.url), request.headers.get("cookie", ""))
        if visit in seen:
            raise OutboundError("the page redirects to itself", visit[0])
        seen.add(visit)
        answer = exchange(request, link, rules, clock, max_bytes)
        cookies.extract_cookies(answer.response)
        target = answer.target
        if target is None:
            return _fetched(url, link, answer, tuple(steps), clock)
        steps.append(Redirect(str(link.url), answer.response.status_code, target))
        if len(steps) > max_redirects:
            raise OutboundError("the page redirects too often", str(link.url))
        link = read_link(target, rules)


def post(
    url: str,
    *,
    rules: OutboundRules,
    body: bytes,
    content_type: str,
    user_agent: str = USER_AGENT,
    max_bytes: int = MAX_BYTES,
    deadline: float = DEADLINE,
    headers: Mapping[str, str] | None = None,
) -> Fetched:
    """Post a body once: never repeated, redirects not followed, so that a secret in it goes nowhere else.

    :raises OutboundError: if the link is refused or no answer could be had
    """
    import httpx

    from omos.connectors.outbound.exchange import exchange

    clock = Deadline(deadline)
    link = read_link(url, rules)
    sent = {"user-agent": user_agent, "content-type": content_type, **(headers or {})}
    answer = exchange(_request("POST", link, sent, httpx.Cookies(), body), link, rules, clock, max_bytes)
    return _fetched(url, link, answer, (), clock)


def _request(method: str, link: Link, headers: Mapping[str, str], cookies: httpx.Cookies, body: bytes) -> httpx.Request:
    import httpx

    request = httpx.Request(method, link.url, headers=headers, content=body or None)
    request.headers.setdefault("accept", "text/html,application/xhtml+xml,*/*;q=0.8")
    request.headers.setdefault("accept-language", "zh-CN,zh;q=0.9,en;q=0.6")
    request.headers["accept-encoding"] = ACCEPTED
    request.headers["connection"] = "close"
    cookies.set_cookie_header(request)
    return request


def _fetched(asked: str, link: Link, answer: Answer, steps: tuple[Redirect, ...], clock: Deadline) -> Fetched:
    headers = tuple((key.lower(), value) for key, value in answer.response.headers.multi_items())
    return Fetched(
        url=asked.strip(),
        final_url=str(link.url),
        status=answer.response.status_code,
        headers=headers,
        body=answer.body,
        charset=answer.response.charset_encoding,
        redirects=steps,
        elapsed=clock.elapsed,
        truncated=answer.truncated,
        address=answer.address,
    )
