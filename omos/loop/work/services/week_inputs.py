"""What the week generation is fed with: capacity, leave, leftovers, the keyword plan and the goal gap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from omos.formulas.capacity import available_minutes
from omos.formulas.weekplan import Carried, Category, KeywordItem, Person
from omos.loop.goals import queries as goals
from omos.loop.keywords import queries as keywords
from omos.loop.work.models import Assignment, WorkCategory, WorkPlan
from omos.loop.work.queries.capacities import HISTORY, capacities
from omos.people import queries as people
from omos.people.viewer import Viewer

State = Assignment.State


@dataclass(frozen=True)
class WeekInputs:
    """Everything `formulas.weekplan.plan_week` takes, gathered for one department and week."""

    people: tuple[Person, ...]
    categories: tuple[Category, ...]
    days: tuple[date, ...]
    workdays_left: int
    carried: tuple[Carried, ...]
    keyword_items: tuple[KeywordItem, ...]
    # Category ids whose monthly gap is no goal but what was usual in the last four weeks.
    usual: frozenset[int]
    # Median verified minutes per workday by person, and how many days stand behind it.
    known_days: dict[int, int]


def week_inputs(plan: WorkPlan) -> WeekInputs:
    """Gather what the generation of this plan needs; a fixed number of queries for any number of people."""
    staff = _staff(plan)
    days = tuple(people.workdays_between(plan.monday, plan.monday + timedelta(days=6)))
    first, last = plan.monday.replace(day=1), _month_end(plan.monday)
    categories, usual = _categories(plan, first, [person.id for person in staff])
    known_days, planned_people = _people(staff, plan, days)
    return WeekInputs(
        people=planned_people,
        categories=categories,
        days=days,
        workdays_left=len(people.workdays_between(plan.monday, last)),
        carried=_carried(plan, [person.id for person in staff]),
        keyword_items=_keyword_items(plan, staff),
        usual=usual,
        known_days=known_days,
    )


def leftovers(monday: date, staff_ids: list[int]) -> list[Assignment]:
    """Published work from before this week that still misses pieces, oldest first, of the last four weeks."""
    rows = Assignment.objects.filter(
        staff_id__in=staff_ids, state=State.OPEN, due_date__lt=monday, due_date__gte=monday - HISTORY
    )
    return [row for row in rows.order_by("due_date", "id") if row.missing]


def _staff(plan: WorkPlan) -> list[people.StaffCard]:
    """People of the department and below who work by plan and are still here at the end of the week."""
    departments = people.departments_below(plan.department_id)
    cards = people.staff_cards(
        viewer=Viewer.system("work.plan"), verb="work.plan", today=plan.monday + timedelta(days=6)
    )
    return [card for card in cards if card.department_id in departments and card.is_planned]


def _people(
    staff: list[people.StaffCard], plan: WorkPlan, days: tuple[date, ...]
) -> tuple[dict[int, int], tuple[Person, ...]]:
    ids, sunday = [person.id for person in staff], plan.monday + timedelta(days=6)
    full_days = capacities(day_minutes={person.id: person.day_minutes for person in staff}, monday=plan.monday)
    away = people.leave_days(ids, plan.monday, sunday)
    booked = _ad_hoc_minutes(ids, plan.monday, sunday)
    planned = tuple(
        Person(
            person.id,
            frozenset({str(person.position_id)}),
            {
                day: available_minutes(
                    full_days[person.id].minutes_per_day,
                    leave=away.get((person.id, day), Decimal(0)),
                    booked=booked.get((person.id, day), 0),
                )
                for day in days
            },
        )
        for person in staff
    )
    return {staff_id: full_day.known_days for staff_id, full_day in full_days.items()}, planned


def _ad_hoc_minutes(staff_ids: list[int], first: date, last: date) -> dict[tuple[int, date], int]:
    rows = Assignment.objects.filter(
        staff_id__in=staff_ids, due_date__range=(first, last), is_ad_hoc=True, state=State.OPEN
    ).values_list("staff_id", "due_date", "quantity", "category__minutes")
    booked: dict[tuple[int, date], int] = {}
    for staff_id, day, quantity, minutes in rows:
        booked[staff_id, day] = booked.get((staff_id, day), 0) + quantity * minutes
    return booked


def _categories(plan: WorkPlan, month_first: date, staff_ids: list[int]) -> tuple[tuple[Category, ...], frozenset[int]]:
    gaps = goals.category_gaps(month_first=month_first, today=plan.monday)
    usual_units = _usual_units(plan.monday, staff_ids)
    left = len(people.workdays_between(plan.monday, _month_end(plan.monday)))
    rows = list(WorkCategory.objects.filter(is_active=True, position__isnull=False).order_by("sort_order", "id"))
    usual = frozenset(row.pk for row in rows if row.code not in gaps and usual_units.get(row.pk))
    categories = tuple(
        Category(
            id=row.pk,
            minutes_per_unit=row.minutes,
            position=str(row.position_id),
            # Where no goal says how much, the week goes on as the last four went.
            goal_gap=round(usual_units[row.pk] * left) if row.pk in usual else _gap(gaps, row.code),
        )
        for row in rows
    )
    return categories, usual


def _gap(gaps: object, code: str) -> int:
    gap = gaps.get(code) if isinstance(gaps, dict) else None
    return max(0, gap.gap) if gap else 0


def _usual_units(monday: date, staff_ids: list[int]) -> dict[int, Decimal]:
    """Units per workday that were planned on average in the last four weeks, by category."""
    workdays = len(people.workdays_between(monday - HISTORY, monday - timedelta(days=1)))
    rows = Assignment.objects.filter(
        staff_id__in=staff_ids,
        due_date__range=(monday - HISTORY, monday - timedelta(days=1)),
        is_ad_hoc=False,
        state__in=(State.OPEN, State.DONE, State.CARRIED),
    ).values_list("category_id", "quantity")
    units: dict[int, int] = {}
    for category_id, quantity in rows:
        units[category_id] = units.get(category_id, 0) + quantity
    return {category_id: Decimal(total) / max(1, workdays) for category_id, total in units.items()}


def _carried(plan: WorkPlan, staff_ids: list[int]) -> tuple[Carried, ...]:
    return tuple(
        Carried(row.staff_id, row.category_id, row.missing, subject_id=row.pk)
        for row in leftovers(plan.monday, staff_ids)
    )


def _keyword_items(plan: WorkPlan, staff: list[people.StaffCard]) -> tuple[KeywordItem, ...]:
    """The week's words, each one piece of its category: the one it names, else its owner's first that takes words."""
    rows = list(
        WorkCategory.objects.filter(is_active=True, needs_keyword=True, position__isnull=False).order_by(
            "sort_order", "id"
        )
    )
    by_code = {row.code: row.pk for row in rows}
    by_position: dict[int | None, int] = {}
    for row in rows:
        by_position.setdefault(row.position_id, row.pk)
    position_of = {person.id: person.position_id for person in staff}
    items = []
    for word in keywords.week_words(monday=plan.monday):
        category_id = by_code.get(word.category) or by_position.get(position_of.get(word.staff_id or 0))
        if category_id is not None:
            person_id = word.staff_id if word.staff_id in position_of else None
            items.append(KeywordItem(word.keyword_id, category_id, person_id, word.day))
    return tuple(items)


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
