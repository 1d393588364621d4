"""Makes stored files for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from omos.office.files import services
from omos.office.files.models import StoredFile
from omos.people.viewer import Viewer

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


def make_file(name: str = "截图.png", content: bytes = PNG, **changes) -> StoredFile:
    values: dict[str, Any] = {"verb": "notices.view", "staff_id": None, "actor": Viewer.system("test"), "now": NOW}
    return services.store(name=name, content=content, **(values | changes))
