"""How requests show where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from omos.ui import formats, parts

STATE_TONES: Final[Mapping[str, parts.Tone]] = {
    "ASKED": "plain",
    "TAKEN": "accent",
    "HANDED_OVER": "warning",
    "SENT_BACK": "no",
    "DONE": "yes",
    "REFUSED": "no",
    "CALLED_OFF": "plain",
}


def hours(minutes: int) -> str:
    """Minutes as hours, one digit, without ".0"."""
    return formats.number(minutes / 60, digits=1).removesuffix(".0")
