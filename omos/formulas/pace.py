"""应完成: what share of a goal is due by today, and where the period will end at this pace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from omos.formulas.bands import Z80, Band
from omos.formulas.limits import ONE, ZERO, FormulaError

AHEAD_FROM: Final = Decimal("1.05")
ON_PACE_FROM: Final = Decimal("0.95")
BEHIND_FROM: Final = Decimal("0.80")
# Fewer finished workdays than this say nothing about the end of the period.
_DAYS_FOR_FORECAST: Final = 3

DayWeights = Sequence[tuple[date, Decimal]]


class PaceState(StrEnum):
    """How the actual stands against what is due; unknown is never a reproach."""

    AHEAD = "AHEAD"
    ON_PACE = "ON_PACE"
    BEHIND = "BEHIND"
    FAR_BEHIND = "FAR_BEHIND"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True)
class Pace:
    """A goal at one moment: the share due, the amount due, the ratio of actual to due, and the state."""

    due_share: Decimal
    due: Decimal
    ratio: Decimal | None
    state: PaceState


def due_share(days: DayWeights, *, through: date) -> Decimal:
    """Return the share of the period's day weights up to and including a day, from 0 to 1.

    A workday weighs 1, a half day ½, a day off 0. Without any weight the share is 0.

    :raises FormulaError: for a negative weight
    """
    if any(weight < 0 for _, weight in days):
        raise FormulaError("weights", "negative")
    total = sum((weight for _, weight in days), ZERO)
    elapsed = sum((weight for day, weight in days if day <= through), ZERO)
    return elapsed / total if total else ZERO


def pace(
    *, target: Decimal, actual: Decimal | None, share: Decimal, is_level: bool = False, higher_is_better: bool = True
) -> Pace:
    """Compare an actual with what is due: target × share, or the whole target for a level.

    Where lower is better (costs) the ratio is due ÷ actual. Without an actual, or with nothing due
    yet, the state is unknown.
    """
    due = target if is_level else target * share
    if actual is None or due <= 0:
        return Pace(share, due, None, PaceState.UNKNOWN)
    ratio = actual / due if higher_is_better else _inverse(due, actual)
    return Pace(share, due, ratio, _state(ratio))


def forecast(actuals: Mapping[date, Decimal], days: DayWeights, *, through: date) -> Band | None:
    """Return where a sum will stand at the end of the period if the pace stays, with its 80 % band.

    The middle is what is done plus the mean per day weight times the weight still to come; the band
    comes from how much the days differed. None before three finished workdays.
    """
    elapsed = [(weight, actuals.get(day, ZERO)) for day, weight in days if day <= through and weight > 0]
    if len(elapsed) < _DAYS_FOR_FORECAST:
        return None
    done = sum((amount for day, amount in actuals.items() if days[0][0] <= day <= through), ZERO)
    worked = sum((weight for weight, _ in elapsed), ZERO)
    ahead = sum((weight for day, weight in days if day > through), ZERO)
    # All that was done counts for the pace: Sunday's inquiries belong to the week's workdays.
    rate = done / worked
    scatter = sum(((amount - rate * weight) ** 2 / weight for weight, amount in elapsed), ZERO) / (len(elapsed) - 1)
    # What the days ahead will scatter, plus what we do not know about the mean.
    half = Z80 * (scatter * ahead * (1 + ahead / worked)).sqrt()
    middle = done + rate * ahead
    return Band(low=max(middle - half, min(done, middle)), middle=middle, high=middle + half)


def _inverse(due: Decimal, actual: Decimal) -> Decimal:
    # Nothing spent where little is better stands as well as can be: twice the best threshold is shown.
    return due / actual if actual > 0 else AHEAD_FROM * 2


def _state(ratio: Decimal) -> PaceState:
    if ratio >= AHEAD_FROM:
        return PaceState.AHEAD
    if ratio >= ON_PACE_FROM:
        return PaceState.ON_PACE
    return PaceState.BEHIND if ratio >= BEHIND_FROM else PaceState.FAR_BEHIND


def required_per_weight(*, target: Decimal, actual: Decimal, days: DayWeights, through: date) -> Decimal | None:
    """Return what each workday still to come must bring to reach the target; none when none is left."""
    ahead = sum((weight for day, weight in days if day > through), ZERO)
    return max(target - actual, ZERO) / ahead if ahead else None


def expected_line(target: Decimal, days: DayWeights) -> tuple[tuple[date, Decimal], ...]:
    """Return the 应完成 line of a chart: for each day of the period the amount due by its end."""
    total = sum((weight for _, weight in days), ZERO) or ONE
    line, elapsed = [], ZERO
    for day, weight in days:
        elapsed += weight
        line.append((day, target * elapsed / total))
    return tuple(line)
