from __future__ import annotations

from datetime import date, timedelta

import pytest

from omos.centres.content import services
from omos.centres.content.models import FoundPage, PenName
from omos.centres.content.services import reading
from omos.centres.content.services.reading import LEASE_LASTS, MOST_READS
from omos.centres.content.tests.factories import (
    STAMP,
    TODAY,
    article,
    feed,
    in_turn,
    listing,
    make_site_website,
    make_source,
    runner_for,
)
from omos.connectors.tests.server import Reply, Site, page, redirect, serve
from omos.loop.keywords.tests.factories import make_keyword
from omos.loop.verification import services as verification
from omos.loop.work.models import Assignment, Evidence
from omos.loop.work.services import hand_in
from omos.loop.work.tests.factories import make_assignment
from omos.people.tests.factories import viewer_of

pytestmark = pytest.mark.django_db
State = FoundPage.State
LINK = ("/n/101.html", "滤筒除尘器怎么选")


def find(site: Site, noon, *, path: str = "/news/", kind: str = "LIST_PAGE") -> None:
    """Look at the list once and read what is new."""
    source = make_source(site.url(path), website=make_site_website(), kind=kind)
    runner = runner_for(site)
    services.look_at_source(source_id=source.pk, now=noon, runner=runner)
    services.read_due(now=noon, runner=runner)


def found() -> FoundPage:
    return FoundPage.objects.latest("id")


class TestCounted:
    def test_an_article_signed_by_an_editor(self, editor, noon):
        assignment = make_assignment(editor)

        with serve({"/news/": listing(LINK), "/n/101.html": article(author="陈思远")}) as site:
            find(site, noon)

        row, evidence = found(), Evidence.objects.get()
        assert (row.state, row.certainty, row.staff_id) == (State.COUNTED, "SURE", editor.pk)
        assert (evidence.assignment_id, evidence.is_found, evidence.url) == (
            assignment.pk,
            True,
            site.url("/n/101.html"),
        )
        assert row.evidence_id == evidence.pk

    def test_under_a_pen_name(self, editor, other_editor, noon):
        make_assignment(editor)
        PenName.objects.create(staff=editor, name="小远", plain="小远")

        with serve({"/news/": listing(LINK), "/n/101.html": article(author="小远")}) as site:
            find(site, noon)

        assert found().staff_id == editor.pk

    def test_by_the_word_of_an_assignment(self, editor, other_editor, noon):
        make_assignment(other_editor)
        word = make_keyword("滤筒除尘器")
        make_assignment(editor, words=(word,))

        with serve({"/news/": listing(LINK), "/n/101.html": article()}) as site:
            find(site, noon)

        assert (found().staff_id, found().certainty) == (editor.pk, "LIKELY")
        assert Evidence.objects.get().keyword_id == word.pk

    def test_by_the_owner_of_a_word(self, editor, other_editor, noon):
        make_keyword("滤筒", owner=other_editor)
        make_assignment(editor)
        make_assignment(other_editor)

        with serve({"/news/": listing(LINK), "/n/101.html": article()}) as site:
            find(site, noon)

        assert found().staff_id == other_editor.pk
        assert [step["code"] for step in found().reasons] == ["word_owner", "earliest_open"]

    def test_with_the_author_the_feed_tells(self, editor, other_editor, noon):
        make_assignment(editor)
        make_assignment(other_editor)
        item = ("/n/101.html", "滤筒", "苏晴", "Fri, 20 Nov 2026 09:00:00 +0800")

        with serve({"/feed": feed([item]), "/n/101.html": article(author="admin")}) as site:
            find(site, noon, path="/feed", kind="FEED")

        assert found().staff_id == other_editor.pk

    def test_and_the_assignment_is_done(self, editor, noon):
        make_assignment(editor, quantity=1)

        with serve({"/news/": listing(LINK), "/n/101.html": article(author="陈思远")}) as site:
            find(site, noon)

        assert Assignment.objects.get().state == Assignment.State.DONE

    def test_for_the_day_it_was_published(self, editor, noon):
        make_assignment(editor, due_date=date(2026, 11, 19))

        with serve({"/news/": listing(LINK), "/n/101.html": article(author="陈思远", day="2026-11-19")}) as site:
            find(site, noon)

        evidence = Evidence.objects.get()
        assert (evidence.day, evidence.is_late, found().day) == (date(2026, 11, 19), False, date(2026, 11, 19))

    def test_and_verified_like_any_piece(self, editor, noon):
        make_assignment(editor)

        with serve({"/news/": listing(LINK), "/n/101.html": article(author="陈思远")}) as site:
            find(site, noon)
            verification.enqueue_checks(now=noon)
            verification.run_due(now=noon, runner=runner_for(site, threads=1))

        from omos.centres.content.queries import found_on

        day = found_on(TODAY, viewer_of(editor))
        assert (day.found, day.verified, day.pending) == (1, 1, 0)


class TestOnce:
    def test_a_second_run_counts_nothing_again(self, editor, noon):
        make_assignment(editor)
        with serve({"/news/": listing(LINK), "/n/101.html": article(author="陈思远")}) as site:
            find(site, noon)
            services.look_soon(source_id=found().source_id, actor=viewer_of(editor), now=noon)
            services.look_at_due(now=noon, runner=runner_for(site))
            services.read_due(now=noon, runner=runner_for(site))

        assert Evidence.objects.count() == 1
        assert site.hits.count("/n/101.html") == 1

    def test_a_page_handed_in_before_is_linked(self, editor, noon):
        make_assignment(editor)
        with serve({"/news/": listing(LINK), "/n/101.html": article(author="陈思远")}) as site:
            make_site_website()
            hand_in(actor=viewer_of(editor), text=site.url("/n/101.html"), now=noon)
            find(site, noon)

        assert (found().state, found().is_linked, Evidence.objects.count()) == (State.COUNTED, True, 1)
        assert Assignment.objects.get().handed_in_count == 1

    def test_a_moved_page_is_the_same_page(self, editor, noon):
        make_assignment(editor)
        pages = {
            "/news/": in_turn(listing(LINK), listing(LINK, ("/a/101.html", "滤筒除尘器怎么选"))),
            "/n/101.html": article(author="陈思远"),
            "/a/101.html": redirect("/n/101.html", 301),
        }
        with serve(pages) as site:
            find(site, noon)
            services.look_soon(source_id=found().source_id, actor=viewer_of(editor), now=noon)
            services.look_at_due(now=noon, runner=runner_for(site))
            services.read_due(now=noon, runner=runner_for(site))

        assert (found().state, found().why, Evidence.objects.count()) == (State.IGNORED, "same_page", 1)

    def test_the_same_text_elsewhere_is_the_same_page(self, editor, noon):
        make_assignment(editor)
        links = listing(LINK, ("/a/7.html", "滤筒除尘器怎么选"))
        same = article(author="陈思远")
        with serve({"/news/": links, "/n/101.html": same, "/a/7.html": same}) as site:
            find(site, noon)

        assert Evidence.objects.count() == 1

    def test_a_page_that_names_another_as_its_own_is_that_one(self, editor, noon):
        make_assignment(editor)
        named = article(author="陈思远", text="另一段文字" * 50, head='<link rel="canonical" href="/n/101.html">')
        links = listing(LINK, ("/print/101.html", "滤筒除尘器怎么选"))
        with serve({"/news/": links, "/n/101.html": article(author="陈思远"), "/print/101.html": named}) as site:
            find(site, noon)

        assert Evidence.objects.count() == 1

    def test_killed_before_counting_nothing_is_lost_or_doubled(self, editor, noon, monkeypatch):
        make_assignment(editor)
        settle = reading.settle
        with serve({"/news/": listing(LINK), "/n/101.html": article(author="陈思远")}) as site:
            monkeypatch.setattr(reading, "settle", _die)
            with pytest.raises(KeyboardInterrupt):
                find(site, noon)
            monkeypatch.setattr(reading, "settle", settle)
            services.read_due(now=noon, runner=runner_for(site))
            held = Evidence.objects.count()
            later = runner_for(site)
            FoundPage.objects.update(leased_until=STAMP - LEASE_LASTS)
            services.read_due(now=noon, runner=later)

        assert (held, Evidence.objects.count(), found().state) == (0, 1, State.COUNTED)


def _die(**_kwargs: object) -> None:
    raise KeyboardInterrupt


class TestLeftToPeople:
    def test_an_unknown_author(self, editor, noon):
        make_assignment(editor)

        with serve({"/news/": listing(LINK), "/n/101.html": article(author="李四")}) as site:
            find(site, noon)

        assert (found().state, found().byline, Evidence.objects.count()) == (State.UNSURE, "李四", 0)

    def test_a_tie(self, editor, other_editor, noon):
        make_assignment(editor)
        make_assignment(other_editor)

        with serve({"/news/": listing(LINK), "/n/101.html": article()}) as site:
            find(site, noon)

        assert (found().state, sorted(found().candidates)) == (State.UNSURE, sorted([editor.pk, other_editor.pk]))

    def test_an_author_without_open_work(self, editor, noon):
        with serve({"/news/": listing(LINK), "/n/101.html": article(author="陈思远")}) as site:
            find(site, noon)

        assert (found().state, found().candidates) == (State.UNSURE, [editor.pk])

    def test_until_the_plan_is_out(self, editor, noon):
        with serve({"/news/": listing(LINK), "/n/101.html": article(author="陈思远")}) as site:
            find(site, noon)
        make_assignment(editor)

        counted = services.match_again(now=noon)

        assert (counted, found().state) == (1, State.COUNTED)

    def test_a_page_that_says_a_day_long_before(self, editor, noon):
        make_assignment(editor)

        with serve({"/news/": listing(LINK), "/n/101.html": article(author="陈思远", day="2026-11-05")}) as site:
            find(site, noon)

        assert (found().state, found().why) == (State.UNSURE, "dated_earlier")
        assert services.match_again(now=noon) == 0

    def test_a_page_that_cannot_be_read(self, editor, noon):
        make_assignment(editor)
        with serve({"/news/": listing(LINK), "/n/101.html": page("", status=500)}) as site:
            find(site, noon)
            services.read_due(now=noon + timedelta(hours=1), runner=runner_for(site))
            services.read_due(now=noon + timedelta(hours=2), runner=runner_for(site))

        assert (found().state, found().why, found().attempts) == (State.UNSURE, "unreadable", MOST_READS)

    def test_a_page_that_ended_its_reader_again_and_again(self, editor, noon):
        with serve({"/news/": listing(LINK), "/n/101.html": article()}) as site:
            source = make_source(site.url("/news/"), website=make_site_website())
            services.look_at_source(source_id=source.pk, now=noon, runner=runner_for(site))
            FoundPage.objects.update(attempts=MOST_READS)
            services.read_due(now=noon, runner=runner_for(site))

        assert (found().why, "/n/101.html" in site.hits) == ("unreadable", False)


class TestNotCounted:
    @pytest.mark.parametrize(
        ("reply", "why"),
        [
            (page("<title>404</title>", status=404), "gone"),
            (page("<title>产品中心</title><p>滤筒</p>"), "no_article"),
            (article(author="陈思远", day="2026-10-01"), "before"),
            (redirect("http://evil.example/"), ""),
        ],
    )
    def test_what_is_no_new_article(self, editor, noon, reply: Reply, why: str):
        make_assignment(editor)

        with serve({"/news/": listing(LINK), "/n/101.html": reply}) as site:
            find(site, noon)

        assert (found().why, Evidence.objects.count()) == (why, 0)

    def test_a_day_to_come_tells_nothing(self, editor, noon):
        make_assignment(editor)

        with serve({"/news/": listing(LINK), "/n/101.html": article(author="陈思远", day="2026-12-24")}) as site:
            find(site, noon)

        assert (found().state, found().day) == (State.COUNTED, TODAY)


class TestReadingAgain:
    def test_waits_half_an_hour(self, noon):
        with serve({"/news/": listing(LINK), "/n/101.html": page("", status=503)}) as site:
            find(site, noon)
            services.read_due(now=noon + timedelta(minutes=29), runner=runner_for(site))

        assert (found().state, site.hits.count("/n/101.html")) == (State.FOUND, 1)

    def test_is_done_by_one_at_a_time(self, noon):
        with serve({"/news/": listing(LINK), "/n/101.html": article()}) as site:
            source = make_source(site.url("/news/"), website=make_site_website())
            services.look_at_source(source_id=source.pk, now=noon, runner=runner_for(site))
            FoundPage.objects.update(leased_until=STAMP)
            settled = services.read_page(page_id=found().pk, now=noon, runner=runner_for(site))

        assert (settled, found().state) == (False, State.FOUND)

    def test_ends_with_its_time(self, noon):
        with serve({"/news/": listing(LINK)}) as site:
            source = make_source(site.url("/news/"), website=make_site_website())
            services.look_at_source(source_id=source.pk, now=noon, runner=runner_for(site))
            services.read_due(now=noon, runner=runner_for(site, lasts=timedelta(0)))

        assert site.hits == ["/news/"]
