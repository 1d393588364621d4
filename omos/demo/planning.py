"""The weekly work plans: generated as the supervisor does it, mended by hand where she does it better."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from omos.demo.keywords import Library
from omos.demo.people import MARKETING, PLANNED, Cast
from omos.demo.stage import Stage
from omos.loop.work import queries, services

# What everybody knows a usual week to be, Monday first; the supervisor mends a proposal that falls well below it.
_USUAL: Final[Mapping[tuple[str, str], tuple[int, int, int, int, int]]] = {
    ("陈思远", "ARTICLE"): (5, 4, 5, 4, 5),
    ("苏晴", "ARTICLE"): (4, 5, 4, 5, 4),
    ("赵一鸣", "OUTSIDE_POST"): (10, 10, 10, 10, 10),
    ("赵一鸣", "LINK_EXCHANGE"): (2, 2, 2, 2, 2),
    ("赵一鸣", "ANSWER"): (3, 3, 3, 3, 3),
    ("何嘉", "NEGATIVES"): (30, 30, 28, 28, 30),
    ("何嘉", "CREATIVE"): (1, 0, 1, 1, 0),
    ("何嘉", "BID_REVIEW"): (0, 1, 0, 0, 0),
    ("江语桐", "SHORT_VIDEO"): (1, 1, 0, 1, 1),
    ("江语桐", "WECHAT_ARTICLE"): (0, 1, 0, 1, 0),
    ("江语桐", "THEME_VIDEO"): (0, 0, 1, 0, 0),
    ("许静", "RECEPTION"): (1, 1, 1, 1, 1),
    ("许静", "TAGGING"): (11, 10, 10, 11, 10),
    ("彭雪", "RECEPTION"): (1, 1, 1, 1, 1),
    ("彭雪", "TAGGING"): (10, 10, 11, 10, 10),
    ("马骏", "CARE_CALL"): (8, 8, 8, 8, 8),
    ("马骏", "FOLLOW_ON_SALE"): (12, 12, 12, 12, 12),
}
_WELL_BELOW: Final = 0.85
# The present day's work as everybody knows it from the stand-up in the morning.
TODAY: Final[Mapping[str, Mapping[str, int]]] = {
    "陈思远": {"ARTICLE": 5},
    "苏晴": {"ARTICLE": 4},
    "赵一鸣": {"OUTSIDE_POST": 10, "LINK_EXCHANGE": 2, "ANSWER": 3},
    "何嘉": {"NEGATIVES": 30, "CREATIVE": 2},
    "江语桐": {"SHORT_VIDEO": 1, "WECHAT_ARTICLE": 1},
    "许静": {"RECEPTION": 1, "TAGGING": 11},
    "彭雪": {"RECEPTION": 1, "TAGGING": 10},
    "马骏": {"CARE_CALL": 8, "FOLLOW_ON_SALE": 12},
}


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
        self._mend(monday)
        services.publish_week(monday=monday, department_id=self.department_id, actor=self.cast.lead, now=at)
        return self._published(monday)

    def _mend(self, monday: date) -> None:
        """Set the cells of the proposal that the supervisor wants otherwise."""
        today = self.stage.today if monday == self.stage.monday else None
        drafted = self._drafted(monday)
        for (name, category), usual in _USUAL.items():
            for weekday, quantity in enumerate(usual):
                day = monday + timedelta(days=weekday)
                if day != today and drafted.get((name, day, category), 0) < quantity * _WELL_BELOW:
                    self._set(name, day, category, quantity)
        if today is not None:
            self._set_today(today, drafted)

    def _set_today(self, today: date, drafted: Mapping[tuple[str, date, str], int]) -> None:
        for name, day, category in drafted:
            if day == today and category not in TODAY.get(name, {}):
                self._set(name, day, category, 0)
        for name, wanted in TODAY.items():
            for category, quantity in wanted.items():
                self._set(name, today, category, quantity)

    def _drafted(self, monday: date) -> dict[tuple[str, date, str], int]:
        """Pieces the proposal gives, by person, day and category."""
        matrix = queries.week_matrix(viewer=self.cast.lead, monday=monday)
        codes = {category.pk: code for code, category in self.categories.items()}
        return {
            (self._names[row.person.id], cell.day, codes[chip.category_id]): chip.quantity
            for row in matrix.rows
            if row.person.id in self._names
            for cell in row.cells
            for chip in cell.chips
        }

    def _set(self, name: str, day: date, category: str, quantity: int) -> None:
        if not self.stage.is_workday(day) or self._is_away(name, day):
            return
        cell = services.Cell(self.department_id, self.cast.ids[name], self.categories[category].pk, day)
        at = min(self.stage.at(day - timedelta(days=day.weekday() + 3), 16.6), self.stage.now)
        services.set_cell(cell=cell, quantity=quantity, actor=self.cast.lead, now=at)

    def _is_away(self, name: str, day: date) -> bool:
        return (self.cast.ids[name], day) in self.cast.away

    def _published(self, monday: date) -> dict[date, list[Task]]:
        rows = queries.assignments_between(staff_ids=list(self._names), first=monday, last=monday + timedelta(days=6))
        days: dict[date, list[Task]] = defaultdict(list)
        for row in rows:
            has_link = row.category.evidence_kind in {"OWN_URL", "OUTSIDE_URL"}
            name = self._names[row.staff_id]
            task = Task(row.pk, row.code, name, row.category.code, row.quantity, row.due_date, has_link)
            days[row.due_date].append(task)
        return days
