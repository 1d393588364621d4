"""Evenings: five links and the report of the day, exceptions by keyboard, the verdict of the month."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import BOSS, EDITOR, SUPERVISOR
from tests.journeys.house import WORDS

pytestmark = pytest.mark.journey


def test_from_five_pasted_links_to_a_submitted_report_in_at_most_three_clicks(friday, walk, site, record_clicks):
    friday.do("open-work")
    person = walk(friday, EDITOR)
    pasted = "\n".join(f"{word} {site.url(f'/articles/{at}.html')}" for at, word in enumerate(WORDS, start=1))
    person.page.fill("#id_links", pasted)
    person.page.wait_for_selector(".w-lines__line")
    assert person.page.locator(".w-lines__line:not(.w-lines__line--no)").count() == len(WORDS)
    person.click("#links-form button.o-button--primary")
    person.click("a[href='/daily-report/']")
    person.page.fill("[name=problem]", "样品间排队，两篇晚了一小时")
    person.page.fill("[name=tomorrow]", "写完滤芯三篇")
    person.click("#submit-report")
    assert person.page.locator("form[data-draft-url]").count() == 0, "the report is still a draft"
    record_clicks("editor's evening", person.clicks, most=3)
    outcomes = friday.do("verify")["outcomes"]
    assert sorted(outcomes.values()) == ["PASSED"] * len(WORDS), outcomes


def test_exceptions_are_cleared_by_keyboard_alone(friday, walk, record_clicks):
    person = walk(friday, SUPERVISOR)
    person.page.goto(f"{friday.address}/verify/")
    person.settle()
    waiting = person.page.locator(".v-item").count()
    assert waiting >= 2
    first = _opened(person)
    person.press("j")
    person.page.wait_for_function("old => document.querySelector('.v-decide')?.action !== old", arg=first)
    person.press("k")
    person.page.wait_for_function("old => document.querySelector('.v-decide')?.action === old", arg=first)
    person.press("a")
    _wait_for_items(person, waiting - 1)
    # The machine's own reason is marked already: one key returns the piece with it.
    assert person.page.locator(".v-decide__reasons input:checked").count() == 1
    person.press("r")
    _wait_for_items(person, waiting - 2)
    record_clicks("exceptions by keyboard", person.clicks, most=0)


def test_the_boss_reads_the_verdict_without_a_click(friday, walk, record_clicks):
    person = walk(friday, BOSS)
    verdict = person.page.locator("#verdict")
    box = verdict.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 900, "the verdict is not on the first screen"
    assert any(letter.isdigit() for letter in verdict.inner_text())
    record_clicks("boss's verdict", person.clicks, most=0)


def _opened(person) -> str:
    return str(person.page.locator(".v-decide").evaluate("form => form.action"))


def _wait_for_items(person, count: int) -> None:
    person.page.wait_for_function("n => document.querySelectorAll('.v-item').length === n", arg=count)
    person.settle()
