"""Reading goals: whose they are, how far they came, what is still missing, who has read them."""

from __future__ import annotations

from omos.loop.goals.queries.listing import (
    Reading,
    company_targets,
    goals_for,
    month_of,
    my_acknowledgements,
    readings,
)
from omos.loop.goals.queries.past import Attainment, Gap, attainment, category_gaps
from omos.loop.goals.queries.progress import GoalState, Progress, my_goals, progress
from omos.loop.goals.queries.proposing import PartsProposal, proposed_parts
from omos.loop.goals.queries.trend import GoalTrend, goal_trend

__all__ = [
    "Attainment",
    "Gap",
    "GoalState",
    "GoalTrend",
    "PartsProposal",
    "Progress",
    "Reading",
    "attainment",
    "category_gaps",
    "company_targets",
    "goal_trend",
    "goals_for",
    "month_of",
    "my_acknowledgements",
    "my_goals",
    "progress",
    "proposed_parts",
    "readings",
]
