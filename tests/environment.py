"""The environment of every test run: a data folder of its own, no settings of the person at the keyboard.

Loaded by ``-p tests.environment`` before Django reads its settings.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from scripts import translations

# What a caller of the tests may decide; everything else called OMOS_* would make runs differ.
KEPT = {"OMOS_DATABASE_URL", "OMOS_TEST_DATA"}
# Not an OMOS_* name: the settings refuse names they do not know. pytest-xdist hands it to its workers.
FOLDER = "PYTEST_DATA_FOLDER"


def _prepare() -> None:
    for name in [name for name in os.environ if name.startswith("OMOS_") and name not in KEPT]:
        del os.environ[name]
    if FOLDER not in os.environ:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="omos-tests-")
        atexit.register(shutil.rmtree, os.environ[FOLDER], ignore_errors=True)
    data = Path(os.environ[FOLDER], os.environ.get("PYTEST_XDIST_WORKER", "main"))
    data.mkdir(exist_ok=True)
    # WhiteNoise warns where the folder of collected files is missing.
    (data / "static").mkdir(exist_ok=True)
    os.environ["OMOS_DATA"] = str(data)
    os.environ["OMOS_MODE"] = "test"
    os.environ["OMOS_LOG_LEVEL"] = "ERROR"
    if "PYTEST_XDIST_WORKER" not in os.environ:
        translations.compile_catalogue()


_prepare()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked `postgres` say loudly that they did not run on another database."""
    if os.environ.get("OMOS_DATABASE_URL", "").startswith("postgres"):
        return
    skip = pytest.mark.skip(reason="needs PostgreSQL (scripts/test.py postgres)")
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(skip)
