"""Background work of sheets."""

from __future__ import annotations

from datetime import datetime

from omos.office.sheets import services


def forget_old_imports(*, now: datetime) -> int:
    """Delete imports whose week is over."""
    return services.forget_old_imports(now=now)
