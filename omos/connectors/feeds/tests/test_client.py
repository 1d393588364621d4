from __future__ import annotations

from http.server import BaseHTTPRequestHandler

import pytest

from omos.connectors.feeds.client import get_document
from omos.connectors.feeds.document import Kind
from omos.connectors.outbound import Kind as Trouble
from omos.connectors.outbound import OutboundError
from omos.connectors.tests import server
from omos.connectors.tests.server import Reply, redirect, serve

FEED = b'<?xml version="1.0"?><rss><channel><item><link>/a/1</link></item></channel></rss>'
XML = ("Content-Type", "application/rss+xml")


def is_own(host: str) -> bool:
    return host == "127.0.0.1"


def conditional(handler: BaseHTTPRequestHandler) -> None:
    """Answer 304 to whoever knows the mark."""
    is_known = handler.headers.get("If-None-Match") == '"v1"'
    body = b"" if is_known else FEED
    handler.send_response(304 if is_known else 200)
    handler.send_header("ETag", '"v1"')
    handler.send_header("Last-Modified", "Fri, 20 Nov 2026 01:00:00 GMT")
    handler.send_header("Content-Type", "application/rss+xml")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def test_brings_a_feed_and_its_marks():
    with serve({"/feed": conditional}) as site:
        visit = get_document(site.url("/feed"), rules=site.rules, is_own=is_own)

    assert visit.document.entries[0].url == site.url("/a/1")
    assert (visit.etag, visit.last_modified) == ('"v1"', "Fri, 20 Nov 2026 01:00:00 GMT")


def test_brings_nothing_where_nothing_changed():
    with serve({"/feed": conditional}) as site:
        visit = get_document(site.url("/feed"), rules=site.rules, is_own=is_own, etag='"v1"')

    assert (visit.document, visit.etag) == (None, '"v1"')


def test_follows_a_feed_that_moved():
    with serve({"/old": redirect("/new", 301), "/new": Reply(FEED, 200, (XML,))}) as site:
        visit = get_document(site.url("/old"), rules=site.rules, is_own=is_own)

    assert (visit.document.url, len(visit.document.entries)) == (site.url("/new"), 1)


def test_a_feed_without_end_is_cut():
    with serve({"/": server.endless_body}) as site:
        visit = get_document(site.url(), rules=site.rules, is_own=is_own, max_bytes=200_000)

    assert visit.document.is_cut


def test_a_missing_feed_is_nothing():
    with serve({}) as site:
        assert get_document(site.url("/none"), rules=site.rules, is_own=is_own).document.kind is Kind.NOTHING


def test_a_slow_feed_is_given_up():
    with serve({"/": server.drip}) as site, pytest.raises(OutboundError) as caught:
        get_document(site.url(), rules=site.rules, is_own=is_own, deadline=0.4)

    assert caught.value.kind is Trouble.TIMEOUT


def test_a_redirect_into_the_house_is_refused():
    with serve({"/": redirect("http://169.254.169.254/latest/")}) as site, pytest.raises(OutboundError) as caught:
        get_document(site.url(), rules=site.rules, is_own=is_own)

    assert caught.value.kind is Trouble.REFUSED
