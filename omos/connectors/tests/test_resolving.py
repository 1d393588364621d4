from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from omos.connectors.outbound import Kind, OutboundError, OutboundRules, fetch
from omos.connectors.outbound.resolving import ask_system


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A name server that never answers, until the test is over."""
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **kind: over.wait(5) and [])
    yield
    over.set()


def test_numbers_are_their_own_answer() -> None:
    assert ask_system("127.0.0.1", 80, 2) == ("127.0.0.1",)
    assert ask_system("::1", 80, 2) == ("::1",)


@pytest.mark.parametrize("host", ["a..b", "x" * 64 + ".example", "\udcff", ""])
def test_an_impossible_name_is_not_found(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def impossible(*asked: object, **kind: object) -> None:
        raise UnicodeError

    monkeypatch.setattr(socket, "getaddrinfo", impossible)
    with pytest.raises(OutboundError) as caught:
        ask_system(host, 80, 2)

    assert caught.value.reason == "the host name was not found"


@pytest.mark.usefixtures("silent")
def test_a_silent_name_server_is_given_up() -> None:
    begin = time.monotonic()
    with pytest.raises(OutboundError) as caught:
        fetch("http://page.example.cn/", rules=OutboundRules(), deadline=0.3)

    assert caught.value.reason == "the name server did not answer in time"
    assert time.monotonic() - begin < 2


@pytest.mark.usefixtures("silent")
def test_lookups_that_hang_do_not_pile_up() -> None:
    kinds = [_kind() for _ in range(20)]

    assert set(kinds) == {Kind.DNS}
    assert sum(thread.name == "outbound-lookup" for thread in threading.enumerate()) <= 16


def _kind() -> Kind:
    with pytest.raises(OutboundError) as caught:
        ask_system("page.example.cn", 80, 0.01)
    return caught.value.kind
