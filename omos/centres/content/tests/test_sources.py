from __future__ import annotations

from datetime import timedelta

import pytest

from omos.centres.content.models import FoundPage, PenName, WatchedSource
from omos.centres.content.tests.factories import listing, make_site_website, make_source, sitemap
from omos.connectors.tests.server import Reply, page, serve
from omos.people.tests.factories import make_website

pytestmark = pytest.mark.django_db
State = FoundPage.State
SOURCES = "/content/sources/"


@pytest.fixture
def at_noon(clock_at, noon):
    clock_at(noon)


class TestSources:
    def test_are_listed_with_their_trouble(self, client, supervisor, sign_in, at_noon):
        make_source()
        WatchedSource.objects.update(outcome="TROUBLE", trouble="not_found")

        text = sign_in(supervisor).get(SOURCES).content.decode()

        assert "这个地址返回错误" in text

    def test_are_closed_to_editors(self, client, editor, sign_in, at_noon):
        assert sign_in(editor).get(SOURCES).status_code == 403

    def test_are_added_by_hand(self, client, supervisor, sign_in, at_noon):
        make_website()
        typed = {"address": "https://www.yunfan.example/news/", "kind": "LIST_PAGE", "period_minutes": "60"}

        sign_in(supervisor).post(f"{SOURCES}watch/", typed)

        assert WatchedSource.objects.values_list("kind", "period_minutes").get() == ("LIST_PAGE", 60)

    @pytest.mark.parametrize("address", ["https://other.example/", "javascript:alert(1)", "", "yunfan", "http://["])
    def test_are_our_own_only(self, client, supervisor, sign_in, at_noon, address):
        make_website()

        answer = sign_in(supervisor).post(
            f"{SOURCES}watch/", {"address": address, "kind": "FEED", "period_minutes": "30"}
        )

        assert (answer.status_code, WatchedSource.objects.count()) == (422, 0)

    def test_are_watched_once(self, client, supervisor, sign_in, at_noon):
        make_website()
        typed = {"address": "https://www.yunfan.example/news/", "kind": "LIST_PAGE", "period_minutes": "60"}
        sign_in(supervisor).post(f"{SOURCES}watch/", typed)

        assert client.post(f"{SOURCES}watch/", typed | {"address": "http://yunfan.example/news"}).status_code == 422

    def test_rest_and_go_on(self, client, supervisor, sign_in, at_noon):
        source = make_source()
        client = sign_in(supervisor)
        client.post(f"{SOURCES}{source.pk}/pause/")
        client.post(f"{SOURCES}{source.pk}/pause/")
        source.refresh_from_db()
        assert source.state == "PAUSED"

        client.post(f"{SOURCES}{source.pk}/resume/")

        source.refresh_from_db()
        assert (source.state, source.learned_on) == ("WATCHED", None)

    def test_are_looked_at_soon(self, client, supervisor, sign_in, noon, at_noon):
        source = make_source()
        WatchedSource.objects.update(next_look_at=noon + timedelta(hours=4), etag="x")

        sign_in(supervisor).post(f"{SOURCES}{source.pk}/look/")

        source.refresh_from_db()
        assert (source.next_look_at, source.etag) == (noon, "")


class TestPenNames:
    def test_are_kept(self, client, supervisor, editor, sign_in, at_noon):
        sign_in(supervisor).post("/content/pen-names/", {"staff": editor.pk, "name": "小远"})

        assert PenName.objects.get().staff_id == editor.pk

    def test_are_refused_with_a_reason(self, client, supervisor, editor, sign_in, at_noon):
        answer = sign_in(supervisor).post("/content/pen-names/", {"staff": editor.pk, "name": "admin"})

        assert answer.status_code == 422
        assert "不指具体的人" in answer.content.decode()

    def test_are_dropped(self, client, supervisor, editor, sign_in, at_noon):
        kept = PenName.objects.create(staff=editor, name="小远", plain="小远")

        sign_in(supervisor).post(f"/content/pen-names/{kept.pk}/drop/")

        assert PenName.objects.count() == 0


class TestSearch:
    def search(self, client, settings, site, address: str = ""):
        settings.OUTBOUND_ALLOW = frozenset({site.place})
        make_site_website()
        return client.post(f"{SOURCES}search/", {"address": address or site.url()})

    def test_proposes_what_the_site_offers(self, client, supervisor, sign_in, settings, at_noon):
        feed_link = '<link rel="alternate" type="application/rss+xml" href="/rss.php">'
        rss = b'<?xml version="1.0"?><rss><channel><item><title>x</title><link>/n/1.html</link></item></channel></rss>'
        pages = {
            "/": page(f'<head>{feed_link}</head><a href="/news/">新闻资讯</a><a href="/n/12.html">除尘器怎么选</a>'),
            "/robots.txt": Reply(b"Sitemap: /map.xml", 200, (("Content-Type", "text/plain"),)),
            "/map.xml": sitemap("/n/1.html", "/n/2.html", "/n/3.html"),
            "/rss.php": Reply(rss, 200, (("Content-Type", "text/xml"),)),
            "/news/": listing(("/n/12.html", "除尘器怎么选"), ("/n/13.html", "滤筒怎么换才好")),
        }
        with serve(pages) as site:
            found = self.search(sign_in(supervisor), settings, site).context["found"]

        told = [
            (one.kind.value, one.address.removeprefix(f"http://{site.place}"), one.articles) for one in found.proposals
        ]
        assert told == [
            ("FEED", "/rss.php", 1),
            ("SITEMAP", "/map.xml", 3),
            ("LIST_PAGE", "/news/", 2),
            ("LIST_PAGE", "/", 1),
        ]
        assert len(site.hits) <= 10

    def test_leaves_out_a_site_that_shows_its_front_page_everywhere(
        self, client, supervisor, sign_in, settings, at_noon
    ):
        with serve({"*": listing(("/n/12.html", "除尘器怎么选"))}) as site:
            found = self.search(sign_in(supervisor), settings, site).context["found"]

        assert [one.kind.value for one in found.proposals] == ["LIST_PAGE"]

    def test_marks_what_is_watched(self, client, supervisor, sign_in, settings, at_noon):
        with serve({"/": page("<p>x</p>"), "/sitemap.xml": sitemap("/n/1.html")}) as site:
            make_source(site.url("/sitemap.xml"), website=make_site_website())
            found = self.search(sign_in(supervisor), settings, site).context["found"]

        assert [one.is_watched for one in found.proposals] == [True]

    def test_says_when_the_site_does_not_answer(self, client, supervisor, sign_in, settings, at_noon):
        with serve({}) as site:
            pass

        answer = self.search(sign_in(supervisor), settings, site)

        assert (answer.status_code, answer.context["found"]) == (422, None)

    def test_looks_at_our_own_sites_only(self, client, supervisor, sign_in, settings, at_noon):
        with serve({}) as site:
            answer = self.search(sign_in(supervisor), settings, site, "https://other.example/")

        assert (answer.status_code, site.hits) == (422, [])

    def test_then_watches_what_is_ticked(self, client, supervisor, sign_in, settings, at_noon):
        make_website()
        chosen = ["FEED https://www.yunfan.example/rss", "SITEMAP https://www.yunfan.example/s.xml", "X https://x/"]

        client = sign_in(supervisor)
        client.post(f"{SOURCES}watch/", {"chosen": chosen})
        client.post(f"{SOURCES}watch/", {"chosen": chosen})

        assert sorted(WatchedSource.objects.values_list("kind", flat=True)) == ["FEED", "SITEMAP"]

    def test_watches_nothing_of_others(self, client, supervisor, sign_in, at_noon):
        make_website()

        sign_in(supervisor).post(f"{SOURCES}watch/", {"chosen": ["FEED https://other.example/rss"]})

        assert WatchedSource.objects.count() == 0
