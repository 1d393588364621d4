"""The phone in the lift: a report typed without a network waits on the device and is sent once when there is one."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Walk

pytestmark = pytest.mark.journey
DAY = "2026-11-20"
WRITER, LATE_WRITER = "苏晴", "赵一鸣"


def test_a_report_typed_without_a_network_is_sent_once_when_it_is_back(friday, walk):
    person = walk(friday, WRITER)
    before = _submissions(friday, WRITER)
    person.page.goto(f"{friday.address}/daily-report/?day={DAY}")
    person.settle()

    person.page.context.set_offline(True)
    person.page.fill("[name=problem]", "电梯里没有信号")
    person.page.fill("[name=tomorrow]", "补两篇滤芯")
    person.page.click("#submit-report")
    person.page.wait_for_selector("#report-form [data-kept-note]:not([hidden])")
    assert _kept(person) == ["电梯里没有信号"]

    person.page.context.set_offline(False)
    _wait_until_nothing_waits(person)
    assert _submissions(friday, WRITER) == before + 1
    person.page.goto(f"{friday.address}/daily-report/?day={DAY}")
    person.settle()
    assert "电梯里没有信号" in person.page.content()

    _come_and_go(person, friday)
    assert _submissions(friday, WRITER) == before + 1
    person.complaints.clear()


def test_a_page_opened_without_a_network_takes_the_report_too(friday, walk):
    person = walk(friday, LATE_WRITER)
    before = _submissions(friday, LATE_WRITER)
    # Once OMOS was open with a network, the device knows what to show without one.
    person.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    person.page.reload()
    person.settle()

    person.page.context.set_offline(True)
    person.page.goto(f"{friday.address}/my-day/")
    assert person.page.locator("form[data-kept-always]").count() == 1
    assert LATE_WRITER not in person.page.content(), "a page of the company was kept on the device"
    person.page.fill("[name=day]", DAY)
    person.page.fill("[name=problem]", "地铁里写的")
    person.page.fill("[name=tomorrow]", "问答三条")
    person.page.click("form[data-kept-always] button.o-button--primary")
    person.page.wait_for_selector("[data-kept-note]:not([hidden])")

    person.page.context.set_offline(False)
    _wait_until_nothing_waits(person)
    _come_and_go(person, friday)
    assert _submissions(friday, LATE_WRITER) == before + 1
    person.complaints.clear()


def _submissions(house, name: str) -> int:
    """How often this person's report was submitted, by the trail."""
    return int(house.do("count-reports")["submissions"].get(name, 0))


def _kept(person: Walk) -> list[str]:
    """The problems told in what waits on this device."""
    return list(person.page.evaluate("omosKept.all().then(texts => texts.map(text => text.fields.problem))"))


def _wait_until_nothing_waits(person: Walk) -> None:
    person.page.wait_for_function("() => omosKept.all().then(texts => texts.length === 0)")
    person.settle()


def _come_and_go(person: Walk, house) -> None:
    """Whatever wakes the sending again: pages that open, and the network that comes back once more."""
    for path in ("/my-day/", "/daily-report/", "/"):
        person.page.goto(house.address + path)
        person.settle()
    person.page.evaluate("window.dispatchEvent(new Event('online'))")
    person.settle()
