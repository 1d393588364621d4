"""A line the size of a word: plain SVG, needs no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from omos.ui.charts.chart import Value

WIDTH, HEIGHT, MARGIN = 96, 28, 3


@dataclass(frozen=True)
class Spark:
    """Pieces of line between unknown values, each a list of points for SVG; and what it shows, read aloud."""

    pieces: tuple[str, ...]
    dot: tuple[str, str] | None
    summary: str


def spark(*, values: Sequence[Value], summary: str) -> Spark:
    """The course of a few values, from lowest to highest; unknown ones leave a gap."""
    known = [float(value) for value in values if value is not None]
    if not known:
        return Spark((), None, summary)
    low, spread = min(known), (max(known) - min(known)) or 1.0
    step = (WIDTH - 2 * MARGIN) / max(len(values) - 1, 1)
    pieces: list[list[str]] = [[]]
    last = None
    for position, value in enumerate(values):
        if value is None:
            pieces.append([])
            continue
        x = f"{MARGIN + position * step:.1f}"
        y = f"{HEIGHT - MARGIN - (float(value) - low) / spread * (HEIGHT - 2 * MARGIN):.1f}"
        pieces[-1].append(f"{x},{y}")
        last = (x, y)
    return Spark(tuple(" ".join(piece) for piece in pieces if piece), last, summary)
