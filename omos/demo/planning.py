"""The weekly work plans: generated and published as the supervisor does it; today's work as the stand-up left it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from omos.demo.keywords import Library
from omos.demo.people import MARKETING, PLANNED, Cast
from omos.demo.stage import Stage
from omos.loop.work import queries, services

# The present day's work as everybody knows it from the stand-up in the morning.
TODAY: Final[Mapping[str, Mapping[str, int]]] = {
    "陈思远": {"ARTICLE": 5},
    "苏晴": {"ARTICLE": 4},
    "赵一鸣": {"OUTSIDE_POST": 10, "LINK_EXCHANGE": 2, "ANSWER": 3},
    "何嘉": {"NEGATIVES": 30, "CREATIVE": 2},
    "江语桐": {"WECHAT_ARTICLE": 1},
    "许静": {"RECEPTION": 1, "TAGGING": 11},
    "彭雪": {"RECEPTION": 1, "TAGGING": 10},
    "马骏": {"CARE_CALL": 8, "FOLLOW_ON_SALE": 10},
}


@dataclass(frozen=True)
class Errand:
    """Work given at the stand-up with an hour of its own."""

    name: str
    category: str
    quantity: int
    until: time
    brief: str


ERRANDS: Final = (
    Errand("江语桐", "SHORT_VIDEO", 1, time(14), "展会要用，下午两点前发出"),
    Errand("马骏", "FOLLOW_ON_SALE", 2, time(17), "常州博锐、苏州恒远等滤筒报价，五点前跟进"),
)
_STAND_UP: Final = 9.1


@dataclass(frozen=True)
class Task:
    """One published assignment."""

    id: int
    code: str
    name: str
    category: str
    quantity: int
    due: date
    has_link: bool
    is_ad_hoc: bool = False


class Planner:
    """Plans and publishes week by week."""

    def __init__(self, stage: Stage, cast: Cast, library: Library) -> None:
        self.stage, self.cast, self.library = stage, cast, library
        self.department_id = cast.departments[MARKETING]
        self.categories = {category.code: category for category in queries.categories()}
        self._names = {cast.ids[name]: name for name in PLANNED}

    def plan(self, monday: date) -> dict[date, list[Task]]:
        """Plan a week and publish it on the Friday before; the week's work by day, none in a week of holidays."""
        if not self.stage.workdays(monday, monday + timedelta(days=6)):
            return {}
        self.library.plan_week(monday)
        at = min(self.stage.at(monday - timedelta(days=3), 16.7), self.stage.now)
        services.generate_week(monday=monday, department_id=self.department_id, actor=self.cast.lead, now=at)
        if monday == self.stage.monday:
            self._set_today()
        services.publish_week(monday=monday, department_id=self.department_id, actor=self.cast.lead, now=at)
        if monday == self.stage.monday:
            self._give_errands()
        return self._published(monday)

    def _set_today(self) -> None:
        """Set the cells of today as they were agreed in the morning."""
        today = self.stage.today
        for name, category in self._drafted(today):
            if category not in TODAY.get(name, {}):
                self._set(name, today, category, 0)
        for name, wanted in TODAY.items():
            for category, quantity in wanted.items():
                self._set(name, today, category, quantity)

    def _give_errands(self) -> None:
        """What was given at the stand-up beside the plan."""
        today = self.stage.today
        for errand in ERRANDS:
            if not self._works(errand.name, today):
                continue
            work = services.AdHoc(
                self.cast.ids[errand.name],
                self.categories[errand.category].pk,
                errand.quantity,
                today,
                due_time=errand.until,
                brief=errand.brief,
            )
            at = min(self.stage.at(today, _STAND_UP), self.stage.now)
            services.assign_ad_hoc(work=work, actor=self.cast.lead, now=at)

    def _drafted(self, day: date) -> list[tuple[str, str]]:
        """What the proposal gives on a day, by person and category."""
        matrix = queries.week_matrix(viewer=self.cast.lead, monday=day - timedelta(days=day.weekday()))
        codes = {category.pk: code for code, category in self.categories.items()}
        return [
            (self._names[row.person.id], codes[chip.category_id])
            for row in matrix.rows
            for cell in row.cells
            for chip in cell.chips
            if cell.day == day and row.person.id in self._names
        ]

    def _set(self, name: str, day: date, category: str, quantity: int) -> None:
        if not self._works(name, day):
            return
        cell = services.Cell(self.department_id, self.cast.ids[name], self.categories[category].pk, day)
        at = min(self.stage.at(day - timedelta(days=day.weekday() + 3), 16.6), self.stage.now)
        services.set_cell(cell=cell, quantity=quantity, actor=self.cast.lead, now=at)

    def _works(self, name: str, day: date) -> bool:
        return self.stage.is_workday(day) and (self.cast.ids[name], day) not in self.cast.away

    def _published(self, monday: date) -> dict[date, list[Task]]:
        rows = queries.assignments_between(staff_ids=list(self._names), first=monday, last=monday + timedelta(days=6))
        days: dict[date, list[Task]] = defaultdict(list)
        for row in rows:
            task = Task(
                row.pk,
                row.code,
                self._names[row.staff_id],
                row.category.code,
                row.quantity,
                row.due_date,
                has_link=row.category.evidence_kind in {"OWN_URL", "OUTSIDE_URL"},
                is_ad_hoc=row.is_ad_hoc,
            )
            days[row.due_date].append(task)
        return days
