"""Exports of the engines' own tools: every row is a look of the engine, the same file again counts nothing twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from omos.loop.ledger.models import Fact
from omos.loop.verification.imports import IMPORTERS
from omos.loop.verification.models import IndexLook, IndexState
from omos.loop.verification.services import importing_index
from omos.loop.verification.services.index_looks import record_index_looks
from omos.loop.verification.tests.factories import NOW, found, make_index_state
from omos.office.sheets.declare import CheckedRow, FieldError, find_importer
from omos.people.models import Action
from omos.people.policy import may
from omos.people.tests.factories import make_website, viewer_of

pytestmark = pytest.mark.django_db
PAGE = "https://www.yunfan.example.cn/news/{}.html"


@pytest.fixture(autouse=True)
def site(company):
    return make_website("www.yunfan.example.cn")


@pytest.fixture
def actor(promoter):
    return viewer_of(promoter)


def rows(count: int, **values) -> list[CheckedRow]:
    return [CheckedRow(n, {"url": PAGE.format(n), **values}) for n in range(1, count + 1)]


def write(actor, given, *, engine="bing", is_indexed=True, now=NOW):
    return importing_index.write(engine, is_indexed=is_indexed)(rows=given, actor=actor, now=now)


def test_every_row_is_a_page_that_stands(actor):
    written = write(actor, rows(5))

    assert (written.created, written.updated) == (5, 0)
    assert set(IndexState.objects.values_list("verdict", "engine", "source")) == {("yes", "bing", "EXPORT")}


def test_the_ledger_hears_the_whole_count(actor, site):
    write(actor, rows(5))

    fact = Fact.objects.get(measure="pages_indexed")
    assert (fact.value, fact.category, fact.website_id) == (5, "BING", site.pk)


def test_the_same_file_again_on_the_same_day_counts_nothing_twice(actor):
    write(actor, rows(3))

    write(actor, rows(3), now=NOW + timedelta(hours=3))

    assert IndexLook.objects.count() == 3


def test_an_export_of_another_day_is_another_look(actor):
    write(actor, rows(1))

    write(actor, rows(1), now=NOW + timedelta(days=9))

    state = IndexState.objects.get()
    assert (state.first_seen_on, state.last_seen_on) == (date(2026, 11, 20), date(2026, 11, 29))


def test_a_page_listed_without_being_shown_stays_unknown(actor):
    write(actor, rows(1, impressions=0))

    assert IndexState.objects.get().verdict == "unknown"


def test_a_page_left_out_is_not_indexed_and_lost_where_it_stood(actor):
    write(actor, rows(1), engine="google")

    write(actor, rows(1), engine="google", is_indexed=False, now=NOW + timedelta(days=2))

    state = IndexState.objects.get()
    assert (state.verdict, state.lost_on) == ("no", date(2026, 11, 22))


def test_an_export_that_lists_a_page_twice_counts_it_once(actor):
    write(actor, [*rows(1), CheckedRow(2, {"url": "http://yunfan.example.cn/news/1.html?utm_source=x"})])

    assert IndexState.objects.count() == IndexLook.objects.count() == 1


def test_undone_the_page_stands_as_the_other_looks_say(actor):
    state = make_index_state(PAGE.format(1), engine="bing")
    record_index_looks(found={state.pk: found("no", at=NOW - timedelta(days=3))}, by_id=None, now=NOW)
    written = write(actor, rows(2))

    taken = importing_index.undo(undo=written.undo, actor=actor, now=NOW)

    state.refresh_from_db()
    assert (taken, state.verdict) == (2, "no")
    assert IndexState.objects.exclude(pk=state.pk).get().verdict == "unknown"


def test_undoing_takes_no_other_looks_out(actor):
    state = make_index_state(PAGE.format(1), engine="bing")
    record_index_looks(found={state.pk: found("yes")}, by_id=None, now=NOW)
    other = IndexLook.objects.get()

    importing_index.undo(undo={"looks": [other.pk]}, actor=actor, now=NOW)

    assert IndexLook.objects.filter(pk=other.pk).exists()


def test_knows_which_rows_are_there_already(actor):
    write(actor, rows(2))

    known = importing_index.existing("bing")(viewer=actor, keys=[(PAGE.format(n),) for n in (1, 2, 3)])

    assert set(known) == {(PAGE.format(1),), (PAGE.format(2),)}


@pytest.mark.parametrize(
    "text", ["", "x y", "https://www.other.cn/a", "mailto:a@b.cn", "https://evil-yunfan.example.cn"]
)
def test_rows_that_are_no_pages_of_ours_are_named(text):
    with pytest.raises(FieldError):
        importing_index.own_page(text)


def test_leaves_a_line_in_the_trail(actor):
    write(actor, rows(2))

    action = Action.objects.get(verb="verification.import_index")
    assert action.after == {"engine": "bing", "pages": 2, "new": 2}


@pytest.mark.parametrize("importer", IMPORTERS, ids=lambda importer: importer.code)
class TestImporters:
    def test_is_declared(self, importer):
        assert find_importer(importer.code) is importer

    def test_is_for_those_who_look_after_websites(self, importer, promoter, editor):
        assert may(viewer_of(promoter), importer.verb)
        assert not may(viewer_of(editor), importer.verb)

    @pytest.mark.parametrize("header", ["网址", "URL", "Top pages", "热门页面", "页面"])
    def test_knows_the_column_by_the_tools_own_name(self, importer, header):
        names = {alias.casefold() for alias in importer.field("url").aliases}

        assert header.casefold() in names
