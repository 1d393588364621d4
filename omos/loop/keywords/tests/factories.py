"""Makes words for tests of any room."""

from __future__ import annotations

from datetime import date

from omos.loop.keywords.models import Keyword, PlannedKeyword, WeekPlan
from omos.loop.keywords.services import initials_of
from omos.people.models import Staff


def make_keyword(
    text: str = "布袋除尘器厂家", *, owner: Staff | None = None, priority: int = 3, landing_page: str = ""
) -> Keyword:
    return Keyword.objects.create(
        text=text, initials=initials_of(text), owner=owner, priority=priority, landing_page=landing_page
    )


def plan_keyword(keyword: Keyword, day: date, *, staff: Staff | None = None, category: str = "") -> PlannedKeyword:
    monday = date.fromordinal(day.toordinal() - day.weekday())
    plan = WeekPlan.objects.get_or_create(monday=monday)[0]
    return PlannedKeyword.objects.create(plan=plan, keyword=keyword, staff=staff, day=day, category=category)
