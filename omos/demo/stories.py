"""What happened this month and can be found in the figures: the planted stories and their days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from omos.demo.stage import Stage, days_between, months_before

# Clicks of the dearest channel cost 35 % more.
DEAR_CHANNEL: Final = "BAIDU_SEARCH"
DEARER: Final = 1.35
# Inquiries that still came while the form was broken: the first day's from the afternoon on, then nearly a whole day.
_FORM_DAYS: Final = (0.8, 0.22)
# Valid inquiries out of all on the two days when half of the service was away.
VALID_WHILE_AWAY: Final = 0.18
TOPIC: Final = "布袋除尘器选型"
TOPIC_INQUIRIES: Final = 6
# Part of one engine's money that people looking for work clicked away.
JOB_CHANNEL: Final = "SO360_SEARCH"
JOB_SHARE: Final = 0.31
JOB_WORDS: Mapping[str, float] = {"除尘工招聘": 0.5, "环保设备厂招聘": 0.3, "除尘设备安装工求职": 0.2}
SECOND_SALE: Final = 38_000
SECOND_BUYER: Final = "常州博锐"
COPIED_ARTICLES: Final = 5
# From here on a month has room for what happened in it.
_ROOM_FROM_DAY: Final = 14


@dataclass(frozen=True)
class Stories:
    """The days of the stories."""

    dear_from: date
    form_broken: tuple[date, date]
    away: tuple[date, date]
    topic_since: date
    care_call: date
    second_sale: date

    def form_share(self, day: date) -> float:
        """Share of inquiries that got through on a day."""
        return dict(zip(self.form_broken, _FORM_DAYS, strict=True)).get(day, 1.0)

    def is_short_of_service(self, day: date) -> bool:
        """Whether half of the customer service was away."""
        return self.away[0] <= day <= self.away[1]


def stories(stage: Stage) -> Stories:
    """The stories lie in the middle of this month, early in a month in the one before; the absence was this week."""
    first = stage.month_first if stage.today.day >= _ROOM_FROM_DAY else months_before(stage.today, 1)
    dear_from = _workday_from(stage, first + timedelta(days=8))
    broken = _workday_from(stage, dear_from + timedelta(days=2))
    mended = _workday_from(stage, broken + timedelta(days=1))
    return Stories(
        dear_from=dear_from,
        form_broken=(broken, mended),
        away=(stage.back(3), stage.back(2)),
        topic_since=_workday_from(stage, dear_from + timedelta(days=1)),
        care_call=mended,
        second_sale=_workday_from(stage, mended + timedelta(days=1)),
    )


def _workday_from(stage: Stage, day: date) -> date:
    return next(one for one in days_between(day, day + timedelta(days=20)) if stage.is_workday(one))
