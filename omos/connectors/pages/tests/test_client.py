from __future__ import annotations

import pytest

from omos.connectors.outbound import Kind, OutboundError
from omos.connectors.pages.client import get_page
from omos.connectors.tests import server
from omos.connectors.tests.server import page, redirect, serve


def test_brings_a_page_and_its_meaning() -> None:
    html = "<title>软件包</title><p>内核</p>"
    with serve({"/a": redirect("/b"), "/b": page(html, charset="gbk")}) as site:
        visit = get_page(site.url("/a"), rules=site.rules)

    assert visit.page.title == "软件包"
    assert visit.page.charset == "gb18030"
    assert visit.page.url == visit.fetched.final_url == site.url("/b")
    assert visit.page.is_seen


def test_mends_a_wrong_charset() -> None:
    reply = server.Reply(
        ("<title>软件包</title>" + "内核的说明在这里" * 5).encode("gbk"), 200, (("Content-Type", server.HTML),)
    )
    with serve({"/": reply}) as site:
        found = get_page(site.url(), rules=site.rules).page

    assert (found.title, found.is_charset_wrong) == ("软件包", True)


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_unpacks(encoding: str) -> None:
    with serve({"/": server.packed("<title>软件包</title>", encoding)}) as site:
        assert get_page(site.url(), rules=site.rules).page.title == "软件包"


def test_a_page_not_there_is_not_seen() -> None:
    with serve({}) as site:
        found = get_page(site.url("/none"), rules=site.rules).page

    assert (found.status, found.is_seen) == (404, False)


def test_a_page_that_asks_not_to_be_indexed_says_so() -> None:
    with serve({"/": page("<title>x</title><p>一些文字</p>", X_Robots_Tag="noindex")}) as site:
        assert get_page(site.url(), rules=site.rules).page.noindex is True


def test_a_wall_on_the_way_is_seen() -> None:
    with serve({"/article/1": redirect("/login?next=1"), "/login": page("<input type=password>")}) as site:
        assert get_page(site.url("/article/1"), rules=site.rules).page.is_login_wall


def test_half_a_page_is_marked() -> None:
    with serve({"/": server.half_a_page}) as site:
        found = get_page(site.url(), rules=site.rules).page

    assert (found.title, found.is_truncated, found.noindex, found.is_seen) == ("half", True, None, False)


def test_a_picture_is_no_page() -> None:
    with serve({"/": server.Reply(b"\x89PNG", 200, (("Content-Type", "image/png"),))}) as site:
        assert get_page(site.url(), rules=site.rules).page.media == "other"


def test_what_is_refused_stays_refused() -> None:
    with serve({"/": page("x")}) as site, pytest.raises(OutboundError) as caught:
        get_page(f"http://localhost:{site.port}/", rules=site.rules)

    assert caught.value.kind is Kind.REFUSED
