from __future__ import annotations

import pytest

from omos.connectors.outbound import Kind, OutboundError, OutboundRules, read_link
from tests.security.outbound_watch import Names, refusal

# What getaddrinfo, or a parser before it, turns into this machine or a neighbour. Resolved by the real resolver.
SPELLINGS = [
    "2130706433",
    "0x7f000001",
    "0x7F000001",
    "017700000001",
    "127.1",
    "127.0.1",
    "0x7f.1",
    "0x7f.0x0.0x0.0x1",
    "0177.0.0.1",
    "0177.0.0.01",
    "0177.0x0.1",
    "00000177.0.0.1",
    "①②⑦.⓪.⓪.①",
    "１２７.０.０.１",
    "127。0。0。1",
    "127．0．0．1",
    "127｡0｡0｡1",
    "localhost",
    "LOCALHOST",
    "LocalHost.",
    "localhost.localdomain",
    "ip6-localhost",
    "0",
    "0.0",
    "0x0",
    "00",
    "127.0.0.1.",
    "127.0.0.1..",
    "[::1]",
    "[::]",
    "[::ffff:7f00:1]",
    "[::ffff:127.0.0.1]",
    "[0:0:0:0:0:0:0:1]",
    "[0000:0000:0000:0000:0000:0000:0000:0001]",
    "[::127.0.0.1]",
    "[fe80::1%25lo]",
    "[fe80::1%lo]",
    "[::1%25lo]",
    "2852039166",
    "0xa9fea9fe",
    "0xA9.0xFE.0xA9.0xFE",
    "025177524776",
    "169.16689662",
    "[::ffff:a9fe:a9fe]",
    "[64:ff9b::a9fe:a9fe]",
    "[fd00:ec2::254]",
    "1684301000",
    "3232235521",
    "0xc0a80001",
    "192.168.1",
    "10.1",
    "012.0.0.1",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "ｌｏｃａｌｈｏｓｔ",
]

# Links whose host two parsers read differently, and things that are no page at all.
CONFUSIONS = [
    "http://example.com\\@127.0.0.1/",
    "http://example.com\\.127.0.0.1/",
    "http://EXAMPLE.com%2f@127.0.0.1/",
    "http://127.0.0.1\t/",
    "http://127.0.0.1\n.example.com/",
    "http://127.0.0.1%00.example.com/",
    "http://127.0.0.1%2eexample.com/",
    "http://a@127.0.0.1:80@example.com/",
    "http://user:secret@example.com/",
    "http://user@example.com/",
    "http://@127.0.0.1/",
    "http://:@127.0.0.1/",
    "http://example.com@127.0.0.1/",
    "http://127.0.0.1#@example.com/",
    "http://127.0.0.1?@example.com/",
    "http://127.0.0.1;@example.com/",
    "http://[::1]@example.com/",
    "http://[example.com]/",
    "http://[::1].example.com/",
    "http://[::1/",
    "http://::1/",
    "http:////127.0.0.1/",
    "http:///127.0.0.1/",
    "http:127.0.0.1/",
    "http:/127.0.0.1/",
    "http://127.0.0.1 .example.com/",
    "http://127.0.0.1\u200b/",
    "http://\u202e127.0.0.1/",
    "http://ex\u00adample.com\\@localhost/",
    "http://./",
    "http://../",
    "http://-/",
    "http://example..com/",
    "http://" + "a" * 64 + "./",
    "http://" + "a." * 200 + "com/",
    "http://example.com:80:80/",
    "http://example.com:99999/",
    "http://example.com:-1/",
    "http://example.com:0x50/",
    "http://example.com:①/",
    "//127.0.0.1/",
    "127.0.0.1/",
    "example.com",
    "",
    "   ",
    "http://",
    "https://",
    "http://?",
    "没有链接",
    "http://" + "a" * 5000,
]

SCHEMES = [
    "file:///etc/passwd",
    "ftp://example.com/",
    "gopher://127.0.0.1:6379/_INFO",
    "dict://127.0.0.1:11211/",
    "ldap://127.0.0.1/",
    "data:text/html,hello",
    "javascript:alert(1)",
    "jar:http://127.0.0.1!/",
    "unix:/run/docker.sock",
    "ws://example.com/",
    "view-source:http://127.0.0.1/",
    "weixin://dl/business",
    "mailto:me@example.com",
    "HTTP+UNIX://%2Frun%2Fx/",
]

PORTS = [
    0,
    1,
    21,
    22,
    23,
    25,
    53,
    81,
    110,
    143,
    445,
    465,
    587,
    993,
    2375,
    3306,
    5432,
    6379,
    8000,
    9200,
    11211,
    27017,
    65535,
]

PUBLIC = [
    "http://8.8.8.8/",
    "https://1.1.1.1/",
    "http://114.114.114.114:8080/",
    "https://[2400:3200::1]/",
    "https://[2606:4700:4700::1111]:8443/",
    "http://[::ffff:8.8.8.8]/",
    "http://www.example.com./",
    "http://例子.测试/",
    "https://xn--fsqu00a.xn--0zwm56d/",
    "http://a_b.example.com/",
    "http://EXAMPLE.com:80/路径?词=内核#章节",
    "http://example.com/a b",
    "http://example.com/@someone/?next=http://127.0.0.1/",
    "  https://example.com/x%2fy  ",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_spelling_of_an_inner_address_is_never_connected_to(scheme: str, spelling: str) -> None:
    error, seen = refusal(f"{scheme}://{spelling}/")

    assert error.kind in {Kind.REFUSED, Kind.NOT_A_LINK, Kind.DNS}
    assert seen == []


@pytest.mark.parametrize("url", CONFUSIONS)
def test_a_confusing_link_is_never_connected_to(url: str) -> None:
    error, seen = refusal(url, OutboundRules(resolve=Names(localhost=[("127.0.0.1",)])))

    assert error.kind in {Kind.REFUSED, Kind.NOT_A_LINK, Kind.DNS}
    assert seen == []


@pytest.mark.parametrize("url", SCHEMES)
def test_another_scheme_is_refused(url: str) -> None:
    error, seen = refusal(url)

    assert (error.reason, seen) == ("only http and https links are opened", [])


@pytest.mark.parametrize("port", PORTS)
def test_another_port_is_refused(port: int) -> None:
    error, seen = refusal(f"http://8.8.8.8:{port}/")

    assert (error.reason, seen) == ("this port is not opened", [])


@pytest.mark.parametrize("url", PUBLIC)
def test_a_public_link_is_a_link(url: str) -> None:
    assert read_link(url, OutboundRules()).url.scheme in {"http", "https"}


def test_an_exemption_is_exact() -> None:
    rules = OutboundRules(allow=frozenset({"127.0.0.1:8000"}))

    link = read_link("http://127.0.0.1:8000/", rules)

    assert link.port == 8000
    assert rules.exempts("127.0.0.1", 8000)
    assert not rules.exempts("127.0.0.1", 80)
    assert not rules.exempts("127.1", 8000)
    assert not rules.exempts("localhost", 8000)


def test_an_exemption_of_another_port_opens_nothing() -> None:
    error, seen = refusal("http://127.0.0.1:8080/", OutboundRules(allow=frozenset({"127.0.0.1:8000"})))

    assert (error.kind, seen) == (Kind.REFUSED, [])


def test_a_reason_outside_the_vocabulary_cannot_be_raised() -> None:
    with pytest.raises(KeyError):
        OutboundError("because")
