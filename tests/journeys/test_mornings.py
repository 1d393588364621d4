"""Mornings: the supervisor's week on Monday, the editor's first brief."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import EDITOR, SUPERVISOR

pytestmark = pytest.mark.journey
PEOPLE = 8


def test_from_home_to_a_published_week_for_eight_people_in_at_most_eight_clicks(monday, walk, record_clicks):
    person = walk(monday, SUPERVISOR)
    person.click("#plan-week")
    person.click("#generate")
    cells = person.page.locator("td[data-cell]:has(.o-chip)")
    person.click(cells.nth(0))
    person.click("#cell-editor .w-stepper button:last-child")
    person.click(cells.nth(9))
    person.click("#cell-editor .w-stepper button:last-child")
    assert str(PEOPLE) in person.page.locator("#publish").inner_text()
    person.click("#publish")
    assert person.page.locator("#publish").count() == 0
    assert person.page.locator("table.o-matrix tbody tr:has(.o-chip)").count() == PEOPLE
    record_clicks("supervisor's Monday, two cells changed", person.clicks, most=8)


def test_an_editors_morning_takes_one_click_from_home_to_the_brief(friday, walk, record_clicks):
    person = walk(friday, EDITOR)
    word = person.page.locator(".d-task").first.locator(".d-task__word > .o-fill > span").first.inner_text()
    person.click(".d-task .o-button--primary")
    assert "/work/assignments/" in person.page.url
    assert word in person.page.locator("main").inner_text()
    record_clicks("editor's morning", person.clicks, most=1)
