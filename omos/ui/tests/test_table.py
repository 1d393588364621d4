from __future__ import annotations

import django_tables2 as tables
import pytest
from django.test import RequestFactory
from django.utils import translation

ROWS = [{"word": f"word {number}", "visits": number} for number in range(40)]


class Words(tables.Table):
    word = tables.Column(verbose_name="Keyword")
    visits = tables.Column(attrs={"th": {"class": "o-number"}, "td": {"class": "o-number"}}, footer="780")

    class Meta:
        template_name = "components/table.html"
        empty_text = "No words yet"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def drawn(rows: list[dict[str, object]], address: str = "/words/") -> str:
    request = RequestFactory().get(address)
    table = Words(rows, order_by=request.GET.get("sort", ""))
    table.paginate(page=int(request.GET.get("page", 1)), per_page=15)
    return str(table.as_html(request))


class TestTable:
    def test_names_its_cells_for_phones(self):
        assert 'data-label="Keyword">word 0</td>' in drawn(ROWS)

    def test_sorts_by_link_and_keeps_the_query(self):
        assert 'href="?q=a&amp;sort=word"' in drawn(ROWS, "/words/?q=a")

    def test_tells_how_it_is_sorted(self):
        assert 'aria-sort="descending"' in drawn(ROWS, "/words/?sort=-visits")

    def test_shows_totals(self):
        assert ">780</td>" in drawn(ROWS)

    def test_turns_pages(self):
        assert "16–30 of 40" in drawn(ROWS, "/words/?page=2")

    def test_needs_no_pages_for_few_rows(self):
        assert "o-pages" not in drawn(ROWS[:3])

    def test_says_why_it_is_empty(self):
        assert "No words yet" in drawn([])
