"""Importing keywords from a table, as the wizard calls it."""

from __future__ import annotations

import pytest

from omos.loop.keywords.models import Keyword
from omos.loop.keywords.services import importing
from omos.loop.keywords.tests.factories import make_keyword
from omos.office.sheets.declare import CheckedRow, FieldError, ImportRefused
from omos.people.tests.factories import make_website, viewer_of


def row(text, *, existing=None, is_merge=False, **values) -> CheckedRow:
    return CheckedRow(number=2, values={"text": text, **values}, existing=existing, is_merge=is_merge)


@pytest.fixture
def write(supervisor, noon):
    def write_rows(*rows):
        return importing.write(rows=iter(rows), actor=viewer_of(supervisor), now=noon)

    return write_rows


class TestWrite:
    def test_adds_new_words_with_their_group(self, write):
        written = write(row("除尘器", group="设备", priority=1), row("滤袋", group="设备"))

        assert (written.created, Keyword.objects.get(text="滤袋").group.name) == (2, "设备")

    def test_takes_over_given_values_of_a_known_word(self, write, editor):
        known = make_keyword("除尘器", priority=3)

        write(row("除尘器", existing=known.pk, priority=1, owner=editor.pk))

        known.refresh_from_db()
        assert (known.priority, known.owner) == (1, editor)

    def test_fills_only_what_is_empty_in_a_merge(self, write):
        known = make_keyword("除尘器", landing_page="/product/a")

        write(row("除尘器", existing=known.pk, is_merge=True, landing_page="/product/b", target_rank=5))

        known.refresh_from_db()
        assert (known.landing_page, known.target_rank) == ("/product/a", 5)

    def test_keeps_nothing_when_a_word_came_in_meanwhile(self, write):
        make_keyword("除尘器")

        with pytest.raises(ImportRefused):
            write(row("除尘器"), row("滤袋"))

        assert not Keyword.objects.filter(text="滤袋").exists()

    def test_can_be_taken_back(self, write, supervisor, noon):
        written = write(row("除尘器"))

        assert importing.undo_import(undo=written.undo, actor=viewer_of(supervisor), now=noon) == 1
        assert not Keyword.objects.get().is_active


class TestParsers:
    def test_take_a_path_as_landing_page(self):
        assert importing.own_page(" /product/bag ") == "/product/bag"

    def test_take_an_address_of_our_website(self, company):
        make_website()

        assert importing.own_page("https://www.yunfan.example/p/1") == "https://www.yunfan.example/p/1"

    def test_refuse_somebody_elses_page(self, company):
        make_website()

        with pytest.raises(FieldError):
            importing.own_page("https://detail.1688.com/offer/1.html")

    def test_refuse_a_word_that_is_too_long(self):
        with pytest.raises(FieldError):
            importing.word("词" * 101)

    def test_find_existing_words(self, supervisor):
        known = make_keyword("除尘器")

        found = importing.existing(viewer=viewer_of(supervisor), keys=[("除尘器",), ("滤袋",)])

        assert found == {("除尘器",): known.pk}

    def test_offer_people_as_owners(self, supervisor, editor):
        assert "陈思远" in {choice.label for choice in importing.owners(viewer_of(supervisor))}
