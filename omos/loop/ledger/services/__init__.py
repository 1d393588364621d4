"""Changing the ledger: posting facts, recording by hand, building the sums anew."""

from __future__ import annotations

from omos.loop.ledger.services.hand import SheetRefused, record_by_hand
from omos.loop.ledger.services.lines import (
    Line,
    LineRepeated,
    LineWithoutSource,
    PostingRefused,
    SenselessValue,
    UnknownMeasure,
    WrongGrain,
)
from omos.loop.ledger.services.posting import Posted, post
from omos.loop.ledger.services.stages import record_stage
from omos.loop.ledger.services.sums import rebuild_day_totals

__all__ = [
    "Line",
    "LineRepeated",
    "LineWithoutSource",
    "Posted",
    "PostingRefused",
    "SenselessValue",
    "SheetRefused",
    "UnknownMeasure",
    "WrongGrain",
    "post",
    "rebuild_day_totals",
    "record_by_hand",
    "record_stage",
]
