from __future__ import annotations

from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler

import pytest

from omos.centres.content import services
from omos.centres.content.models import FoundPage, WatchedSource
from omos.centres.content.services import arriving, looking
from omos.centres.content.services.arriving import MOST_NEW
from omos.centres.content.services.looking import LEASE_LASTS, MOST_PARTS, latest
from omos.centres.content.tests.factories import (
    STAMP,
    feed,
    in_turn,
    listing,
    make_site_website,
    make_source,
    runner_for,
    sitemap,
)
from omos.connectors.feeds.document import Part
from omos.connectors.tests import server
from omos.connectors.tests.real_data import real_data
from omos.connectors.tests.server import Reply, Site, redirect, serve
from omos.loop.verification.services.pacing import take_turn

pytestmark = pytest.mark.django_db
State, Outcome, Kind = FoundPage.State, WatchedSource.Outcome, WatchedSource.Kind
FIRST, SECOND = ("/n/101.html", "除尘器的五种滤料"), ("/n/102.html", "滤筒除尘器怎么选")


def watched(site: Site, path: str = "/news/", **changes) -> WatchedSource:
    return make_source(site.url(path), website=make_site_website(), **changes)


def look(source: WatchedSource, site: Site, noon) -> int:
    return services.look_at_source(source_id=source.pk, now=noon, runner=runner_for(site))


def _die(**_kwargs: object) -> None:
    raise KeyboardInterrupt


def states() -> list[tuple[str, str, str]]:
    rows = FoundPage.objects.order_by("url")
    return [(row.url.rpartition("/")[2], row.state, row.why) for row in rows]


class TestFirstLook:
    def test_only_learns_what_is_there(self, noon):
        with serve({"/news/": listing(FIRST, SECOND)}) as site:
            source = watched(site, learned_on=None)
            found = look(source, site, noon)

        source.refresh_from_db()
        assert (found, source.learned_on, source.pages) == (0, date(2026, 11, 20), 2)
        assert states() == [("101.html", State.IGNORED, "before"), ("102.html", State.IGNORED, "before")]

    def test_that_breaks_off_is_begun_anew(self, noon, monkeypatch):
        monkeypatch.setattr(arriving, "_BATCH", 1)
        whole = looking.take_in
        monkeypatch.setattr(looking, "take_in", _die)
        with serve({"/news/": listing(FIRST, SECOND)}) as site:
            source = watched(site, learned_on=None)
            with pytest.raises(KeyboardInterrupt):
                look(source, site, noon)
            monkeypatch.setattr(looking, "take_in", whole)
            WatchedSource.objects.update(leased_until=None)
            found = look(source, site, noon)

        source.refresh_from_db()
        assert (found, source.learned_on, FoundPage.objects.filter(why="before").count()) == (0, date(2026, 11, 20), 2)

    def test_takes_what_a_feed_dates_today(self, noon):
        items = [
            ("/n/1.html", "今天的文章", "", "Fri, 20 Nov 2026 09:00:00 +0800"),
            ("/n/2.html", "昨天的文章", "", "Thu, 19 Nov 2026 09:00:00 +0800"),
        ]
        with serve({"/feed": feed(items)}) as site:
            found = look(watched(site, "/feed", kind=Kind.FEED, learned_on=None), site, noon)

        assert found == 1
        assert states() == [("1.html", State.FOUND, ""), ("2.html", State.IGNORED, "before")]


class TestLaterLooks:
    def test_find_what_is_new(self, noon):
        with serve({"/news/": in_turn(listing(FIRST), listing(FIRST, SECOND))}) as site:
            source = watched(site, learned_on=None)
            look(source, site, noon)
            found = look(source, site, noon)

        assert found == 1
        assert states() == [("101.html", State.IGNORED, "before"), ("102.html", State.FOUND, "")]

    def test_find_nothing_twice(self, noon):
        with serve({"/news/": listing(FIRST, SECOND)}) as site:
            source = watched(site)
            first = look(source, site, noon)
            WatchedSource.objects.update(content_digest="")
            second = look(source, site, noon)

        assert (first, second, FoundPage.objects.count()) == (2, 0, 2)

    def test_know_a_page_by_its_key(self, noon):
        links = (("/n/101.html?utm_source=list", "除尘器的五种滤料"), ("/n/101.html#top", "除尘器的五种滤料"))
        with serve({"/news/": listing(*links)}) as site:
            found = look(watched(site), site, noon)

        assert found == 1

    def test_cost_nothing_while_the_list_is_the_same(self, noon, django_assert_max_num_queries):
        with serve({"/news/": listing(FIRST)}) as site:
            source = watched(site)
            look(source, site, noon)
            with django_assert_max_num_queries(5):
                look(source, site, noon)

        source.refresh_from_db()
        assert source.outcome == Outcome.UNCHANGED

    def test_leave_out_what_the_feed_dates_before_the_watch(self, noon):
        with serve({"/feed": feed([("/n/1.html", "旧文章", "", "Sun, 01 Nov 2026 09:00:00 +0800")])}) as site:
            found = look(watched(site, "/feed", kind=Kind.FEED), site, noon)

        assert (found, states()) == (0, [("1.html", State.IGNORED, "before")])

    def test_take_no_flood_for_a_days_work(self, noon):
        links = [(f"/n/{number}.html", f"第 {number} 篇除尘器文章") for number in range(100, 101 + MOST_NEW)]
        with serve({"/news/": listing(*links)}) as site:
            found = look(watched(site), site, noon)

        assert found == 0
        assert FoundPage.objects.filter(why="too_many").count() == MOST_NEW + 1

    def test_know_other_hosts_from_their_own(self, noon):
        links = (
            ("https://evil.example/n/9.html", "别人的除尘器文章"),
            ("javascript:alert(12)", "除尘器的五种滤料"),
            FIRST,
        )
        with serve({"/news/": listing(*links)}) as site:
            found = look(watched(site), site, noon)

        assert (found, [name for name, _state, _why in states()]) == (1, ["101.html"])


class TestConditionalRequests:
    def test_ask_with_the_marks_of_the_last_look(self, noon):
        asked: list[str | None] = []

        def answer(handler: BaseHTTPRequestHandler) -> None:
            asked.append(handler.headers.get("If-None-Match"))
            is_known = asked[-1] == '"v1"'
            handler.send_response(304 if is_known else 200)
            handler.send_header("ETag", '"v1"')
            handler.send_header("Content-Length", str(0 if is_known else len(listing(FIRST).body)))
            handler.send_header("Content-Type", server.HTML)
            handler.end_headers()
            handler.wfile.write(b"" if is_known else listing(FIRST).body)

        with serve({"/news/": answer}) as site:
            source = watched(site)
            look(source, site, noon)
            look(source, site, noon)

        source.refresh_from_db()
        assert (asked, source.etag, source.outcome) == ([None, '"v1"'], '"v1"', Outcome.UNCHANGED)

    def test_keep_no_mark_that_does_not_fit(self, noon):
        reply = Reply(listing(FIRST).body, 200, (("Content-Type", server.HTML), ("ETag", f'"{"x" * 400}"')))
        with serve({"/news/": reply}) as site:
            source = watched(site)
            look(source, site, noon)

        source.refresh_from_db()
        assert source.etag == ""


class TestSitemaps:
    def test_are_read(self, noon):
        with serve({"/sitemap.xml": sitemap("/n/1.html", "/n/2.html")}) as site:
            found = look(watched(site, "/sitemap.xml", kind=Kind.SITEMAP), site, noon)

        assert found == 2

    def test_index_leads_to_its_parts(self, noon):
        index = (
            "<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap><sitemap><loc>/none.xml</loc></sitemap></sitemapindex>"
        )
        pages = {
            "/sitemap.xml": Reply(index.encode(), 200, (("Content-Type", "text/xml"),)),
            "/s1.xml": sitemap("/n/1.html"),
        }
        with serve(pages) as site:
            found = look(watched(site, "/sitemap.xml", kind=Kind.SITEMAP), site, noon)

        assert (found, site.hits) == (1, ["/sitemap.xml", "/none.xml", "/s1.xml"])

    def test_index_of_many_parts_is_followed_so_far(self, noon):
        parts = "".join(f"<sitemap><loc>/s{number}.xml</loc></sitemap>" for number in range(30))
        pages = {
            "/sitemap.xml": Reply(
                f"<sitemapindex>{parts}</sitemapindex>".encode(), 200, (("Content-Type", "text/xml"),)
            )
        }
        with serve(pages) as site:
            look(watched(site, "/sitemap.xml", kind=Kind.SITEMAP), site, noon)

        assert len(site.hits) == 1 + MOST_PARTS

    def test_parts_that_changed_last_come_first(self, noon):
        parts = (Part("/a", noon), Part("/b"), Part("/c", noon + timedelta(days=1)), Part("/d"))

        assert [part.url for part in latest(parts)] == ["/c", "/a", "/d", "/b"]


class TestTrouble:
    @pytest.mark.parametrize(
        ("reply", "trouble"),
        [
            (Reply(b"", 500), "not_found"),
            (Reply(b"<rss></rss>", 404), "not_found"),
            (Reply(b"\x89PNG", 200, (("Content-Type", "image/png"),)), "nothing"),
            (
                Reply(b'<!--x--><!DOCTYPE r [<!ENTITY a "b">]><rss>&a;</rss>', 200, (("Content-Type", "text/xml"),)),
                "hostile",
            ),
            (server.gzip_bomb(200), "the answer unpacks to far more than it weighs"),
            (server.hang_up, "the connection was lost"),
        ],
    )
    def test_is_written_down(self, noon, reply, trouble):
        with serve({"/news/": reply}) as site:
            source = watched(site)
            look(source, site, noon)

        source.refresh_from_db()
        assert (source.outcome, source.trouble, source.failures_in_a_row) == (Outcome.TROUBLE, trouble, 1)

    def test_of_a_source_that_leads_away(self, noon):
        with serve({"/news/": listing(FIRST)}) as target, serve({"/news/": redirect(target.url("/news/"))}) as site:
            source = watched(site)
            WatchedSource.objects.update(website=make_source().website)
            services.look_at_source(source_id=source.pk, now=noon, runner=runner_for(site))

        source.refresh_from_db()
        assert source.outcome == Outcome.TROUBLE

    def test_waits_longer_each_time(self, noon):
        with serve({}) as site:
            source = watched(site)
            look(source, site, noon)
            look(source, site, noon)

        source.refresh_from_db()
        assert source.next_look_at == noon + timedelta(minutes=60)

    def test_ends_with_the_next_good_look(self, noon):
        with serve({"/news/": listing(FIRST)}) as site:
            source = watched(site)
            WatchedSource.objects.update(failures_in_a_row=5, trouble="nothing")
            look(source, site, noon)

        source.refresh_from_db()
        assert (source.failures_in_a_row, source.trouble, source.outcome) == (0, "", Outcome.READ)

    def test_of_a_file_that_finds_a_hole_stops_nobody(self, noon, monkeypatch):
        monkeypatch.setattr("omos.centres.content.services.looking.get_document", lambda *args, **kwargs: 1 / 0)
        with serve({}) as site:
            source = watched(site)
            found = services.look_at_due(now=noon, runner=runner_for(site))

        source.refresh_from_db()
        assert (found, source.trouble) == (0, "nothing")


class TestClaims:
    def test_a_source_somebody_looks_at_is_left_alone(self, noon):
        with serve({"/news/": listing(FIRST)}) as site:
            source = watched(site)
            WatchedSource.objects.update(leased_until=STAMP + timedelta(seconds=1))
            found = look(source, site, noon)

        assert (found, site.hits) == (0, [])

    def test_a_source_whose_looker_died_is_looked_at_again(self, noon):
        with serve({"/news/": listing(FIRST)}) as site:
            source = watched(site)
            WatchedSource.objects.update(leased_until=STAMP - LEASE_LASTS, lease=3)
            found = look(source, site, noon)

        assert found == 1

    def test_what_was_seen_under_a_lost_lease_is_not_written(self, noon, monkeypatch):
        def lose(source, runner):
            WatchedSource.objects.update(lease=99)
            return looking.Seen(entries=())

        monkeypatch.setattr(looking, "_see", lose)
        with serve({}) as site:
            source = watched(site)
            look(source, site, noon)

        source.refresh_from_db()
        assert source.last_look_at is None

    def test_killed_between_looking_and_writing_nothing_is_lost(self, noon, monkeypatch):
        whole = looking.take_in
        monkeypatch.setattr(looking, "take_in", _die)
        with serve({"/news/": listing(FIRST)}) as site:
            source = watched(site)
            with pytest.raises(KeyboardInterrupt):
                look(source, site, noon)
            monkeypatch.setattr(looking, "take_in", whole)
            WatchedSource.objects.update(leased_until=None)
            found = look(source, site, noon)

        assert (found, FoundPage.objects.count()) == (1, 1)


class TestDueLooks:
    def test_come_to_every_due_source(self, noon):
        with serve({"/news/": listing(FIRST), "/blog/": listing(SECOND)}) as site:
            watched(site)
            watched(site, "/blog/")
            found = services.look_at_due(now=noon, runner=runner_for(site))

        assert found == 2

    def test_leave_out_paused_and_later_ones(self, noon):
        with serve({}) as site:
            paused, later = watched(site), watched(site, "/blog/")
            WatchedSource.objects.filter(pk=paused.pk).update(state=WatchedSource.State.PAUSED)
            WatchedSource.objects.filter(pk=later.pk).update(next_look_at=noon + timedelta(minutes=1))
            services.look_at_due(now=noon, runner=runner_for(site))

        assert site.hits == []

    def test_end_with_their_time(self, noon):
        with serve({"/news/": listing(FIRST)}) as site:
            watched(site)
            services.look_at_due(now=noon, runner=runner_for(site, lasts=timedelta(0)))

        assert site.hits == []

    def test_share_the_hosts_pace_with_verification(self, noon):
        waits: list[float] = []
        with serve({"/news/": listing(FIRST)}) as site:
            source = watched(site)
            runner = runner_for(site, exempt_gap=timedelta(seconds=2), sleep=waits.append)
            take_turn(host=site.place, gap=timedelta(seconds=2), moment=STAMP)
            services.look_at_source(source_id=source.pk, now=noon, runner=runner)

        assert waits == [2.0]


class TestRealSite:
    def test_a_manual_is_learned_and_its_new_chapter_found(self, noon):
        pages = server.folder_pages(real_data("sites", "debian-faq-zh-cn"))
        whole = pages["/index.zh-cn.html"]
        without = Reply(whole.body.replace(b'href="kernel.zh-cn.html', b'href="#'), 200, whole.headers)
        pages["/index.zh-cn.html"] = in_turn(without, whole)
        with serve(pages) as site:
            source = watched(site, "/index.zh-cn.html", learned_on=None)
            first = look(source, site, noon)
            learned = FoundPage.objects.count()
            second = look(source, site, noon)

        assert (first, learned, second) == (0, 15, 1)
        assert FoundPage.objects.get(state=State.FOUND).url.endswith("/kernel.zh-cn.html")
