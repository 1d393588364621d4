"""The rows behind every figure."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from omos import registry
from omos.loop.catalogue.tests.factories import make_channel
from omos.loop.ledger import declare
from omos.loop.ledger.declare import SourcePage
from omos.loop.ledger.models import Fact
from omos.loop.ledger.queries import NoSuchMeasure, facts, facts_sum, rows_url, totals
from omos.loop.ledger.register import SOURCE_PAGES
from omos.loop.ledger.services import record_by_hand
from omos.loop.ledger.tests.factories import DAY, make_fact
from omos.people.tests.factories import viewer_of

pytestmark = pytest.mark.django_db
MONTH = {"first": date(2026, 11, 1), "last": date(2026, 11, 30)}


@pytest.fixture
def page(sign_in, supervisor, clock_at, noon):
    clock_at(noon)
    return sign_in(supervisor)


class TestFacts:
    def test_add_up_to_the_figure(self, boss):
        make_fact("revenue", 48_900, source_id="1")
        make_fact("revenue", 50_000, source_id="1")
        make_fact("revenue", 700, channel_id=make_channel("DIRECT").pk)

        rows = facts(viewer=viewer_of(boss), measure="revenue", **MONTH)

        assert facts_sum(rows) == (totals(measures=["revenue"], **MONTH)["revenue"].value, 2)
        assert rows.count() == 3

    def test_of_a_ratio_are_those_of_its_parts(self, boss):
        make_fact("clicks", 5)
        make_fact("impressions", 100)

        rows = facts(viewer=viewer_of(boss), measure="ctr", **MONTH)

        assert {fact.measure for fact in rows} == {"clicks", "impressions"}

    def test_narrow_like_the_figure(self, boss, editor):
        make_fact("work_minutes", 5, staff_id=editor.pk, category="ARTICLE")
        make_fact("work_minutes", 7, staff_id=editor.pk, category="REPLY")
        viewer = viewer_of(boss)

        rows = facts(viewer=viewer, measure="work_minutes", staff_ids=[editor.pk], category="REPLY", **MONTH)

        assert [fact.value for fact in rows] == [7]

    def test_narrow_to_channels(self, boss):
        make_fact("visits", 5)

        rows = facts(viewer=viewer_of(boss), measure="visits", channel_ids=[make_channel("DIRECT").pk], **MONTH)

        assert not rows.exists()

    def test_hide_other_peoples_rows(self, editor, other_editor):
        make_fact("work_minutes", 5, staff_id=other_editor.pk, category="ARTICLE")

        assert not facts(viewer=viewer_of(editor), measure="work_minutes", **MONTH).exists()

    def test_show_rows_of_nobody_to_everybody(self, editor):
        make_fact("visits", 5)

        assert facts(viewer=viewer_of(editor), measure="visits", **MONTH).exists()

    def test_refuse_an_unknown_measure(self, boss):
        with pytest.raises(NoSuchMeasure):
            facts(viewer=viewer_of(boss), measure="happiness", **MONTH)


class TestFactsPage:
    def test_shows_this_month_unless_asked_otherwise(self, page):
        make_fact("visits", 5, day=date(2026, 10, 3))
        make_fact("visits", 77)

        answer = page.get("/facts/")

        assert answer.context["count"] == 1

    def test_shows_the_rows_of_a_figure(self, page):
        make_fact("visits", 77)
        make_fact("inquiries", 5)

        answer = page.get(rows_url("visits", DAY, DAY, channel_id=make_channel().pk))

        assert answer.context["count"] == 1

    def test_shows_revisions_as_rows(self, page):
        make_fact("visits", 77, source_id="1")
        make_fact("visits", 70, source_id="1")

        assert page.get("/facts/").context["count"] == 2

    def test_keeps_money_and_counts_apart(self, page):
        make_fact("visits", 77)
        make_fact("revenue", 123_450)

        texts = [total.text for total in page.get("/facts/").context["totals"]]

        assert "77" in texts
        assert "¥1,234.50" in texts

    @pytest.mark.parametrize("query", [{"measure": "happiness"}, {"first": "nonsense"}, {"staff": "x"}])
    def test_says_what_is_wrong_with_a_filter(self, page, query):
        assert page.get("/facts/", {"last": "2026-11-30"} | query).status_code == 422

    def test_a_stranger_signs_in_first(self, client, company):
        assert client.get("/facts/").status_code == 302


class TestSources:
    @pytest.fixture(autouse=True)
    def restored(self):
        yield
        declare.install(registry.declared("SOURCE_PAGES"))

    def test_a_typed_figure_leads_to_its_sheet(self, supervisor, noon):
        channel = make_channel().pk
        record_by_hand(day=DAY, cells={(channel, "visits"): 3}, actor=viewer_of(supervisor), now=noon)
        declare.install(SOURCE_PAGES)

        assert declare.url_of(Fact.objects.get()) == f"/daily-sheet/?day=2026-11-20#row-{channel}"

    def test_an_unknown_source_leads_nowhere(self):
        make_fact("visits", 3)

        assert declare.url_of(Fact.objects.get()) == ""
        assert declare.label_of("test.machine") == "test.machine"

    def test_a_source_is_declared_once(self):
        page = SourcePage("x", "X", lambda fact: "")

        with pytest.raises(ValueError, match="declared twice"):
            declare.install([page, page])


class TestTheCountAndTotals:
    """They come from the sums per day, and must say what counting the rows would say."""

    @pytest.fixture
    def facts_there(self, page, other_editor):
        make_fact("revenue", 100, source_id="1")
        make_fact("revenue", 250, source_id="1")
        make_fact("visits", 7, day=date(2026, 11, 3), channel_id=make_channel("DIRECT").pk)
        make_fact("work_minutes", 30, staff_id=other_editor.pk, category="ARTICLE")
        make_fact("revenue", 5_000, day=date(2026, 10, 31))

    def test_count_every_entry_corrections_included(self, page, facts_there):
        answer = page.get("/facts/?first=2026-11-01")

        assert answer.context["count"] == len(answer.context["rows"]) == 4

    def test_follow_measure_and_period(self, page, facts_there):
        answer = page.get("/facts/?measure=revenue&last=2026-10-31&first=2026-10-01")

        assert answer.context["count"] == len(answer.context["rows"]) == 1
        assert "¥50.00" in answer.content.decode()

    def test_follow_the_channel(self, page, facts_there):
        answer = page.get(f"/facts/?first=2026-11-01&channel={make_channel('DIRECT').pk}")

        assert answer.context["count"] == len(answer.context["rows"]) == 1

    def test_follow_category_person_and_source(self, page, facts_there, other_editor):
        answer = page.get(f"/facts/?first=2026-11-01&category=ARTICLE&staff={other_editor.pk}&source=test.machine")

        assert answer.context["count"] == len(answer.context["rows"]) == 1

    def test_leave_out_people_out_of_reach(self, editor, facts_there):
        somebody = Client()
        somebody.force_login(editor.user)

        answer = somebody.get("/facts/?first=2026-11-01")

        assert answer.context["count"] == len(answer.context["rows"]) == 3

    def test_are_nought_where_nothing_is(self, page):
        assert page.get("/facts/?first=2026-11-01").context["count"] == 0
