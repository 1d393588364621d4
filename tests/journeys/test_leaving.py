"""Somebody leaves: in one page everything they hold goes over, and their open browser is shut out at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.house import LEAVER, PASSWORD

pytestmark = pytest.mark.journey
PERSONNEL, RECEIVER = "方若兰", "陈思远"
YESTERDAY = "2026-11-19"


def test_a_leaving_person_hands_everything_over_and_is_shut_out(friday, walk, record_clicks):
    leaver = walk(friday, LEAVER)
    before = friday.do("holdings")
    assert sum(before["things"].values()) >= 1, "nobody can hand over what they do not hold"
    assert (before["may_sign_in"], before["sessions"]) == (True, 1)

    person = walk(friday, PERSONNEL)
    person.page.goto(f"{friday.address}/people/?q={LEAVER}")
    person.settle()
    person.click(f"main tbody a:has-text('{LEAVER}')")
    person.click("main a[href$='/leaving/']")
    page_of_leaving = person.page.url
    person.page.fill("[name=left_on]", YESTERDAY)
    for choice in person.page.locator("main select[name^=to_]:not(:has(option[value='']))").all():
        person.clicks += 1
        choice.select_option(choice.locator(f"option:has-text('{RECEIVER}')").get_attribute("value"))
    person.click("main form[method=post] button.o-button--primary")
    assert person.page.url == page_of_leaving
    assert str(sum(before["things"].values())) in person.page.locator("main .o-card__head").first.inner_text()
    record_clicks("a colleague's leaving", person.clicks, most=16)

    after = friday.do("holdings")
    assert after == {"things": {}, "may_sign_in": False, "sessions": 0, "left_on": YESTERDAY}
    leaver.page.reload()
    leaver.settle()
    assert "/sign-in/" in leaver.page.url


def test_a_person_who_left_cannot_come_back_in_and_stays_by_name(friday, walk):
    person = walk(friday, PERSONNEL)
    outside = person.page.context.browser.new_context(locale="zh-CN")
    stranger = outside.new_page()
    stranger.goto(f"{friday.address}/sign-in/")
    stranger.fill("input[name=name]", LEAVER)
    stranger.fill("input[name=password]", PASSWORD)
    stranger.press("input[name=password]", "Enter")
    expect(stranger.locator("input[name=password]")).to_be_visible()
    assert "/sign-in/" in stranger.url
    outside.close()
    person.page.goto(f"{friday.address}/people/?q={LEAVER}&preset=left")
    person.settle()
    assert LEAVER in person.page.locator("main").inner_text()
