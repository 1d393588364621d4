"""The working processes a department starts with, one for each default position.

What a position is for stands in `default_descriptions.json`, the steps in `default_steps.json`, both in English: they
are written in the language of the installation when they are created; then they are the company's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class DefaultStep:
    """A step of a default process, in English."""

    position: str
    text: str
    done: str
    rhythm: str = "DAILY"
    weekday: int | None = None
    month_day: int | None = None
    at: time | None = None
    page: str = ""


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(Path(__file__).with_name(name).read_text("utf-8"))["rows"]
    return rows


def _step(row: Mapping[str, Any]) -> DefaultStep:
    return DefaultStep(**{**row, "at": time.fromisoformat(row["at"]) if "at" in row else None})


DEFAULT_STEPS: tuple[DefaultStep, ...] = tuple(map(_step, _rows("default_steps.json")))
DEFAULT_DESCRIPTIONS: dict[str, str] = {
    row["position"]: row["description"] for row in _rows("default_descriptions.json")
}
