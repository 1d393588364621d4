from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from omos.centres.content import services
from omos.centres.content.models import FoundPage, PenName, WatchedSource
from omos.centres.content.tests.factories import article, listing, make_page, make_site_website, make_source, sitemap
from omos.connectors.tests.server import Reply, page, serve
from omos.loop.work.models import Evidence
from omos.loop.work.tests.factories import make_assignment
from omos.office.notices.models import Notice
from omos.people.tests.factories import make_website, viewer_of

pytestmark = pytest.mark.django_db
State = FoundPage.State
SOURCES = "/content/sources/"


@pytest.fixture
def at_noon(clock_at, noon):
    clock_at(noon)


class TestPage:
    def test_tells_how_the_author_was_told(self, client, supervisor, editor, sign_in, noon, at_noon):
        make_assignment(editor)
        counted = services.claim_page(page_id=make_page().pk, actor=viewer_of(editor), now=noon)

        text = sign_in(supervisor).get(f"/content/found/{counted.pk}/").content.decode()

        assert "由 陈思远 指定" in text
        assert "计给 陈思远" in text

    def test_is_not_there_for_others(self, client, editor, other_editor, sign_in, at_noon):
        counted = make_page(state=State.COUNTED, staff=other_editor, evidence_id=1)

        assert sign_in(editor).get(f"/content/found/{counted.pk}/").status_code == 404

    def test_offers_what_one_may_do(self, client, editor, sign_in, at_noon):
        text = sign_in(editor).get(f"/content/found/{make_page().pk}/").content.decode()

        assert "是我的" in text
        assert "归给此人" not in text


class TestClaimButton:
    def test_counts_with_one_press(self, client, editor, sign_in, at_noon):
        make_assignment(editor)
        found = make_page()

        answer = sign_in(editor).post(f"/content/found/{found.pk}/claim/", {"next": "/my-day/"})

        assert (answer.status_code, answer["Location"], Evidence.objects.count()) == (302, "/my-day/", 1)

    def test_survives_a_second_press(self, client, editor, sign_in, at_noon):
        make_assignment(editor)
        address = f"/content/found/{make_page().pk}/claim/"
        sign_in(editor).post(address)

        answer = client.post(address, follow=True)

        assert "刚刚已经处理了" in answer.content.decode()
        assert Evidence.objects.count() == 1

    def test_says_what_is_missing(self, client, editor, sign_in, at_noon):
        answer = sign_in(editor).post(f"/content/found/{make_page().pk}/claim/", follow=True)

        assert "请先派任务" in answer.content.decode()

    def test_leads_nowhere_else(self, client, editor, sign_in, at_noon):
        make_assignment(editor)
        found = make_page()

        answer = sign_in(editor).post(f"/content/found/{found.pk}/claim/", {"next": "https://evil.example/"})

        assert answer["Location"] == f"/content/found/{found.pk}/"

    @pytest.mark.parametrize("name", ["claim", "give", "take_back", "ignore"])
    def test_refuses_the_wrong_method(self, client, supervisor, sign_in, name, at_noon):
        assert sign_in(supervisor).get(reverse(f"content:{name}", args=[1])).status_code == 405

    @pytest.mark.parametrize("name", ["claim", "take_back", "ignore"])
    def test_is_closed_to_who_only_looks(self, client, boss, sign_in, name, at_noon):
        assert sign_in(boss).post(reverse(f"content:{name}", args=[make_page().pk])).status_code == 403

    @pytest.mark.parametrize("name", ["claim", "take_back", "ignore"])
    def test_is_not_there_for_a_page_of_somebody_else(self, client, editor, other_editor, sign_in, name, at_noon):
        counted = make_page(state=State.COUNTED, staff=other_editor, evidence_id=1)

        assert sign_in(editor).post(reverse(f"content:{name}", args=[counted.pk])).status_code == 404


class TestGiveButton:
    def test_counts_for_the_person(self, client, supervisor, editor, sign_in, at_noon):
        make_assignment(editor)
        found = make_page(byline="小远")

        answer = sign_in(supervisor).post(
            f"/content/found/{found.pk}/give/", {"staff": editor.pk, "has_pen_name": "on"}, follow=True
        )

        assert "已计给 陈思远" in answer.content.decode()
        assert PenName.objects.get().name == "小远"

    def test_keeps_what_was_chosen_when_it_refuses(self, client, supervisor, editor, sign_in, at_noon):
        answer = sign_in(supervisor).post(f"/content/found/{make_page().pk}/give/", {"staff": editor.pk})

        assert answer.status_code == 422
        assert answer.context["form"].data["staff"] == str(editor.pk)

    def test_refuses_nobody(self, client, supervisor, sign_in, at_noon):
        assert sign_in(supervisor).post(f"/content/found/{make_page().pk}/give/", {}).status_code == 422

    def test_is_closed_to_editors(self, client, editor, sign_in, at_noon):
        answer = sign_in(editor).post(f"/content/found/{make_page().pk}/give/", {"staff": editor.pk})

        assert answer.status_code == 403


class TestCardOnTheHomes:
    def test_gives_to_the_only_candidate_with_one_press(self, client, supervisor, editor, sign_in, at_noon):
        make_assignment(editor)
        found = make_page()
        FoundPage.objects.filter(pk=found.pk).update(candidates=[editor.pk])
        client = sign_in(supervisor)

        text = client.get("/").content.decode()
        answer = client.post(f"/content/found/{found.pk}/give/", {"staff": editor.pk, "next": "/"})

        assert "归给 陈思远" in text
        assert (answer["Location"], Evidence.objects.get().staff_id) == ("/", editor.pk)

    def test_stands_on_the_editors_day(self, client, editor, sign_in, at_noon):
        make_page(title="没人认的文章")

        text = sign_in(editor).get("/my-day/").content.decode()

        assert "昨天发现的文章" in text
        assert "没人认的文章" in text

    def test_is_not_there_where_nothing_is_watched(self, client, editor, sign_in, at_noon):
        assert "发现的文章" not in sign_in(editor).get("/my-day/").content.decode().partition("<main")[2]


class TestOtherButtons:
    def test_take_back(self, client, editor, sign_in, noon, at_noon):
        make_assignment(editor)
        counted = services.claim_page(page_id=make_page().pk, actor=viewer_of(editor), now=noon)

        sign_in(editor).post(f"/content/found/{counted.pk}/take-back/")

        counted.refresh_from_db()
        assert counted.state == State.UNSURE

    def test_not_to_be_counted(self, client, editor, sign_in, at_noon):
        found = make_page()

        sign_in(editor).post(f"/content/found/{found.pk}/ignore/")

        found.refresh_from_db()
        assert found.state == State.IGNORED


class TestList:
    def test_opens_on_what_is_counted(self, client, editor, sign_in, at_noon):
        make_page(state=State.COUNTED, staff=editor, evidence_id=1, title="计入的文章")
        make_page(title="待认领的文章")

        client = sign_in(editor)

        assert "计入的文章" in client.get("/content/found/").content.decode()
        assert "待认领的文章" in client.get("/content/found/?tab=open").content.decode()


class TestDay:
    def test_shows_figures_and_what_waits(self, client, supervisor, editor, sign_in, noon, at_noon):
        make_assignment(editor)
        services.claim_page(page_id=make_page(title="计入的文章").pk, actor=viewer_of(editor), now=noon)
        make_page(title="没人认的文章", byline="小远")

        text = sign_in(supervisor).get("/content/day/?day=2026-11-20").content.decode()

        assert "计入的文章" in text
        assert "署名 小远" in text

    @pytest.mark.parametrize("day", ["", "x", "2026-13-45", "0000-00-00"])
    def test_takes_today_for_anything_else(self, client, supervisor, sign_in, at_noon, day):
        answer = sign_in(supervisor).get("/content/day/", {"day": day})

        assert (answer.status_code, answer.context["day"].isoformat()) == (200, "2026-11-20")

    def test_says_when_nothing_is_watched(self, client, editor, sign_in, at_noon):
        assert "还没有监测网站" in sign_in(editor).get("/content/day/").content.decode()


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


class TestMorningLine:
    MORNING = datetime(2026, 11, 20, 8, 20, tzinfo=ZoneInfo("Asia/Shanghai"))

    def found_yesterday(self, editor) -> None:
        make_assignment(editor)
        yesterday = (self.MORNING - timedelta(days=1)).date()
        found = make_page(day=yesterday)
        services.claim_page(page_id=found.pk, actor=viewer_of(editor), now=self.MORNING - timedelta(hours=16))

    def test_tells_editor_and_supervisor(self, supervisor, editor, other_editor):
        self.found_yesterday(editor)

        told = services.tell_found(now=self.MORNING)

        titles = dict(Notice.objects.values_list("staff_id", "title"))
        assert told == 2
        assert titles == {supervisor.pk: "昨天 1 篇，已核验 0", editor.pk: "昨天 1 篇，已核验 0"}

    def test_tells_once(self, supervisor, editor):
        self.found_yesterday(editor)
        services.tell_found(now=self.MORNING)

        assert services.tell_found(now=self.MORNING + timedelta(minutes=5)) == 0

    def test_tells_of_what_waits(self, editor):
        make_page(day=(self.MORNING - timedelta(days=1)).date())

        services.tell_found(now=self.MORNING)

        assert Notice.objects.get().body == "1 篇待认领。"

    def test_tells_nothing_where_nothing_is_watched(self, supervisor, editor):
        assert services.tell_found(now=self.MORNING) == 0

    def test_rests_on_days_off(self, supervisor, editor):
        self.found_yesterday(editor)

        assert services.tell_found(now=self.MORNING + timedelta(days=1)) == 0

    def test_tells_on_monday_since_when(self, supervisor, editor):
        self.found_yesterday(editor)
        FoundPage.objects.update(day=self.MORNING.date())

        services.tell_found(now=self.MORNING + timedelta(days=3))

        assert Notice.objects.first().title.startswith("11-20 以来 1 篇")


def test_jobs_find_nothing_where_nothing_is_watched(company, noon):
    from omos.centres.content import jobs

    done = [job(now=noon) for job in (jobs.look_at_sources, jobs.read_found_pages, jobs.match_again, jobs.tell_found)]

    assert done == [0, 0, 0, 0]


def test_the_waiting_list_names_what_nobody_claimed(client, editor, sign_in, at_noon):
    make_page()

    assert "待认领的文章" in sign_in(editor).get("/waiting/").content.decode()


def test_an_article_is_made_of_text():
    assert b"article" in article().body
