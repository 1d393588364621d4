"""Looking a value up by its code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(table: Mapping[str, Any], code: str) -> Any:
    """What the table holds under this code; nothing where it holds none."""
    return table.get(code, "")
