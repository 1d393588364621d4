"""Which font of this machine can write Chinese, for pictures drawn on the server."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
)
# The best first: sans before serif, whole character sets before fallbacks.
CHINESE = (
    "notosanscjk",
    "sourcehansans",
    "pingfang",
    "msyh",
    "wqy",
    "droidsansfallback",
    "notoserifcjk",
    "sourcehan",
    "simsun",
    "uming",
    "ukai",
)


@cache
def chinese_font() -> Path | None:
    """The best Chinese font of this machine; None where there is none."""
    return best_of([Path(folder).expanduser() for folder in FOLDERS])


def best_of(folders: Sequence[Path]) -> Path | None:
    """The best Chinese font below these folders, the same one each time."""
    files = sorted(path for folder in folders if folder.is_dir() for path in folder.rglob("*.[to]t[fc]"))
    ranked = [(rank, path) for path in files if (rank := _rank(path.name)) is not None]
    return min(ranked, default=(0, None))[1]


def _rank(name: str) -> tuple[int, bool] | None:
    """Place in the list of fonts; of one family the regular weight first."""
    plain = name.lower().replace("-", "").replace("_", "").replace(" ", "")
    place = next((place for place, known in enumerate(CHINESE) if known in plain), None)
    return None if place is None else (place, "regular" not in plain)
