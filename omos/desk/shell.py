"""What stands around every page: menu, bell, viewer, warnings."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame of the page for the signed-in viewer; nothing for others."""
    return {}
