"""What the week generation is fed with: capacity, leave, leftovers, the keyword plan and the goal gap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from omos.formulas.capacity import available_minutes
from omos.formulas.weekplan import Carried, Category, KeywordItem, NextMonth, Person
from omos.loop.goals import queries as goals
from omos.loop.keywords import queries as keywords
from omos.loop.work.models import Assignment, WorkCategory, WorkPlan
from omos.loop.work.queries.capacities import HISTORY, Presence, capacities, presence
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
    # The month that begins within the week, where one does.
    next_month: NextMonth | None
    carried: tuple[Carried, ...]
    keyword_items: tuple[KeywordItem, ...]
    # Categories whose gap in a month is no goal but what was usual in the last four weeks: (category id, month).
    usual: frozenset[tuple[int, date]]
    # Median verified minutes per workday by person, and how many days stand behind it.
    known_days: dict[int, int]

    def is_usual(self, category_id: int, day: date) -> bool:
        """Whether no goal of the day's month says how much of this category to plan."""
        return (category_id, day.replace(day=1)) in self.usual


@dataclass(frozen=True)
class _Month:
    """What one month asks of the week: its workdays left and units by category, and which of them are as usual."""

    first: date
    workdays_left: int
    gaps: dict[int, int]
    usual: frozenset[int]


def week_inputs(plan: WorkPlan) -> WeekInputs:
    """Gather what the generation of this plan needs; a fixed number of queries for any number of people."""
    staff = _staff(plan)
    ids = [person.id for person in staff]
    known = presence(staff_ids=ids, monday=plan.monday)
    days = tuple(day for day in known.own.of_any(ids) if day >= plan.monday)
    rows = list(WorkCategory.objects.filter(is_active=True, position__isnull=False).order_by("sort_order", "id"))
    this, *later = _months(plan, rows, ids)
    known_days, planned_people = _people(staff, plan, days, known)
    return WeekInputs(
        people=planned_people,
        categories=tuple(
            Category(row.pk, row.minutes, position=str(row.position_id), goal_gap=this.gaps[row.pk]) for row in rows
        ),
        days=days,
        workdays_left=this.workdays_left,
        next_month=next((NextMonth(month.first, month.workdays_left, month.gaps) for month in later), None),
        carried=_carried(plan, ids),
        keyword_items=_keyword_items(plan, staff, rows),
        usual=frozenset((category_id, month.first) for month in (this, *later) for category_id in month.usual),
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
    cards = people.staff_cards(viewer=Viewer.system("work.plan"), verb="work.plan", today=_sunday(plan))
    return [card for card in cards if card.department_id in departments and card.is_planned]


def _people(
    staff: list[people.StaffCard], plan: WorkPlan, days: tuple[date, ...], known: Presence
) -> tuple[dict[int, int], tuple[Person, ...]]:
    ids, sunday = [person.id for person in staff], _sunday(plan)
    day_minutes = {person.id: person.day_minutes for person in staff}
    full_days = capacities(day_minutes=day_minutes, monday=plan.monday, known=known)
    booked = _ad_hoc_minutes(ids, plan.monday, sunday)
    planned = tuple(
        Person(
            person.id,
            frozenset({str(person.position_id)}),
            {
                day: available_minutes(
                    int(full_days[person.id].minutes_per_day * known.own.share(person.id, day)),
                    leave=known.away.get((person.id, day), Decimal(0)),
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


def _months(plan: WorkPlan, rows: list[WorkCategory], staff_ids: list[int]) -> list[_Month]:
    """The month of the Monday, and the one that begins before the week is over."""
    usual_units = _usual_units(plan.monday, staff_ids)
    first, next_first = plan.monday.replace(day=1), _month_end(plan.monday) + timedelta(days=1)
    months = [_month(plan, rows, first, usual_units)]
    if next_first <= _sunday(plan):
        months.append(_month(plan, rows, next_first, usual_units))
    return months


def _month(plan: WorkPlan, rows: list[WorkCategory], first: date, usual_units: dict[int, Decimal]) -> _Month:
    gaps = goals.category_gaps(month_first=first, today=plan.monday)
    left = len(people.workdays_between(max(plan.monday, first), _month_end(first)))
    usual = frozenset(row.pk for row in rows if row.code not in gaps and usual_units.get(row.pk))
    units = {
        # Where no goal says how much, the week goes on as the last four went.
        row.pk: round(usual_units[row.pk] * left) if row.pk in usual else _gap(gaps.get(row.code))
        for row in rows
    }
    return _Month(first, left, units, usual)


def _gap(gap: goals.Gap | None) -> int:
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


def _keyword_items(plan: WorkPlan, staff: list[people.StaffCard], rows: list[WorkCategory]) -> tuple[KeywordItem, ...]:
    """The week's words, each one piece of its category: the one it names, else its owner's first that takes words."""
    takers = [row for row in rows if row.needs_keyword]
    position_of = {person.id: person.position_id for person in staff}
    items = []
    for word in keywords.week_words(monday=plan.monday):
        person_id = word.staff_id if word.staff_id in position_of else None
        category_id = _category_of(word, position_of.get(person_id or 0), takers)
        if category_id is not None:
            items.append(KeywordItem(word.keyword_id, category_id, person_id, word.day))
    return tuple(items)


def _category_of(word: keywords.PlannedWord, position_id: int | None, takers: list[WorkCategory]) -> int | None:
    named = next((row.pk for row in takers if row.code == word.category), None)
    return named or next((row.pk for row in takers if row.position_id == position_id), None)


def _sunday(plan: WorkPlan) -> date:
    return plan.monday + timedelta(days=6)


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
