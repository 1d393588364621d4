"""Periods, groups and owners in words."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from omos.formulas.periods import Grain, Period
from omos.loop.goals.models import Goal
from omos.loop.goals.queries import CATEGORIES
from omos.ui import formats


def period_words(period: Period) -> str:
    """A period as a heading names it."""
    middle = period.middle
    if period.grain is Grain.YEAR:
        return _("Year %(year)s") % {"year": middle.year}
    if period.grain is Grain.QUARTER:
        return _("Quarter %(quarter)s of %(year)s") % {"quarter": (middle.month + 2) // 3, "year": middle.year}
    if period.grain is Grain.MONTH:
        return _("%(year)s-%(month)s") % {"year": middle.year, "month": f"{middle.month:02}"}
    return _("Week %(week)s (%(first)s～%(last)s)") % {
        "week": middle.isocalendar().week,
        "first": formats.short_day(period.first),
        "last": formats.short_day(period.last),
    }


def grain_words(grain: Grain) -> str:
    """The name of a length."""
    words = {
        Grain.YEAR: _("Whole year"),
        Grain.QUARTER: _("Quarter"),
        Grain.MONTH: _("Month"),
        Grain.WEEK: _("Week"),
    }
    return words[grain]


def group_words(key: str) -> str:
    """The name of a group of goals."""
    return _("Company, by work category") if key == CATEGORIES else str(Goal.Level(key).label)


def owner_words(goal: Goal) -> str:
    """Whose goal it is; reads staff and department, so select them along."""
    if goal.staff is not None:
        return goal.staff.name
    return goal.department.name if goal.department is not None else _("Company")


def period_url(period: Period) -> str:
    """The page of a period's goals."""
    return f"{reverse('goals:month')}?period={period.key}"
