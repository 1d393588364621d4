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

# What is given by hand each week beyond the proposal: person, weekday, category, quantity.
_BY_HAND: Final = (
    ("江语桐", 0, "SHORT_VIDEO", 1),
    ("江语桐", 1, "SHORT_VIDEO", 1),
    ("江语桐", 1, "WECHAT_ARTICLE", 1),
    ("江语桐", 2, "THEME_VIDEO", 1),
    ("江语桐", 3, "SHORT_VIDEO", 1),
    ("江语桐", 3, "WECHAT_ARTICLE", 1),
    ("江语桐", 4, "SHORT_VIDEO", 1),
)
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
        """Plan a week and publish it on the Friday before; the week's work by day."""
        self.library.plan_week(monday)
        at = min(self.stage.at(monday - timedelta(days=3), 16.7), self.stage.now)
        services.generate_week(monday=monday, department_id=self.department_id, actor=self.cast.lead, now=at)
        self._mend(monday)
        services.publish_week(monday=monday, department_id=self.department_id, actor=self.cast.lead, now=at)
        return self._published(monday)

    def _mend(self, monday: date) -> None:
        for name, weekday, category, quantity in _BY_HAND:
            self._set(name, monday + timedelta(days=weekday), category, quantity)
        if monday == self.stage.monday and self.stage.is_workday(self.stage.today):
            for name, wanted in TODAY.items():
                self._set_today(name, wanted)

    def _set_today(self, name: str, wanted: Mapping[str, int]) -> None:
        planned = {task.category for task in self._drafts(name)}
        for category in planned - set(wanted):
            self._set(name, self.stage.today, category, 0)
        for category, quantity in wanted.items():
            self._set(name, self.stage.today, category, quantity)

    def _drafts(self, name: str) -> list[Task]:
        matrix = queries.week_matrix(viewer=self.cast.lead, monday=self.stage.monday)
        codes = {category.pk: code for code, category in self.categories.items()}
        return [
            Task(chip.assignment_id, chip.code, name, codes[chip.category_id], chip.quantity, cell.day, has_link=False)
            for row in matrix.rows
            if row.person.id == self.cast.ids[name]
            for cell in row.cells
            if cell.day == self.stage.today
            for chip in cell.chips
        ]

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
