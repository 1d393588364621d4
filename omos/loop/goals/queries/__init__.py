"""Reading goals: whose they are, how far they came, what is still missing, who has read them."""

from __future__ import annotations

from omos.loop.goals.models import Goal
from omos.loop.goals.queries.board import CATEGORIES, Board, Group, board
from omos.loop.goals.queries.listing import (
    Reader,
    Reading,
    company_targets,
    goal_seen,
    goals_for,
    month_of,
    my_acknowledgements,
    readers,
    readings,
)
from omos.loop.goals.queries.parts import PeriodParts, period_parts, period_weights
from omos.loop.goals.queries.past import Attainment, Gap, attainment, category_gaps
from omos.loop.goals.queries.progress import GoalState, Progress, my_goals, progress, target_value
from omos.loop.goals.queries.proposing import last_month_shares, proposed_parts
from omos.loop.goals.queries.reach import can_agree, covers, covers_goal, sees
from omos.loop.goals.queries.shares import Column, Owner, Shares, covers_owner, owners, shares
from omos.loop.goals.queries.stages import StageRow, stage_rows
from omos.loop.goals.queries.steps import StepCount, StepSeen, StepState, stage_days, step_counts, steps_of
from omos.loop.goals.queries.trend import GoalTrend, course_of, goal_trend, standing_of

__all__ = [
    "CATEGORIES",
    "Attainment",
    "Board",
    "Column",
    "Gap",
    "Goal",
    "GoalState",
    "GoalTrend",
    "Group",
    "Owner",
    "PeriodParts",
    "Progress",
    "Reader",
    "Reading",
    "Shares",
    "StageRow",
    "StepCount",
    "StepSeen",
    "StepState",
    "attainment",
    "board",
    "can_agree",
    "category_gaps",
    "company_targets",
    "course_of",
    "covers",
    "covers_goal",
    "covers_owner",
    "goal_seen",
    "goal_trend",
    "goals_for",
    "last_month_shares",
    "month_of",
    "my_acknowledgements",
    "my_goals",
    "owners",
    "period_parts",
    "period_weights",
    "progress",
    "proposed_parts",
    "readers",
    "readings",
    "sees",
    "shares",
    "stage_days",
    "stage_rows",
    "standing_of",
    "step_counts",
    "steps_of",
    "target_value",
]
