"""Goals and budgets of every month, broken down to people in the present one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from omos.demo import channels
from omos.demo.people import MARKETING, PLANNED, SALES, Cast
from omos.demo.stage import Stage, days_between, month_end, months_before
from omos.loop.goals import queries, services
from omos.loop.goals.services import GoalDraft, Target

# The present month, in the measure's smallest unit.
COMPANY: Final = {
    "revenue": 80_000_000,
    "inquiries": 505,
    "valid_inquiries": 272,
    "visits": 23_400,
    "spend": 6_000_000,
    "cash_received": 72_000_000,
}
_VERIFIED: Final = "evidence_verified"
# Work of a month of 22 workdays by category, and who shares it.
WORK: Final[Mapping[str, tuple[int, tuple[str, ...]]]] = {
    "ARTICLE": (200, ("陈思远", "苏晴")),
    "REWRITE": (16, ("陈思远", "苏晴")),
    "PRODUCT_PAGE": (6, ("陈思远", "苏晴")),
    "SHORT_VIDEO": (20, ("江语桐",)),
    "WECHAT_ARTICLE": (8, ("江语桐",)),
    "THEME_VIDEO": (4, ("江语桐",)),
    "OUTSIDE_POST": (220, ("赵一鸣",)),
    "LINK_EXCHANGE": (44, ("赵一鸣",)),
    "ANSWER": (66, ("赵一鸣",)),
    "NEGATIVES": (630, ("何嘉",)),
    "CREATIVE": (14, ("何嘉",)),
    "BID_REVIEW": (5, ("何嘉",)),
    "RECEPTION": (42, ("许静", "彭雪")),
    "TAGGING": (460, ("许静", "彭雪")),
    "CARE_CALL": (170, ("马骏",)),
    "FOLLOW_ON_SALE": (255, ("马骏",)),
}
_USUAL_WORKDAYS: Final = 22
# Who brings which part of the revenue, in 10,000 yuan.
_REVENUE: Final = {"马骏": 18, "周凯": 23, "罗敏": 20, "沈涛": 19}
_LAST_MONTHS_WITH_WORK: Final = 5
_READ_BY_ALL: Final = ("revenue", "inquiries")


@dataclass(frozen=True)
class _Month:
    first: date
    ago: int

    @property
    def last(self) -> date:
        return month_end(self.first)


def set_goals(stage: Stage, cast: Cast) -> None:
    """Company goals of every month; work goals where there is work; the present month down to each person."""
    for ago in range(stage.months, 0, -1):
        month = _Month(months_before(stage.today, ago), ago)
        at = stage.at(month.first - timedelta(days=2), 15.0)
        _set_company(stage, cast, month, _earlier_targets(stage, month), at)
    at = min(stage.at(stage.month_first - timedelta(days=2), 15.0), stage.now)
    month = _Month(stage.month_first, 0)
    _set_company(stage, cast, month, COMPANY, at)
    _break_down(stage, cast, month, at)
    _set_milestones(stage, cast, at)
    _set_company(stage, cast, _Month(months_before(stage.today, -1), -1), {}, stage.now)
    _agree_and_lock(stage, cast)


def _earlier_targets(stage: Stage, month: _Month) -> dict[str, int]:
    days = days_between(month.first, month.last)
    weight = sum(stage.weight(day) for day in days)
    size = weight / channels.USUAL_WEIGHT * channels.growth(month.ago, channels.YEARLY_GROWTH)
    revenue = channels.goal_of(month.ago, weight) * 100
    counts = {name: COMPANY[name] * size for name in ("inquiries", "valid_inquiries", "visits")}
    rounded = {name: max(round(count / 5) * 5, 5) for name, count in counts.items()}
    return {"revenue": revenue, "spend": spend_target(stage, month.first), **rounded}


def spend_target(stage: Stage, first: date) -> int:
    """What a month's paid channels may cost, in 分, to a thousand yuan."""
    weight = sum(stage.weight(day) for day in days_between(first, month_end(first)))
    return round(COMPANY["spend"] * weight / channels.USUAL_WEIGHT / 100_000) * 100_000


def work_targets(stage: Stage, first: date) -> dict[str, int]:
    """Pieces of each category that a month with this many workdays should bring; none before the first plan."""
    share = len(stage.workdays(max(first, stage.work_since), month_end(first))) / _USUAL_WORKDAYS
    return {category: max(1, round(count * share)) for category, (count, _people) in WORK.items() if share}


def _set_company(stage: Stage, cast: Cast, month: _Month, targets: Mapping[str, int], at: datetime) -> None:
    wanted: dict[Target, int | None] = {Target("COMPANY", None, code): value for code, value in targets.items()}
    if month.ago <= _LAST_MONTHS_WITH_WORK:
        for category, count in work_targets(stage, month.first).items():
            wanted[Target("COMPANY", None, _VERIFIED, category)] = count
    services.cascade_month(first=month.first, last=month.last, targets=wanted, actor=stage.actor, now=at)


def _break_down(stage: Stage, cast: Cast, month: _Month, at: datetime) -> None:
    """From the company to departments and people, agreed and locked."""
    marketing, sales = cast.departments[MARKETING], cast.departments[SALES]
    wanted: dict[Target, int | None] = {
        Target("DEPARTMENT", marketing, "revenue"): _REVENUE["马骏"] * 1_000_000,
        Target("DEPARTMENT", sales, "revenue"): COMPANY["revenue"] - _REVENUE["马骏"] * 1_000_000,
    }
    for code in ("inquiries", "valid_inquiries", "visits", "spend"):
        wanted[Target("DEPARTMENT", marketing, code)] = COMPANY[code]
    for name, part in _REVENUE.items():
        wanted[Target("PERSON", cast.ids[name], "revenue")] = part * 1_000_000
    wanted[Target("PERSON", cast.ids["何嘉"], "spend")] = COMPANY["spend"]
    for category, count in work_targets(stage, month.first).items():
        wanted[Target("DEPARTMENT", marketing, _VERIFIED, category)] = count
        names = WORK[category][1]
        for place, name in enumerate(names):
            part = count // len(names) + (place < count % len(names))
            wanted[Target("PERSON", cast.ids[name], _VERIFIED, category)] = part or None
    services.cascade_month(first=month.first, last=month.last, targets=wanted, actor=stage.actor, now=at)


def _set_milestones(stage: Stage, cast: Cast, at: datetime) -> None:
    """Two stages of this month: one reached, one to come."""
    first, last = stage.month_first, stage.month_last
    for name, offset in (("布袋除尘器选型专题页上线", 9), ("400 电话接入客户中心", 26)):
        deadline = first + timedelta(days=min(offset, (last - first).days))
        draft = GoalDraft("COMPANY", first, last, milestone=name, deadline=deadline)
        goal_id = services.set_goal(draft=draft, actor=stage.actor, now=at)
        if deadline < stage.today:
            reached_at = stage.at(deadline, 16.0)
            services.mark_reached(goal_id=goal_id, actor=cast.lead, now=reached_at)


def _agree_and_lock(stage: Stage, cast: Cast) -> None:
    """Everybody agrees to the own goals of this month and the last; the boss locks them."""
    boss = cast.viewers["顾云帆"]
    people = {viewer.staff_id: viewer for viewer in cast.viewers.values()}
    for first in (months_before(stage.today, 1), stage.month_first):
        at = min(stage.at(first, 9.5), stage.now)
        for goal in queries.goals_for(viewer=stage.actor, first=first, last=month_end(first)):
            services.agree(goal_id=goal.pk, actor=people.get(goal.staff_id, boss), now=at)
            services.lock(goal_id=goal.pk, actor=boss, now=at)
            if goal.level == "COMPANY" and goal.measure in _READ_BY_ALL:
                for name in (*PLANNED, "林岚"):
                    services.acknowledge(goal_id=goal.pk, actor=cast.viewers[name], now=at, agreed=name != "何嘉")
