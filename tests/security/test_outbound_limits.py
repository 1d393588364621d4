"""Pages made to hurt the checker: each costs a bounded time, a bounded read and a bounded memory."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from omos.connectors.outbound import Kind, OutboundError, fetch
from omos.connectors.tests import server
from omos.connectors.tests.server import Raw, Reply, serve

MEGABYTE = 1_000_000


@pytest.mark.parametrize("behaviour", [server.drip, server.drip_headers])
def test_a_slow_page_ends_at_the_deadline(behaviour: Raw) -> None:
    with serve({"/": behaviour}) as site:
        begin = time.monotonic()
        with pytest.raises(OutboundError) as caught:
            fetch(site.url(), rules=site.rules, deadline=0.6)
        took = time.monotonic() - begin

    assert caught.value.kind is Kind.TIMEOUT
    assert took < 2


def test_slow_hops_share_one_deadline() -> None:
    def slow(handler: object) -> None:
        time.sleep(0.25)
        server.endless_redirect(handler)  # type: ignore[arg-type]

    with serve({"/hop/*": slow}) as site:
        begin = time.monotonic()
        with pytest.raises(OutboundError) as caught:
            fetch(site.url("/hop/1"), rules=site.rules, deadline=0.6, max_redirects=100)
        took = time.monotonic() - begin

    assert caught.value.kind is Kind.TIMEOUT
    assert took < 2


def test_an_endless_page_is_cut() -> None:
    with serve({"/": server.endless_body}) as site:
        fetched = fetch(site.url(), rules=site.rules)

    assert fetched.truncated
    assert len(fetched.body) == 5 * MEGABYTE


@pytest.mark.parametrize("bomb", [server.gzip_bomb(60), server.brotli_bomb(60)])
def test_a_bomb_is_refused(bomb: Reply) -> None:
    with serve({"/": bomb}) as site, pytest.raises(OutboundError) as caught:
        fetch(site.url(), rules=site.rules)

    assert caught.value.reason == "the answer unpacks to far more than it weighs"


def test_endless_headers_are_refused() -> None:
    with serve({"/": server.huge_headers}) as site, pytest.raises(OutboundError) as caught:
        fetch(site.url(), rules=site.rules)

    assert caught.value.kind is Kind.TOO_LARGE


def test_ten_thousand_redirects_cost_six_requests() -> None:
    with serve({"/hop/*": server.endless_redirect}) as site, pytest.raises(OutboundError) as caught:
        fetch(site.url("/hop/1"), rules=site.rules)

    assert caught.value.kind is Kind.TOO_MANY_REDIRECTS
    assert len(site.hits) == 6


MEASURE = """
import resource, sys
from omos.connectors.outbound import OutboundError, OutboundRules, fetch
from omos.connectors.pages.client import get_page
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    get_page(sys.argv[1], rules=OutboundRules(allow=frozenset({sys.argv[2]})))
except OutboundError as error:
    print(error, file=sys.stderr)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize("path", ["/endless", "/gzip", "/brotli", "/headers", "/links"])
def test_memory_stays_below_a_hundred_megabytes(path: str) -> None:
    links = "".join(f'<a href="/{number}">{number}</a>' for number in range(200_000))
    pages: dict[str, Reply | Raw] = {
        "/endless": server.endless_body,
        "/gzip": server.gzip_bomb(200),
        "/brotli": server.brotli_bomb(200),
        "/headers": server.huge_headers,
        "/links": server.page(links),
    }
    with serve(pages) as site:
        command = [sys.executable, "-c", MEASURE, site.url(path), site.place]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)

    assert int(done.stdout) < 100
