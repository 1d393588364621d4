"""Makes goals for tests of any room."""

from __future__ import annotations

from datetime import date

from omos.loop.goals.models import Goal
from omos.people.models import Department, Staff

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def make_goal(
    measure: str = "revenue",
    target: int | None = 80_000_000,
    *,
    department: Department | None = None,
    staff: Staff | None = None,
    **fields: object,
) -> Goal:
    """A month goal; the company's unless a department or person is named."""
    level = Goal.Level.PERSON if staff else Goal.Level.DEPARTMENT if department else Goal.Level.COMPANY
    defaults: dict[str, object] = {
        "level": level,
        "measure": measure,
        "target": target,
        "first_day": FIRST,
        "last_day": LAST,
        "deadline": LAST,
        "department": department,
        "staff": staff,
    }
    return Goal.objects.create(**(defaults | fields))


def make_milestone(text: str = "拍完 4 个主题视频", **fields: object) -> Goal:
    return make_goal("", None, milestone=text, **fields)  # type: ignore[arg-type]
