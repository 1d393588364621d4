"""Addresses of goals."""

from __future__ import annotations

from django.urls import path

from omos.loop.goals.views import goal, month, parts, small_steps, stages, steps, targets

app_name = "goals"
urlpatterns = [
    path("goals/", month.month, name="month"),
    path("goals/targets/", targets.targets, name="targets"),
    path("goals/stages/", stages.stages, name="stages"),
    path("goals/parts/", parts.parts, name="parts"),
    path("goals/new/", goal.new_goal, name="new_goal"),
    path("goals/agree/", steps.agree, name="agree"),
    path("goals/lock/", steps.lock, name="lock"),
    path("goals/acknowledge/", steps.acknowledge, name="acknowledge"),
    path("goals/mark/", steps.mark, name="mark"),
    path("goals/withdraw/", steps.withdraw, name="withdraw"),
    path("goals/steps/mark/", small_steps.mark, name="mark_step"),
    path("goals/steps/drop/", small_steps.drop, name="drop_step"),
    path("goals/<int:goal_id>/", goal.goal, name="goal"),
    path("goals/<int:goal_id>/steps/", small_steps.add, name="add_step"),
    path("goals/<int:goal_id>/split/", small_steps.split, name="split"),
]
