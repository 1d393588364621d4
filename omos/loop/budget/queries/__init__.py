"""Reading budgets: what is adopted, how the month's money runs, scenarios, and what the ledger teaches about rates."""

from __future__ import annotations

from omos.loop.budget.inputs import Direction, FreeTraffic, Inputs, Rate, RateSource
from omos.loop.budget.queries.learnt import Learnt, learnt, remembered
from omos.loop.budget.queries.pacing import Pacing, PacingState, month_days, pacing, pacing_of
from omos.loop.budget.queries.scenarios import (
    AdoptedBudget,
    Scenario,
    adopted,
    adopted_of,
    next_version,
    scenario,
    scenarios,
)
from omos.loop.budget.queries.starting import Start, start

__all__ = [
    "AdoptedBudget",
    "Direction",
    "FreeTraffic",
    "Inputs",
    "Learnt",
    "Pacing",
    "PacingState",
    "Rate",
    "RateSource",
    "Scenario",
    "Start",
    "adopted",
    "adopted_of",
    "learnt",
    "month_days",
    "next_version",
    "pacing",
    "pacing_of",
    "remembered",
    "scenario",
    "scenarios",
    "start",
]
