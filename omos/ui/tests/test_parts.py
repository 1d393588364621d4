"""Plain values of the components."""

from __future__ import annotations

import pytest

from omos.ui.parts import initial_of


@pytest.mark.parametrize(
    ("name", "shown"),
    [("林岚", "岚"), ("欧阳若兰", "兰"), ("admin", "A"), ("Mary Lin", "M"), ("阿Ben", "n"), ("", "")],
)
def test_an_avatar_shows_one_sign_of_a_name(name, shown):
    assert initial_of(name) == shown
