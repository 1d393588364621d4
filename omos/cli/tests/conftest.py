"""A prepared installation, made once and copied for each test that needs one."""

from __future__ import annotations

import shutil

import pytest

from omos.cli.tests.factories import omos


@pytest.fixture(scope="session")
def prepared_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("prepared") / "data"
    done = omos("init", folder=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def folder(prepared_once, tmp_path):
    return shutil.copytree(prepared_once, tmp_path / "data")
