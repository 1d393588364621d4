"""The menu: a dozen pages first, the others unfold by use."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import SUPERVISOR

pytestmark = pytest.mark.journey
FOLDED = ".o-menu__more a"


def test_a_page_opened_once_stays_in_the_menu(friday, walk):
    person = walk(friday, SUPERVISOR)
    person.page.goto(friday.address + "/keywords/")
    before = person.page.locator(FOLDED).count()

    person.click(".o-menu details[open] .o-menu__more > summary")
    page = person.page.locator(f".o-menu details[open] {FOLDED}").first
    name = page.inner_text()
    person.click(page)
    person.page.goto(friday.address + "/keywords/")

    assert person.page.locator(FOLDED).count() == before - 1
    assert name not in person.page.locator(FOLDED).all_inner_texts()
    assert person.page.locator(f".o-menu a:visible:has-text('{name}')").count() == 1
    assert person.complaints == []
