"""The form of a link: what is opened, what never is, and that nothing in between slips through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.connectors.outbound import REASONS, Kind, OutboundError, OutboundRules, is_reserved, read_link

OPEN = OutboundRules()
NAME = st.from_regex(r"[a-z][a-z0-9]{0,9}(\.[a-z]{2,6}){1,2}", fullmatch=True)
PATH = st.text(alphabet="abc0-_.~/中文", max_size=30)


def refused(text: str, rules: OutboundRules = OPEN) -> str:
    with pytest.raises(OutboundError) as caught:
        read_link(text, rules)
    return caught.value.reason


@pytest.mark.parametrize(
    ("text", "host", "port", "is_secure"),
    [
        ("https://www.a.cn/x?y=1#z", "www.a.cn", 443, True),
        ("http://a.cn", "a.cn", 80, False),
        ("  HTTPS://A.CN:8443/  ", "a.cn", 8443, True),
        ("http://a.cn:8080/x y", "a.cn", 8080, False),
        ("http://中文.cn/", "xn--fiq228c.cn", 80, False),
        ("http://a.cn./", "a.cn.", 80, False),
    ],
)
def test_ordinary_links_are_read(text: str, host: str, port: int, is_secure: bool) -> None:
    link = read_link(text, OPEN)

    assert (link.host, link.port, link.is_secure) == (host, port, is_secure)
    assert "#" not in str(link.url)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the text is not a web link"),
        ("a.cn/x", "the text is not a web link"),
        ("http:a.cn", "the text is not a web link"),
        ("ftp://a.cn/", "only http and https links are opened"),
        ("javascript:alert(1)", "only http and https links are opened"),
        ("data:text/html,x", "only http and https links are opened"),
        ("http://", "the link has no host"),
        ("http:///x", "the link has no host"),
        ("http://u:p@a.cn/", "links with a user name or password are not opened"),
        ("http://a.cn:22/", "this port is not opened"),
        ("http://a.cn:6379/", "this port is not opened"),
        ("http://a\t.cn/", "the link contains characters that hide its host"),
        ("http://a.cn\\@b.cn/", "the link contains characters that hide its host"),
        ("http://a.cn/x\r\nHost: b.cn", "the link contains characters that hide its host"),
        ("http://%61.cn/", "the link contains characters that hide its host"),
        ("http://a..cn/", "the host name is not valid"),
        ("http://a.cn/" + "x" * 5000, "the link is too long"),
    ],
)
def test_others_are_refused_with_their_reason(text: str, reason: str) -> None:
    assert refused(text) == reason
    assert reason in REASONS


def test_a_port_is_opened_only_for_the_exempted_spelling() -> None:
    rules = OutboundRules(allow=frozenset({"a.cn:9000"}))

    assert read_link("http://a.cn:9000/", rules).port == 9000
    assert refused("http://www.a.cn:9000/", rules) == "this port is not opened"


@given(NAME, PATH)
def test_host_and_path_come_back(name: str, path: str) -> None:
    link = read_link(f"https://{name}/{path}", OPEN)

    assert link.host == name
    assert link.url.host == name


def kind_of(text: str) -> Kind | None:
    """Why a text is no link; None where it is one."""
    try:
        read_link(text, OPEN)
    except OutboundError as refusal:
        return refusal.kind
    return None


@given(st.text(max_size=120) | st.text(alphabet="htps:/@a.cn%[]0189?#", max_size=40).map("http://".__add__))
def test_any_text_is_a_link_or_refused(text: str) -> None:
    assert kind_of(text) in {None, Kind.NOT_A_LINK, Kind.REFUSED}


@given(NAME, st.sampled_from("\t\n\r\x00 \u200b\u202e\\"), NAME)
def test_nothing_invisible_stands_in_a_host(name: str, hidden: str, other: str) -> None:
    with pytest.raises(OutboundError):
        read_link(f"http://{name}{hidden}{other}/", OPEN)


@given(NAME, st.sampled_from(["test", "example", "invalid", "localhost"]), st.booleans())
def test_names_below_a_reserved_one_are_reserved(name: str, top: str, is_rooted: bool) -> None:
    assert is_reserved(f"{name}.{top}{'.' * is_rooted}")
    assert is_reserved(f"{name}.{top}".upper())


@given(NAME)
def test_a_reserved_name_is_never_asked_for(name: str) -> None:
    asked: list[str] = []

    def resolve(host: str, _port: int, _patience: float) -> tuple[str, ...]:
        asked.append(host)
        return ()

    rules = OutboundRules(resolve=resolve)

    with pytest.raises(OutboundError) as caught:
        rules.addresses_of(f"{name}.test", 80, 1)

    assert (caught.value.kind, asked) == (Kind.REFUSED, [])
