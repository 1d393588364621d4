from __future__ import annotations

import pytest

from omos.office.sheets import searches
from omos.office.sheets.declare import Hit, Search
from omos.people.tests.factories import viewer_of


def find_nothing(*, viewer, text, limit):
    return ()


def find_echo(*, viewer, text, limit):
    return tuple(Hit(f"{text} {number}", viewer.name, "/x/") for number in range(limit + 3))


ECHO = Search("echo", "Echo", "search", "demo.view", find_echo)
NOTHING = Search("nothing", "Nothing", "search", "demo.view", find_nothing)


@pytest.fixture
def installed(demo, monkeypatch):
    monkeypatch.setattr(searches, "_searches", {})
    searches.install((ECHO, NOTHING))


class TestSearches:
    def test_find_what_the_rooms_find(self, installed, supervisor):
        (found,) = searches.find_everywhere(viewer=viewer_of(supervisor), text="  词 ", limit=2)

        assert [hit.title for hit in found.hits] == ["词 0", "词 1"]

    def test_find_nothing_for_blank_text(self, installed, supervisor):
        assert searches.find_everywhere(viewer=viewer_of(supervisor), text=" \x00 ") == ()

    def test_leave_out_what_the_viewer_may_not(self, installed, promoter):
        assert searches.find_everywhere(viewer=viewer_of(promoter), text="词") == ()

    def test_refuse_to_be_declared_twice(self, installed):
        with pytest.raises(ValueError, match="twice"):
            searches.install((ECHO, ECHO))
