"""The import wizard: a messy keyword table, its bad rows mended in the page, then written."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import SUPERVISOR

pytestmark = pytest.mark.journey
TABLE = """关键词,意图,负责人,目标位次
激光切割除尘方案,购买,陈思远,10
铸造车间除尘,询问,苏晴,第一
布袋骨架防腐,购买,陈思圆,20
除尘风机选型表,购买,苏晴,5
"""


def test_bad_rows_are_mended_in_the_page_and_all_are_written(friday, walk, tmp_path, record_clicks):
    file = tmp_path / "words.csv"
    file.write_text(TABLE, encoding="utf-8")
    person = walk(friday, SUPERVISOR)
    person.page.goto(f"{friday.address}/imports/keywords/")
    person.page.set_input_files("input[type=file]", str(file))
    person.click("form[enctype] button.o-button--primary")
    # All four columns are recognised, so the wizard goes on to the check by itself.
    assert "/check/" in person.page.url
    _mend_everything(person)
    person.click("#import-foot a.o-button--primary")
    person.click("form[data-write] button.o-button--primary")
    person.page.wait_for_url("**/result/")
    person.settle()
    assert "4" in person.page.locator(".o-kpi--yes .o-kpi__figure").inner_text()
    record_clicks("import with bad rows mended", person.clicks, most=12)


def _mend_everything(person) -> None:
    """Each wrong cell is typed anew and confirmed; the wizard says when nothing is left."""
    right = {"f-owner": "陈思远", "f-target_rank": "1", "f-intent": "购买"}
    while person.page.locator("#import-foot a.o-button--primary").count() == 0:
        wrong = person.page.locator("input.s-cell__wrong")
        if not wrong.count():
            person.click("#import-groups a.s-group:not(:has(b:text-is('0')))")
            continue
        cell = wrong.first
        row = cell.evaluate("one => one.closest('tr').id")
        name = cell.get_attribute("name") or ""
        cell.fill(right[name])
        person.clicks += 1
        cell.press("Enter")
        person.page.wait_for_selector(f"#{row} input[name={name}]:not(.s-cell__wrong)")
        person.settle()
