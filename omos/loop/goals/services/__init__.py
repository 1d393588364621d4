"""Changing goals: setting, breaking down, agreeing, locking, withdrawing, reaching, acknowledging."""

from __future__ import annotations

from omos.loop.goals.services.cascading import Adopted, Target, adopt_targets, cascade, cascade_month
from omos.loop.goals.services.parts import set_parts
from omos.loop.goals.services.refusals import (
    DuplicateGoal,
    GoalIncomplete,
    GoalLocked,
    GoalMoved,
    GoalRefused,
    NotYours,
    SenselessGoal,
    SumsDiffer,
    SuperiorGoalMissing,
)
from omos.loop.goals.services.setting import GoalDraft, set_goal
from omos.loop.goals.services.states import acknowledge, agree, lock, mark_reached, withdraw
from omos.loop.goals.services.steps import add_step, drop_step, mark_step, split_into_steps

__all__ = [
    "Adopted",
    "DuplicateGoal",
    "GoalDraft",
    "GoalIncomplete",
    "GoalLocked",
    "GoalMoved",
    "GoalRefused",
    "NotYours",
    "SenselessGoal",
    "SumsDiffer",
    "SuperiorGoalMissing",
    "Target",
    "acknowledge",
    "add_step",
    "adopt_targets",
    "agree",
    "cascade",
    "cascade_month",
    "drop_step",
    "lock",
    "mark_reached",
    "mark_step",
    "set_goal",
    "set_parts",
    "split_into_steps",
    "withdraw",
]
