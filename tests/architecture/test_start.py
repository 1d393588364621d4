"""What is heavy and seldom needed stays out of the start of the pages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

LATE = ("httpx", "httpcore", "psycopg", "xlsxwriter", "numpy", "trafilatura", "rjieba", "python_calamine", "duckdb")
ASK = "import sys, omos.asgi; print(*(name for name in sys.argv[1:] if name in sys.modules))"


@pytest.fixture(scope="module")
def brought_in(tmp_path_factory) -> set[str]:
    """Which of them are there once the pages may be asked for."""
    settings = {
        "OMOS_MODE": "test",
        "OMOS_DATA": str(tmp_path_factory.mktemp("start")),
        "DJANGO_SETTINGS_MODULE": "omos.settings",
    }
    named = {name: value for name, value in os.environ.items() if not name.startswith("OMOS_")}
    asked = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASK, *LATE],
        env=named | settings,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(asked.stdout.split())


@pytest.mark.parametrize("name", LATE)
def test_is_brought_in_when_it_is_needed(name, brought_in):
    assert name not in brought_in
