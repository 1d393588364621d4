"""The guard against a hostile name server and hostile redirects, judged by the connections that were opened."""

from __future__ import annotations

import socket

import pytest

from omos.connectors.outbound import Address, Kind, OutboundError, OutboundRules, fetch
from omos.connectors.tests.server import Pages, page, redirect, serve
from tests.security.outbound_watch import Names, refusal, watched

INNER = [
    "http://127.0.0.1/",
    "http://[::ffff:7f00:1]/",
    "http://2130706433/",
    "http://169.254.169.254/latest/meta-data/",
    "https://100.100.100.200/",
    "http://localhost:8080/",
    "http://127.0.0.1:22/",
    "http://user@127.0.0.1/",
    "//[::1]/",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "http://inner.example.cn/",
    "http://127.0.0.1\\@example.com/",
]


@pytest.mark.parametrize("target", INNER)
def test_a_redirect_inwards_is_not_followed(target: str) -> None:
    with serve({"/": redirect(target)}) as site, watched() as seen:
        rules = OutboundRules(
            allow=site.rules.allow, resolve=Names(inner_example_cn=[("10.0.0.7",)], localhost=[("127.0.0.1", "::1")])
        )
        with pytest.raises(OutboundError) as caught:
            fetch(site.url(), rules=rules, deadline=3)

    assert caught.value.kind in {Kind.REFUSED, Kind.NOT_A_LINK}
    assert seen == [(("127.0.0.1", site.port),)]


@pytest.mark.parametrize("steps", [1, 2, 3, 4, 5])
def test_a_chain_that_ends_inwards_stops_before_the_end(steps: int) -> None:
    chain: Pages = {f"/{step}": redirect(f"/{step + 1}") for step in range(steps - 1)}
    last: Pages = {f"/{steps - 1}": redirect("http://[::ffff:7f00:1]/")}
    with serve({**chain, **last}) as site:
        error, seen = refusal(site.url("/0"), site.rules)

    assert error.kind is Kind.REFUSED
    assert len(seen) == steps
    assert len(site.hits) == steps


def test_a_name_that_changes_its_mind_is_judged_by_what_is_connected_to() -> None:
    """The second answer is this machine: asking once and connecting to what was asked leaves it no chance."""
    names = Names(rebind_example_cn=[("192.0.2.10",), ("127.0.0.1",)])

    error, seen = refusal("http://rebind.example.cn:8080/", OutboundRules(resolve=names))

    assert error.kind is Kind.REFUSED
    assert names.questions == ["rebind.example.cn"]
    assert seen == []


def test_a_public_name_is_asked_for_once_and_pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    names = Names(rebind_example_cn=[("93.184.215.14",), ("127.0.0.1",)])
    opened: list[Address] = []

    def refuse(address: Address, seconds: float) -> socket.socket:
        opened.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr("omos.connectors.outbound.transport._connect", refuse)

    error, _ = refusal("http://rebind.example.cn/", OutboundRules(resolve=names))

    assert error.kind is Kind.CONNECTION
    assert opened == [("93.184.215.14", 80)]
    assert names.questions == ["rebind.example.cn"]


def test_a_redirect_to_the_same_name_is_resolved_and_judged_again() -> None:
    with serve({"/": redirect("http://shop.example.cn/")}) as site:
        names = Names(shop_example_cn=[("127.0.0.1",), ("10.0.0.1",)])
        rules = OutboundRules(allow=frozenset({f"shop.example.cn:{site.port}"}), resolve=names)

        error, seen = refusal(f"http://shop.example.cn:{site.port}/", rules)

    assert error.kind is Kind.REFUSED
    assert error.detail == "shop.example.cn -> 10.0.0.1"
    assert seen == [(("127.0.0.1", site.port),)]


def test_mixed_families_are_all_judged() -> None:
    names = Names(mixed_example_cn=[("93.184.215.14", "::1")])

    error, seen = refusal("http://mixed.example.cn/", OutboundRules(resolve=names))

    assert (error.kind, seen) == (Kind.REFUSED, [])


def test_a_meta_refresh_is_not_followed() -> None:
    text = '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:1/">'
    with serve({"/": page(text, Refresh="0;url=/next")}) as site, watched() as seen:
        fetched = fetch(site.url(), rules=site.rules)

    assert fetched.status == 200
    assert len(seen) == 1
    assert site.hits == ["/"]


def test_a_listener_next_door_hears_nothing() -> None:
    with serve({"/": page("secret")}) as inner, serve({"/": redirect(inner.url())}) as outer:
        error, seen = refusal(outer.url(), outer.rules)

    assert error.kind is Kind.REFUSED
    assert inner.hits == []
    assert len(seen) == 1


def test_the_environment_names_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    with serve({"/": page("here")}) as site, watched() as seen:
        fetched = fetch(site.url(), rules=site.rules)

    assert fetched.body == b"here"
    assert seen == [(("127.0.0.1", site.port),)]
