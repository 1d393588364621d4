"""What people may tell of the month's goals: measures that no machine fills."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from omos.loop.goals.queries.listing import company_goals, month_of
from omos.loop.ledger import queries as ledger


@dataclass(frozen=True)
class StageRow:
    """One measure of the company's goals: the goal, what is known so far, and whether a person may tell it."""

    measure: ledger.Measure
    target: int | None
    known: int | None
    sources: tuple[str, ...]
    fresh_at: datetime | None
    rows_url: str

    @property
    def is_told(self) -> bool:
        """Whether no machine fills it."""
        return not self.sources or self.sources == (ledger.HAND,)

    @property
    def needs_channel(self) -> bool:
        """Whether its figures belong to a channel."""
        return "channel" in self.measure.grain


def stage_rows(*, day: date) -> tuple[StageRow, ...]:
    """The measures of the company's month goals that may be told, with what is known through this day."""
    first, last = month_of(day)
    targets = {goal.measure: goal.target for goal in company_goals(first, last) if goal.measure and not goal.category}
    codes = [code for code in _parts(targets) if code in {*ledger.SHEET_MEASURES, *ledger.STAGE_MEASURES}]
    figures = ledger.totals(measures=codes, first=first, last=day)
    # Whether a machine fills it is seen over the whole month: it may have begun after this day.
    month = ledger.totals(measures=codes, first=first, last=last)
    return tuple(
        StageRow(
            measure=ledger.measure(code),
            target=targets.get(code),
            known=None if figures[code].value is None else int(figures[code].value or 0),
            sources=month[code].sources,
            fresh_at=figures[code].fresh_at,
            rows_url=ledger.rows_url(code, first, day),
        )
        for code in codes
    )


def _parts(codes: Iterable[str]) -> Iterable[str]:
    """The measures behind these, in the order of the list, each once."""
    wanted = {part for code in codes for part in ledger.measure(code).parts}
    return [one.code for one in ledger.measures() if one.code in wanted]
