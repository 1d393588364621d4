"""Exchanges things on the disk for others so that whoever is killed meanwhile leaves the old ones whole.

What is planned is written down first. A plan that is still there when somebody comes next means that the exchange
broke off: everything goes back to its place, unless the records say that it had come to its end.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

PLAN = "exchange.json"

Move = tuple[Path, Path]


def exchange(
    folder: Path, *, out: Sequence[Move], into: Sequence[Move], settle: Callable[[], None] | None = None
) -> None:
    """Move the old things out, the new ones in, then `settle` what lies elsewhere; source and target share a disk.

    Whatever it raises leaves the plan behind: `take_back` is for the killed and for the failed alike.
    """
    plan = folder / PLAN
    _write(plan, "out", out, into)
    _rename_all(out)
    _write(plan, "in", out, into)
    _rename_all(into)
    if settle is not None:
        _write(plan, "settle", out, into)
        settle()
    plan.unlink()
    _keep_on_disk(folder)


def _rename_all(moves: Sequence[Move]) -> None:
    for source, target in moves:
        source.rename(target)


def is_broken_off(folder: Path) -> bool:
    """Whether an exchange was begun here and not ended."""
    return (folder / PLAN).is_file()


def take_back(folder: Path, *, is_settled: Callable[[], bool]) -> bool:
    """Put the old things back where an exchange broke off; False when it had come to its end."""
    plan = folder / PLAN
    written = json.loads(plan.read_bytes())
    is_over = written["stage"] == "settle" and is_settled()
    if not is_over:
        out, into = (_moves(written[name]) for name in ("out", "into"))
        if written["stage"] != "out":
            # Everything old is out, so what stands at these places is new.
            _remove(target for _source, target in into)
            # Written down before anything comes back: whoever is killed here must not take the old for the new.
            _write(plan, "out", out, into)
        _put_back(out)
    plan.unlink()
    _keep_on_disk(folder)
    return not is_over


def _moves(written: list[list[str]]) -> list[Move]:
    return [(Path(source), Path(target)) for source, target in written]


def _put_back(out: Sequence[Move]) -> None:
    for source, target in out:
        if target.exists():
            target.rename(source)


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _write(plan: Path, stage: str, out: Sequence[Move], into: Sequence[Move]) -> None:
    """The plan, exchanged at once for the one before."""
    content = {"stage": stage, "out": [list(map(str, move)) for move in out], "into": [list(map(str, m)) for m in into]}
    fresh = plan.with_name(f".{plan.name}.new")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(plan)
    _keep_on_disk(plan.parent)


def _keep_on_disk(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
