"""The way to a page: what lies below a page of the menu belongs to it, and no name stands twice."""

from __future__ import annotations

from django.template.loader import render_to_string

from omos.desk import navigation
from omos.ui.shell import MenuGroup, MenuItem, Shell

MENU = (MenuGroup((MenuItem("words", "Keyword library", "/keywords/"),), label="Promotion"),)
SHELL = Shell("c", menu=MENU, active="words")


def crumbs(*below: tuple[str, str]) -> str:
    return render_to_string("shell/_crumbs.html", {"shell": SHELL, "crumbs": below})


class TestKeyAbove:
    def test_is_the_page_itself_where_it_stands_in_the_menu(self):
        assert navigation.key_above("/goals/") == "goals:month"

    def test_is_the_page_in_whose_folder_another_lies(self):
        assert navigation.key_above("/goals/new/") == "goals:month"

    def test_is_the_nearest_of_several(self):
        assert navigation.key_above("/keywords/week/7/") == "keywords:week"

    def test_tells_the_reports_of_the_centres_apart(self):
        assert navigation.key_above("/work-report/content/") == "reports:work:content"

    def test_is_empty_where_no_page_stands_above(self):
        assert navigation.key_above("/nowhere/") == ""

    def test_does_not_take_the_home_page_for_the_page_above_all(self):
        assert navigation.key_above("/") == ""


class TestCrumbs:
    def test_name_a_list_once(self):
        html = crumbs(("Keyword library", ""))

        assert html.count("Keyword library") == 1
        assert html.count('aria-current="page"') == 1

    def test_lead_from_a_deeper_page_to_its_list(self):
        html = crumbs(("Import", ""))

        assert '<a href="/keywords/">Keyword library</a>' in html
        assert '<li aria-current="page">Import</li>' in html

    def test_end_at_the_page_of_the_menu(self):
        assert '<li aria-current="page">Keyword library</li>' in crumbs()
