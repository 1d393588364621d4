"""Looks at the engines are added once each, nothing is overwritten, and the ledger hears of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from omos.loop.ledger import queries as ledger
from omos.loop.ledger.models import Fact
from omos.loop.verification import services
from omos.loop.verification.models import Check, IndexLook, IndexState, Standing
from omos.loop.verification.services.index_looks import record_index_looks
from omos.loop.verification.services.watching import ensure_states, page_at, watch_passed_pages
from omos.loop.verification.tests.factories import NOW, found, make_index_state, make_piece, make_standing
from omos.loop.work.models import Evidence
from omos.people.tests.factories import make_website

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def record(state: IndexState, *looks, at=NOW) -> IndexState:
    for look in looks:
        record_index_looks(found={state.pk: look}, by_id=None, now=at)
    state.refresh_from_db()
    return state


class TestRecording:
    def test_adds_a_look_and_lets_the_page_stand(self, company):
        state = record(make_index_state(), found("yes"))

        assert (state.verdict, state.source, state.first_seen_on) == ("yes", "HELPER", date(2026, 11, 20))
        assert IndexLook.objects.count() == 1

    def test_adds_the_same_look_once(self, company):
        state = make_index_state()

        counts = [record_index_looks(found={state.pk: found("yes")}, by_id=None, now=NOW) for _ in range(3)]

        assert counts == [1, 0, 0]
        assert IndexLook.objects.count() == 1

    def test_keeps_what_was_seen_when_a_later_look_fails(self, company):
        state = record(make_index_state(), found("yes"), found("unknown", at=NOW + DAY, reason="blocked"))

        assert (state.verdict, state.reason, state.tried_reason) == ("yes", "because yes", "blocked")
        assert IndexLook.objects.count() == 2

    def test_takes_a_look_that_comes_in_late_into_its_place(self, company):
        state = record(make_index_state(), found("no", at=NOW + 2 * DAY), found("yes", at=NOW))

        assert (state.verdict, state.first_seen_on, state.lost_on) == ("no", date(2026, 11, 20), date(2026, 11, 22))

    def test_takes_two_sources_at_one_moment_for_two_looks(self, company):
        state = record(make_index_state(), found("yes"), found("no", source="PERSON"))

        assert (state.verdict, IndexLook.objects.count()) == ("yes", 2)

    def test_costs_the_same_for_one_page_and_for_fifty(self, company):
        few = {make_index_state(f"https://a.cn/{n}").pk: found() for n in range(2)}
        many = {make_index_state(f"https://b.cn/{n}").pk: found() for n in range(50)}
        with CaptureQueriesContext(
            connection,
        ) as first:
            record_index_looks(found=few, by_id=None, now=NOW)
        with CaptureQueriesContext(connection) as second:
            record_index_looks(found=many, by_id=None, now=NOW)

        assert len(second) <= len(first)

    def test_of_a_page_nobody_knows_adds_nothing(self, company):
        assert record_index_looks(found={4711: found()}, by_id=None, now=NOW) == 0

    @pytest.mark.constraint
    def test_the_records_refuse_a_page_that_stands_and_was_never_seen(self, company):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_index_state(verdict="yes")

    @pytest.mark.constraint
    def test_the_records_refuse_a_page_twice_at_one_engine(self, company):
        make_index_state()
        with pytest.raises(IntegrityError), transaction.atomic():
            make_index_state()


class TestLedger:
    def test_hears_how_many_pages_of_a_website_each_engine_holds(self, company):
        site = make_website("www.yunfan.example.cn")
        states = [make_index_state(f"https://www.yunfan.example.cn/{n}", website_id=site.pk) for n in range(3)]

        looks = zip(states, (found("yes"), found("yes"), found("no")), strict=True)
        record_index_looks(found={state.pk: look for state, look in looks}, by_id=None, now=NOW)

        fact = Fact.objects.get(measure="pages_indexed")
        assert (fact.value, fact.category, fact.website_id, fact.staff_id) == (2, "BAIDU", site.pk, None)

    def test_is_told_the_new_count_the_same_day(self, company):
        site = make_website("www.yunfan.example.cn")
        state = make_index_state(website_id=site.pk)
        record(state, found("yes"))

        record(state, found("no", at=NOW + timedelta(hours=1)))

        day = NOW.date()
        figure = ledger.totals(measures=["pages_indexed"], first=day, last=day)["pages_indexed"]
        assert figure.value == 0

    def test_hears_nothing_while_nothing_was_found_out(self, company):
        site = make_website("www.yunfan.example.cn")

        record(make_index_state(website_id=site.pk), found("unknown"))

        assert not Fact.objects.filter(measure="pages_indexed").exists()

    def test_hears_nothing_of_posts_outside(self, company):
        record(make_index_state("https://www.zhihu.com/question/1"), found("yes"))

        assert not Fact.objects.filter(measure="pages_indexed").exists()


class TestWatching:
    @pytest.fixture
    def passed(self, editor):
        make_website("www.yunfan.example.cn")
        return make_standing(make_piece(editor))

    def test_gives_a_passed_link_its_place_at_every_engine(self, passed):
        assert watch_passed_pages(now=NOW) == 1

        states = IndexState.objects.all()
        assert {state.engine for state in states} == {"baidu", "so360", "sogou", "shenma", "bing", "google"}
        assert {(state.staff_id, state.evidence_id) for state in states} == {
            (passed.evidence.staff_id, passed.evidence_id)
        }
        assert all(state.website_id for state in states)

    def test_meets_each_piece_once(self, passed):
        watch_passed_pages(now=NOW)

        assert watch_passed_pages(now=NOW) == 0
        assert IndexState.objects.count() == 6

    @pytest.mark.parametrize("outcome", ["FAILED", "RETURNED", "PENDING", "WITHDRAWN"])
    def test_leaves_pieces_that_do_not_count(self, passed, outcome):
        Standing.objects.update(outcome=outcome)

        assert watch_passed_pages(now=NOW) == 0

    def test_leaves_notes(self, editor):
        make_standing(make_piece(editor, kind="NOTE", note="否了 30 个词"), outcome="PROVISIONAL")

        assert watch_passed_pages(now=NOW) == 0

    def test_gives_a_page_known_from_an_export_its_person(self, passed):
        known = make_index_state(passed.evidence.url, engine="google")
        record(known, found("yes", source="EXPORT"))

        watch_passed_pages(now=NOW)

        known.refresh_from_db()
        assert (known.staff_id, known.verdict) == (passed.evidence.staff_id, "yes")

    def test_gives_a_page_handed_in_anew_its_new_piece_and_keeps_what_was_seen(self, passed, other_editor):
        watch_passed_pages(now=NOW)
        record(IndexState.objects.get(engine="bing"), found("yes"))
        Evidence.objects.filter(pk=passed.evidence_id).update(withdrawn_at=NOW)
        again = make_standing(make_piece(other_editor))

        watch_passed_pages(now=NOW)

        state = IndexState.objects.get(engine="bing")
        assert (state.evidence_id, state.staff_id, state.verdict) == (again.evidence_id, other_editor.pk, "yes")
        assert watch_passed_pages(now=NOW) == 0

    @pytest.mark.parametrize("text", ["", "没有链接", "javascript:alert(1)", "https://", "ftp://a.cn/x"])
    def test_takes_no_text_for_a_page(self, text):
        assert page_at(text, {}) is None

    @pytest.mark.parametrize(
        "url", ["https://yunfan.example.cn/a", "http://m.yunfan.example.cn/a", "www.yunfan.example.cn/a"]
    )
    def test_knows_pages_of_our_websites_by_every_spelling(self, url):
        page = page_at(url, {"yunfan.example.cn": 7})

        assert page is None or page.website_id == 7

    def test_takes_no_neighbour_for_ours(self):
        assert page_at("https://notyunfan.example.cn/a", {"yunfan.example.cn": 7}).website_id is None

    def test_makes_every_place_once(self, company):
        page = page_at("https://www.yunfan.example.cn/a", {})

        first = ensure_states(pages=[page, page], engines=["bing"], now=NOW)

        assert ensure_states(pages=[page], engines=["bing"], now=NOW) == first
        assert IndexState.objects.count() == 1


def test_pieces_that_were_never_looked_at_are_no_pages(editor):
    make_piece(editor)
    services.enqueue_checks(now=NOW)

    assert watch_passed_pages(now=NOW) == 0
    assert Check.objects.count() == 1
