"""Where the real test data lies; tests that need it are skipped, saying so, where it is absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[3].parent / "shared" / "data"


def real_data(*parts: str) -> Path:
    """A file or folder of the real test data."""
    path = Path(os.environ.get("OMOS_TEST_DATA") or _BESIDE).joinpath(*parts)
    if not path.exists():
        pytest.skip(f"REAL DATA ABSENT: {path} (set OMOS_TEST_DATA)")
    return path
