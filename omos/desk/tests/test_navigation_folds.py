"""The menu begins with a dozen pages; the others wait under "more" until they are opened."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.urls import reverse

from omos.desk import navigation
from omos.people.tests.factories import viewer_of

pytestmark = pytest.mark.django_db


def lines(viewer, **asked):
    return [line for group in navigation.menu_for(viewer, asked.pop("badges", {}), **asked) for line in group.items]


def shown(viewer, **asked):
    return [line.key for line in lines(viewer, **asked) if not line.is_folded]


class TestMenu:
    @pytest.mark.parametrize("who", ["supervisor", "editor", "promoter", "boss", "admin_staff"])
    def test_begins_with_a_dozen_pages_at_most(self, who, request):
        viewer = viewer_of(request.getfixturevalue(who))

        assert 0 < len(shown(viewer)) <= navigation.FIRST_PAGES

    def test_of_who_plans_begins_with_planning(self, supervisor):
        found = shown(viewer_of(supervisor))

        assert {"goals:month", "work:week", "verification:desk", "reports:day", "promotion:costs"} <= set(found)
        assert "work:hand_in" not in found

    def test_of_who_hands_in_begins_with_the_own_day(self, editor):
        found = shown(viewer_of(editor))

        assert {"desk:my_day", "work:hand_in", "reports:daily"} <= set(found)

    @pytest.mark.parametrize("who", ["supervisor", "editor", "promoter", "boss", "admin_staff"])
    def test_folds_nothing_above_the_centres(self, who, request):
        above = navigation.menu_for(viewer_of(request.getfixturevalue(who)), {})[0]

        assert above.folded == ()

    def test_loses_no_page_by_folding(self, supervisor):
        viewer = viewer_of(supervisor)
        every = [page.key for centre in navigation.MENU for page in navigation.visible(centre.pages, viewer)]

        assert [line.key for line in lines(viewer)] == every

    def test_keeps_what_was_opened_before(self, supervisor):
        assert "website:columns" in shown(viewer_of(supervisor), used={"website:columns"})

    def test_shows_the_page_one_is_on_and_says_that_it_unfolds(self, supervisor):
        found = {line.key: line for line in lines(viewer_of(supervisor), active="website:columns")}

        assert not found["website:columns"].is_folded
        assert found["website:columns"].unfolds

    def test_says_so_only_once(self, supervisor):
        viewer = viewer_of(supervisor)
        found = {line.key: line for line in lines(viewer, active="website:columns", used={"website:columns"})}

        assert not found["website:columns"].unfolds

    def test_shows_where_something_waits(self, supervisor):
        assert "content:found" in shown(viewer_of(supervisor), badges={"content:found": 2})

    def test_listens_to_no_key_that_is_no_page(self, supervisor):
        viewer = viewer_of(supervisor)

        assert shown(viewer, used={"", "javascript:alert(1)", "people:trail"}) == shown(viewer)


class TestPage:
    def test_offers_the_rest_under_more(self, sign_in, supervisor):
        page = sign_in(supervisor).get(reverse("keywords:library")).content.decode()

        assert "o-menu__more" in page
        assert reverse("website:columns") in page

    def test_marks_a_page_opened_for_the_first_time(self, sign_in, supervisor):
        page = sign_in(supervisor).get(reverse("website:columns")).content.decode()

        assert 'data-unfolds="website:columns"' in page

    def test_remembers_it_by_the_browser(self, sign_in, supervisor):
        client = sign_in(supervisor)
        client.cookies["omos_pages"] = ".website:columns"

        page = client.get(reverse("website:columns")).content.decode()

        assert "data-unfolds" not in page

    def test_bears_a_cookie_of_nonsense(self, sign_in, supervisor):
        client = sign_in(supervisor)
        client.cookies["omos_pages"] = "<script>." * 2_000

        assert client.get(reverse("desk:home")).status_code == 200


class TestIcons:
    def test_every_page_and_centre_has_its_icon_drawn(self):
        sprite = find("vendor/icons.svg")
        drawn = set(re.findall(r'id="([a-z0-9-]+)"', Path(str(sprite)).read_text("utf-8")))
        named = {page.icon for page in navigation.listed_pages()} | {centre.icon for centre in navigation.MENU}

        assert named - {""} <= drawn
