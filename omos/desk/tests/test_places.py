"""The shell and the desk's own places, for each role."""

from __future__ import annotations

import pytest
from django.urls import reverse

from omos.people.tests.factories import make_staff

PLACES = ["desk:waiting", "desk:loop", "desk:help"]


@pytest.fixture(autouse=True)
def at_noon(clock_at, noon):
    clock_at(noon)


class TestPlaces:
    @pytest.mark.parametrize("place", PLACES)
    def test_open_for_the_supervisor(self, sign_in, supervisor, place):
        assert sign_in(supervisor).get(reverse(place)).status_code == 200

    @pytest.mark.parametrize("place", PLACES)
    def test_open_for_an_editor(self, sign_in, editor, place):
        assert sign_in(editor).get(reverse(place)).status_code == 200

    @pytest.mark.parametrize("place", PLACES)
    def test_refuse_another_method(self, sign_in, editor, place):
        assert sign_in(editor).post(reverse(place)).status_code == 405

    def test_settings_stay_closed_to_an_editor(self, sign_in, editor):
        assert sign_in(editor).get(reverse("desk:settings")).status_code == 403

    def test_somebody_without_a_role_is_told_so(self, sign_in, company):
        stranger = make_staff("设计", role="")

        assert sign_in(stranger).get(reverse("desk:home")).status_code == 403


class TestShell:
    def test_shows_only_pages_the_viewer_may_open(self, sign_in, editor):
        page = sign_in(editor).get(reverse("desk:help"))

        assert reverse("work:week") not in page.content.decode()

    def test_shows_the_planner_the_plan(self, sign_in, supervisor):
        page = sign_in(supervisor).get(reverse("desk:help"))

        assert reverse("work:week") in page.content.decode()

    def test_names_the_viewer_and_the_company(self, sign_in, supervisor):
        page = sign_in(supervisor).get(reverse("desk:help"))

        assert (page.context["shell"].viewer_name, page.context["shell"].company) == ("林岚", "云帆净化")

    def test_gives_the_boss_five_places_on_the_phone(self, sign_in, boss):
        page = sign_in(boss).get(reverse("desk:help"))

        assert [item.key for item in page.context["shell"].bottom_bar][:2] == ["desk:home", "goals:month"]


class TestPalette:
    def results(self, client, text):
        return [line["title"] for line in client.get(reverse("desk:palette"), {"q": text}).json()["results"]]

    def test_finds_a_page_by_its_name(self, sign_in, supervisor):
        assert "周工作计划" in self.results(sign_in(supervisor), "周工作")

    def test_finds_a_page_by_pinyin_initials(self, sign_in, supervisor):
        assert "周工作计划" in self.results(sign_in(supervisor), "zgzjh")

    def test_does_not_find_what_the_viewer_may_not_open(self, sign_in, editor):
        assert "周工作计划" not in self.results(sign_in(editor), "周工作")

    def test_survives_hostile_text(self, sign_in, supervisor):
        assert self.results(sign_in(supervisor), "'\"<script>\x00%_") == []
