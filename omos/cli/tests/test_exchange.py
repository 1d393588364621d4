"""Killed at any step, the exchange leaves the old things whole: each step is tried."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from omos.cli.exchange import PLAN, exchange, is_broken_off, take_back

OLD = {"records": "old", "files/a": "old a", "key": "old"}
NEW = {"records": "new", "files/b": "new b"}


class Killed(BaseException):
    """What kill -9 would do, but for the test."""


@pytest.fixture
def folder(tmp_path):
    _write(tmp_path, OLD)
    _write(tmp_path / ".staged", NEW)
    (tmp_path / "aside").mkdir()
    return tmp_path


@pytest.fixture
def kill_after(monkeypatch):
    """Let so many renames and removals happen, then none."""
    rename, remove = Path.rename, shutil.rmtree

    def arm(steps: int) -> None:
        left = iter(range(steps))

        def limited(function):
            def step(*args, **kwargs):
                if next(left, None) is None:
                    raise Killed
                return function(*args, **kwargs)

            return step

        monkeypatch.setattr(Path, "rename", limited(rename))
        monkeypatch.setattr(shutil, "rmtree", limited(remove))

    yield arm
    monkeypatch.undo()


def _write(folder: Path, things: dict[str, str]) -> None:
    for name, text in things.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def here(folder: Path) -> dict[str, str]:
    parts = [folder / name for name in ("records", "files", "key")]
    files = [path for part in parts for path in ([part] if part.is_file() else part.rglob("*"))]
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


def moves(folder: Path):
    out = [(folder / name, folder / "aside" / name) for name in ("files", "key", "records")]
    into = [(folder / ".staged" / name, folder / name) for name in ("files", "records")]
    return {"out": out, "into": into}


def refuse() -> None:
    raise Killed


class TestExchange:
    def test_brings_the_new_and_keeps_the_old_aside(self, folder):
        exchange(folder, **moves(folder))

        assert here(folder) == NEW
        assert here(folder / "aside") == OLD
        assert not is_broken_off(folder)

    @pytest.mark.parametrize("steps", range(5))
    def test_leaves_the_old_whole_wherever_it_is_killed(self, folder, kill_after, monkeypatch, steps):
        kill_after(steps)
        with pytest.raises(Killed):
            exchange(folder, **moves(folder))
        monkeypatch.undo()

        assert take_back(folder, is_settled=lambda: False)

        assert here(folder) == OLD
        assert not is_broken_off(folder)

    @pytest.mark.parametrize("steps", range(5))
    @pytest.mark.parametrize("again", range(4))
    def test_leaves_the_old_whole_when_the_mending_is_killed_too(self, folder, kill_after, monkeypatch, steps, again):
        kill_after(steps)
        with pytest.raises(Killed):
            exchange(folder, **moves(folder))
        monkeypatch.undo()
        kill_after(again)
        with pytest.raises((Killed, FileNotFoundError)):
            [take_back(folder, is_settled=lambda: False) for _again in range(2)]
        monkeypatch.undo()

        [take_back(folder, is_settled=lambda: False) for _last in range(is_broken_off(folder))]

        assert here(folder) == OLD

    def test_comes_back_when_what_lies_elsewhere_cannot_be_settled(self, folder):
        with pytest.raises(Killed):
            exchange(folder, **moves(folder), settle=refuse)

        assert take_back(folder, is_settled=lambda: False)
        assert here(folder) == OLD

    def test_stays_when_what_lies_elsewhere_had_been_settled(self, folder):
        with pytest.raises(Killed):
            exchange(folder, **moves(folder), settle=refuse)

        assert not take_back(folder, is_settled=lambda: True)
        assert here(folder) == NEW
        assert not (folder / PLAN).exists()
