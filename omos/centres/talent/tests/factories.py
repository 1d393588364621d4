"""Rows for the staff list."""

from __future__ import annotations

from omos.people.tests.factories import make_staff


def _fill_staff() -> None:
    for _number in range(3):
        make_staff()


LIST_ROWS = {"staff": _fill_staff}
