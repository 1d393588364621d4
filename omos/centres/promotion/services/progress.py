"""How far the booking of a file is, told in rows; most of the way is known by its stages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

Report = Callable[[int], None]
# Share of the time that is over when a stage is done, as measured with a month of keywords.
READ: Final = 0.3
COMPARED: Final = 0.4
KEPT: Final = 0.55
POSTED: Final = 1.0


@dataclass(frozen=True)
class Way:
    """The way of one file: how many rows it has, and whom to tell."""

    rows: int
    report: Report

    def reached(self, stage: float) -> None:
        """A stage is done."""
        self.report(int(self.rows * stage))

    def within(self, stage: float, until: float, share: float) -> None:
        """Part of the way from one stage to the next."""
        self.reached(stage + (until - stage) * share)


def silent(_done: int) -> None:
    """For those nobody watches."""


UNWATCHED: Final = Way(0, silent)
