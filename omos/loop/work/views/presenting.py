"""The week's matrix in the plain values of the components."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from omos.loop.goals.queries import Gap
from omos.loop.work.models import WorkCategory
from omos.loop.work.queries import Chip, MatrixCell, MatrixRow, WeekMatrix
from omos.ui import formats, parts

FAMILIES: dict[str, parts.Family] = {
    WorkCategory.Duty.CONTENT: "content",
    WorkCategory.Duty.SEO: "seo",
    WorkCategory.Duty.PAID: "paid",
    WorkCategory.Duty.CUSTOMERS: "customers",
    WorkCategory.Duty.WEBSITE: "content",
}


def day_heads(matrix: WeekMatrix, today: date) -> tuple[parts.Day, ...]:
    """One column per day; a worked weekend day is marked."""
    return tuple(
        parts.Day(
            label=formats.weekday(day, language=get_language() or "en"),
            date=formats.short_day(day),
            is_today=day == today,
            note=_("worked") if day.weekday() >= 5 else "",
        )
        for day in matrix.days
    )


def plan_rows(matrix: WeekMatrix, *, selected: tuple[int, date] | None = None) -> tuple[parts.PlanRow, ...]:
    """One row per person with chips, leave, overload and the week's load."""
    return tuple(
        parts.PlanRow(
            person=parts.Person(row.person.name, row.person.initial, row.person.position),
            cells=tuple(_cell(row, cell, selected) for cell in row.cells),
            load=_load(row),
        )
        for row in matrix.rows
    )


def day_loads(matrix: WeekMatrix) -> tuple[Mapping[str, Any], ...]:
    """The load of each day over everybody."""
    loads = []
    for place in range(len(matrix.days)):
        minutes = sum(row.cells[place].minutes for row in matrix.rows)
        capacity = sum(row.cells[place].capacity for row in matrix.rows)
        share = minutes / capacity if capacity else None
        loads.append(
            {
                "percent": formats.percent(share, digits=0),
                "value": min(share, 1.0) if share is not None else None,
                "tone": "warning" if share and share > 1 else "accent",
            }
        )
    return tuple(loads)


def unplaced_lines(matrix: WeekMatrix, palette: Iterable[WorkCategory]) -> tuple[Mapping[str, Any], ...]:
    """Work the generation found no place for, with what stood in the way: one line for what reads the same."""
    pieces: Counter[tuple[int, str]] = Counter()
    for line in matrix.unplaced:
        pieces[line["category_id"], line["obstacle"]] += line["quantity"]
    known = {category.pk: category for category in palette}
    obstacles = {
        "no_capacity": _("no time left on these days"),
        "unit_exceeds_day": _("one alone takes longer than a day"),
        "person_away": _("nobody who does it is there on these days"),
        "person_absent": _("the person is not in this plan"),
        "nobody_for_position": _("nobody holds the position"),
    }
    return tuple(
        {
            "category": known[category_id].name,
            "unit": known[category_id].unit,
            "quantity": quantity,
            "why": obstacles.get(obstacle, ""),
        }
        for (category_id, obstacle), quantity in pieces.items()
        if category_id in known
    )


def coverage_lines(
    matrix: WeekMatrix, month_first: date, gaps: Mapping[str, Gap], palette: Iterable[WorkCategory]
) -> tuple[Mapping[str, Any], ...]:
    """How a month's goals stand once this week is done: done + planned of target, by category."""
    planned = _planned_pieces(matrix, month_first)
    return tuple(
        {
            "name": category.name,
            "unit": category.unit,
            "done": gaps[category.code].done,
            "planned": planned[category.pk],
            "target": gaps[category.code].target,
            "missing": max(0, gaps[category.code].gap - planned[category.pk]),
            "share": min(1.0, (gaps[category.code].done + planned[category.pk]) / gaps[category.code].target),
        }
        for category in palette
        if category.code in gaps and gaps[category.code].target
    )


def _planned_pieces(matrix: WeekMatrix, month_first: date) -> Counter[int]:
    """Pieces still to come on the week's days in one month, by category; what was handed in counts as done."""
    pieces: Counter[int] = Counter()
    for cell in (cell for row in matrix.rows for cell in row.cells if cell.day.replace(day=1) == month_first):
        for chip in cell.chips:
            pieces[chip.category_id] += chip.missing
    return pieces


def hours(minutes: int) -> str:
    """Minutes as hours with one digit."""
    return formats.number(minutes / 60, digits=1)


def explanation(chip: Chip, day: date) -> tuple[tuple[str, str], ...]:
    """Why this many on that day, part by part, in the words of the page."""
    return tuple(line for part in chip.reasons for line in _explained(part, chip.unit, day))


def _explained(part: Mapping[str, Any], unit: str, day: date) -> tuple[tuple[str, str], ...]:
    pieces = f"{part.get('quantity', 0)} {unit}"
    lines = {
        "by_hand": ((_("Typed by hand"), pieces),),
        "carried_over": ((_("Carried over from earlier"), pieces),),
        "keyword": ((_("From the week's keywords"), pieces),),
        "usual": ((_("As usual in the last four weeks"), pieces),),
        "goal_gap": (
            (
                _("Share of the gap of %(month)s (%(gap)s %(unit)s, this week %(week)s)")
                % {
                    "month": f"{day:%Y-%m}",
                    "gap": part.get("goal_gap", 0),
                    "week": part.get("week_units", 0),
                    "unit": unit,
                },
                pieces,
            ),
        ),
        "capacity": (
            (_("Usual time for one"), _("%(minutes)s min") % {"minutes": part.get("minutes_per_unit", 0)}),
            (
                _("The day holds (%(days)s known days, %(hours)s h)")
                % {"days": part.get("known_days", 0), "hours": hours(int(part.get("capacity_minutes", 0)))},
                f"{part.get('capacity_units', 0)} {unit}",
            ),
        ),
    }
    return lines.get(str(part.get("code")), ())


def _cell(row: MatrixRow, cell: MatrixCell, selected: tuple[int, date] | None) -> parts.Cell:
    is_away = cell.leave >= 1 and not cell.chips
    return parts.Cell(
        chips=tuple(_chip(chip) for chip in cell.chips),
        away=_("On leave") if is_away else "",
        over=f"{cell.load}%" if cell.is_over and cell.load is not None else "",
        is_selected=selected == (row.person.id, cell.day),
        is_rest=not cell.is_workday,
        url=reverse("work:cell", args=[row.person.id, cell.day.isoformat()]),
        label=f"{row.person.name} {formats.short_day(cell.day)}",
    )


def _chip(chip: Chip) -> parts.Chip:
    return parts.Chip(
        family="adhoc" if chip.is_ad_hoc else FAMILIES[chip.duty],
        icon=chip.icon,
        name=chip.category,
        quantity=str(chip.quantity),
        is_outlined=chip.is_carried,
        title=chip.code,
    )


def _load(row: MatrixRow) -> parts.Load:
    share = row.minutes / row.capacity if row.capacity else None
    return parts.Load(
        percent=formats.percent(share, digits=0),
        hours=f"{hours(row.minutes)} / {hours(row.capacity)}",
        value=min(share, 1.0) if share is not None else None,
        tone="warning" if share is not None and share > 1 else "accent",
    )
