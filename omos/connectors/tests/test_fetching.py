from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from omos.connectors.outbound import Kind, OutboundError, OutboundRules, Redirect, fetch, post, rules_from
from omos.connectors.tests import server
from omos.connectors.tests.server import page, redirect, serve


class Settings:
    OUTBOUND_ALLOW = frozenset({"127.0.0.1:8000", " LocalHost:9000 ", ""})
    OUTBOUND_PROXY = ""


class TestFetch:
    def test_brings_the_page(self) -> None:
        with serve({"/": page("<title>首页</title>", X_Robots_Tag="noindex")}) as site:
            fetched = fetch(f"  {site.url()} ", rules=site.rules, user_agent="Checker/1")

        assert fetched.status == 200
        assert fetched.body.decode() == "<title>首页</title>"
        assert (fetched.charset, fetched.media_type) == ("utf-8", "text/html")
        assert fetched.header("X-Robots-Tag") == "noindex"
        assert fetched.header("absent") is None
        assert (fetched.url, fetched.final_url) == (site.url(), site.url())
        assert fetched.address == "127.0.0.1"
        assert not fetched.truncated
        assert fetched.redirects == ()
        assert 0 < fetched.elapsed < 5
        assert site.agents == ["Checker/1"]

    @pytest.mark.parametrize("status", [404, 410, 500, 503])
    def test_an_error_page_is_an_answer_too(self, status: int) -> None:
        with serve({"/": page("gone", status=status)}) as site:
            assert fetch(site.url(), rules=site.rules).status == status

    def test_a_path_in_chinese_arrives_encoded(self) -> None:
        with serve({"*": page("")}) as site:
            fetch(site.url("/内核?词=软件包#top"), rules=site.rules)

        assert site.hits == ["/%E5%86%85%E6%A0%B8?%E8%AF%8D=%E8%BD%AF%E4%BB%B6%E5%8C%85"]

    def test_what_is_encoded_already_stays(self) -> None:
        with serve({"*": page("")}) as site:
            fetch(site.url("/a%2Fb%20c"), rules=site.rules)

        assert site.hits == ["/a%2Fb%20c"]

    def test_a_page_longer_than_allowed_is_cut(self) -> None:
        with serve({"/": page("x" * 5000)}) as site:
            fetched = fetch(site.url(), rules=site.rules, max_bytes=1000)

        assert (len(fetched.body), fetched.truncated) == (1000, True)

    def test_a_page_of_exactly_the_limit_is_whole(self) -> None:
        with serve({"/": page("x" * 1000)}) as site:
            fetched = fetch(site.url(), rules=site.rules, max_bytes=1000)

        assert (len(fetched.body), fetched.truncated) == (1000, False)

    def test_a_page_that_breaks_off_is_kept_and_marked(self) -> None:
        with serve({"/": server.half_a_page}) as site:
            fetched = fetch(site.url(), rules=site.rules)

        assert (fetched.body, fetched.truncated) == (b"<title>half</title><p>", True)

    @pytest.mark.parametrize(
        ("behaviour", "kind"), [(server.garbage, Kind.PROTOCOL), (server.hang_up, Kind.CONNECTION)]
    )
    def test_what_is_not_http_has_its_kind(self, behaviour: server.Raw, kind: Kind) -> None:
        with serve({"/": behaviour}) as site, pytest.raises(OutboundError) as caught:
            fetch(site.url(), rules=site.rules)

        assert caught.value.kind is kind

    def test_a_closed_door_has_its_kind(self) -> None:
        with serve({}) as site:
            pass

        with pytest.raises(OutboundError) as caught:
            fetch(site.url(), rules=site.rules)

        assert caught.value.kind is Kind.CONNECTION

    def test_a_plain_server_asked_for_https_has_its_kind(self) -> None:
        with serve({}) as site, pytest.raises(OutboundError) as caught:
            fetch(f"https://{site.place}/", rules=site.rules)

        assert caught.value.kind is Kind.TLS

    def test_a_silent_name_server_has_its_kind(self) -> None:
        def silent(host: str, port: int, patience: float) -> tuple[str, ...]:
            raise OutboundError("the name server did not answer in time", host)

        with pytest.raises(OutboundError) as caught:
            fetch("http://page.example.cn/", rules=OutboundRules(resolve=silent))

        assert caught.value.kind is Kind.DNS

    def test_many_threads_fetch_at_once(self) -> None:
        with serve({f"/{number}": page(f"page {number}") for number in range(20)}) as site:
            asked = [site.url(f"/{number}") for number in range(20)]
            with ThreadPoolExecutor(10) as threads:
                found = list(threads.map(lambda url: fetch(url, rules=site.rules).body.decode(), asked))

        assert found == [f"page {number}" for number in range(20)]


class TestRedirects:
    def test_are_followed_and_noted(self) -> None:
        with serve({"/a": redirect("b", 301), "/b": redirect("/c?x=1", 307), "/c": page("end")}) as site:
            fetched = fetch(site.url("/a"), rules=site.rules)

        assert fetched.final_url == site.url("/c?x=1")
        assert [(step.url, step.status, step.to) for step in fetched.redirects] == [
            (site.url("/a"), 301, site.url("/b")),
            (site.url("/b"), 307, site.url("/c?x=1")),
        ]
        assert not fetched.is_downgraded

    @pytest.mark.parametrize(("asked", "kind"), [("/1", Kind.TOO_MANY_REDIRECTS), ("/2", None)])
    def test_stop_after_five(self, asked: str, kind: Kind | None) -> None:
        pages = {f"/{step}": redirect(f"/{step + 1}") for step in range(1, 7)} | {"/7": page("end")}
        with serve(pages) as site:
            assert _kind(site.url(asked), site.rules) is kind

    def test_in_a_circle_are_seen_at_once(self) -> None:
        with serve({"/a": redirect("/b"), "/b": redirect("/a")}) as site, pytest.raises(OutboundError) as caught:
            fetch(site.url("/a"), rules=site.rules)

        assert caught.value.reason == "the page redirects to itself"
        assert site.hits == ["/a", "/b"]

    def test_back_to_the_same_page_with_a_cookie_are_no_circle(self) -> None:
        def gate(handler: object) -> None:
            reply = page("inside") if handler.headers.get("Cookie") == "seen=1" else _gate()  # type: ignore[attr-defined]
            server._write(handler, reply)  # type: ignore[arg-type]

        with serve({"/": gate}) as site:
            fetched = fetch(site.url(), rules=site.rules)

        assert fetched.body == b"inside"

    def test_without_a_target_are_pages(self) -> None:
        with serve({"/": page("choose", status=302)}) as site:
            assert fetch(site.url(), rules=site.rules).status == 302

    @pytest.mark.parametrize("target", ["http://[", "http://a b/", "weixin://x", "http://", "\xff\xfe"])
    def test_to_nonsense_do_no_harm(self, target: str) -> None:
        with serve({"/": redirect(target)}) as site:
            assert _kind(site.url(), site.rules) in {None, Kind.REFUSED, Kind.NOT_A_LINK, Kind.TOO_MANY_REDIRECTS}

    def test_from_secure_to_open_are_told(self) -> None:
        step = Redirect("https://a.example/", 302, "http://a.example/")

        assert step.is_downgrade
        assert not Redirect("https://a.example/", 302, "https://b.example/").is_downgrade


class TestPacking:
    @pytest.mark.parametrize("encoding", ["gzip", "br"])
    def test_is_undone(self, encoding: str) -> None:
        with serve({"/": server.packed("软件包" * 1000, encoding)}) as site:
            fetched = fetch(site.url(), rules=site.rules)

        assert fetched.body.decode() == "软件包" * 1000

    @pytest.mark.parametrize("encoding", ["gzip", "br", "deflate"])
    def test_that_is_damaged_has_its_kind(self, encoding: str) -> None:
        with serve({"/": page("not packed at all", Content_Encoding=encoding)}) as site:
            assert _kind(site.url(), site.rules) is Kind.PROTOCOL

    @pytest.mark.parametrize("encoding", ["zstd", "compress", "gzip, gzip", "x" * 500])
    def test_that_is_unknown_has_its_kind(self, encoding: str) -> None:
        with serve({"/": page("?", Content_Encoding=encoding)}) as site:
            assert _kind(site.url(), site.rules) is Kind.PROTOCOL


class TestPost:
    def test_brings_the_answer(self) -> None:
        with serve({"/hook": page("ok")}) as site:
            fetched = post(site.url("/hook"), rules=site.rules, body=b"{}", content_type="application/json")

        assert (fetched.status, fetched.body) == (200, b"ok")

    def test_does_not_carry_a_secret_elsewhere(self) -> None:
        with serve({"/hook": redirect("/elsewhere", 307)}) as site:
            fetched = post(site.url("/hook"), rules=site.rules, body=b"secret", content_type="text/plain")

        assert fetched.status == 307
        assert site.hits == ["/hook"]

    def test_inwards_is_refused(self) -> None:
        with pytest.raises(OutboundError) as caught:
            post("http://127.0.0.1/", rules=OutboundRules(), body=b"", content_type="text/plain")

        assert caught.value.kind is Kind.REFUSED


class TestRules:
    def test_come_from_the_settings(self) -> None:
        rules = rules_from(Settings())

        assert rules.allow == frozenset({"127.0.0.1:8000", "localhost:9000"})
        assert rules.proxy is None
        assert rules.exempts("localhost", 9000)

    def test_know_the_brackets_of_newer_addresses(self) -> None:
        rules = OutboundRules(allow=frozenset({"[::1]:8000"}))

        assert rules.exempts("::1", 8000)
        assert not rules.exempts("::1", 80)


def _gate() -> server.Reply:
    return server.Reply(b"", 302, (("Location", "/"), ("Set-Cookie", "seen=1")))


def _kind(url: str, rules: OutboundRules) -> Kind | None:
    try:
        fetch(url, rules=rules, deadline=5)
    except OutboundError as error:
        return error.kind
    return None
