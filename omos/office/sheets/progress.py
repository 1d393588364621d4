"""How far a write has come: a small file, since nothing of a transaction is seen from outside before its end.

A run is an import's number, or a name for other work of the kind.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from django.conf import settings

EVERY_SECONDS = 0.2


def _path(run: int | str) -> Path:
    return Path(settings.DATA_DIR) / "imports" / f"{run}.json"


def reporter(run: int | str, total: int) -> Callable[[int], None]:
    """A function that notes how many rows are done, a few times a second at most."""
    path = _path(run)
    path.parent.mkdir(parents=True, exist_ok=True)
    noted_at = 0.0

    def report(done: int) -> None:
        nonlocal noted_at
        if monotonic() - noted_at >= EVERY_SECONDS or done >= total:
            noted_at = monotonic()
            fresh = path.with_suffix(".new")
            fresh.write_text(json.dumps({"done": done, "total": total}), encoding="ascii")
            fresh.replace(path)

    return report


def read(run: int | str) -> dict[str, int]:
    """Rows done and rows in all; both 0 when nothing is under way."""
    try:
        noted = json.loads(_path(run).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return {"done": 0, "total": 0}
    return {"done": int(noted["done"]), "total": int(noted["total"])}


def clear(run: int | str) -> None:
    """Forget a write that has ended."""
    _path(run).unlink(missing_ok=True)
