"""Who works here: departments, fifteen people and a programmer from outside, their leave and their logins."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from omos.demo.stage import Stage, days_between, first_day, months_before
from omos.people import queries, services
from omos.people.viewer import Viewer

if TYPE_CHECKING:
    from omos.people.models import Staff

COMPANY: Final = "苏州云帆净化设备有限公司（演示）"
SHORT_NAME: Final = "苏州云帆净化设备"
WEBSITE: Final = "www.yunfan.example"
MARKETING, SALES, ADMINISTRATION = "网络营销部", "销售部", "人力行政部"
# No letters or digits that look like one another.
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Person:
    """Somebody of the demo company."""

    name: str
    position: str
    department: str = MARKETING
    is_planned: bool = True
    months_here: int = 20
    kind: str = "EMPLOYED"
    # Share of pieces handed in that the machine finds in order, and of workdays cleared in time.
    care: float = 0.93


PEOPLE: Final = (
    Person("顾云帆", "BOSS", "", is_planned=False, months_here=96),
    Person("林岚", "MANAGER", is_planned=False, months_here=44),
    Person("陈思远", "EDITOR", months_here=26, care=0.91),
    Person("苏晴", "EDITOR", months_here=19, care=0.94),
    Person("赵一鸣", "SEO", months_here=31, care=0.88),
    Person("何嘉", "PAID", months_here=23, care=0.96),
    Person("江语桐", "NEW_MEDIA", months_here=9, care=0.84),
    Person("许静", "SERVICE", months_here=37, care=0.97),
    Person("彭雪", "SERVICE", months_here=12, care=0.9),
    Person("马骏", "FOLLOW_ON", months_here=28, care=0.9),
    Person("周凯", "ONLINE_SALES", SALES, is_planned=False, months_here=52),
    Person("罗敏", "ONLINE_SALES", SALES, is_planned=False, months_here=33),
    Person("沈涛", "ONLINE_SALES", SALES, is_planned=False, months_here=16),
    Person("叶子墨", "DESIGNER", is_planned=False, months_here=14),
    Person("方若兰", "HR", ADMINISTRATION, is_planned=False, months_here=40),
    Person("秦朗", "PROGRAMMER", is_planned=False, months_here=24, kind="OUTSOURCED"),
)
PLANNED: Final = tuple(person.name for person in PEOPLE if person.is_planned)
# What people here call the posts, shorter than the organisation form does.
_POSTS: Final = {
    "MANAGER": "网销主管",
    "EDITOR": "编辑",
    "SEO": "SEO 推广",
    "PAID": "付费推广",
    "NEW_MEDIA": "新媒体",
    "SERVICE": "客服",
    "FOLLOW_ON": "追销",
    "ONLINE_SALES": "销售",
    "DESIGNER": "设计",
    "PROGRAMMER": "程序",
    "HR": "人事",
    "BOSS": "老板",
}
# Monthly pay in yuan as the trade in Suzhou pays it; how many are wanted.
_PAY: Final = {
    "MANAGER": (13_000, 16_000, 1),
    "EDITOR": (6_000, 8_000, 2),
    "SEO": (8_000, 10_000, 1),
    "PAID": (9_000, 12_000, 1),
    "NEW_MEDIA": (8_000, 10_000, 1),
    "SERVICE": (5_000, 7_000, 2),
    "FOLLOW_ON": (5_000, 6_000, 1),
    "ONLINE_SALES": (5_000, 5_000, 3),
    "DESIGNER": (7_000, 9_000, 1),
}
MADE_UP_DAY: Final = "旺季集中发货，周六上班"


@dataclass(frozen=True)
class Cast:
    """The people as the rooms know them, by name."""

    ids: Mapping[str, int]
    viewers: Mapping[str, Viewer]
    departments: Mapping[str, int]
    website_id: int
    # Who is away on which day.
    away: frozenset[tuple[int, date]] = frozenset()

    @property
    def lead(self) -> Viewer:
        """The supervisor of online marketing."""
        return self.viewers["林岚"]


def set_up_calendar(*, now: datetime, today: date, actor: Viewer) -> None:
    """Fill the calendar from the first month of the figures on; the Saturday of next week is worked."""
    services.ensure_defaults(actor=actor, now=now)
    years = range(first_day(today).year, (today + timedelta(days=92)).year + 1)
    services.fill_calendar(years=years, actor=actor, now=now)
    saturday = today - timedelta(days=today.weekday()) + timedelta(days=12)
    known = queries.calendar_days(saturday, saturday)[saturday]
    if not known.name:
        services.set_day(day=saturday, is_workday=True, reason=MADE_UP_DAY, actor=actor, now=now)


def hire(stage: Stage) -> Cast:
    """Company, website, departments, positions and everybody who works here."""
    actor, now = stage.actor, stage.now
    details = services.CompanyDetails(name=COMPANY, short_name=SHORT_NAME, industry="工业除尘设备", is_demo=True)
    services.save_company(details=details, actor=actor, now=now)
    site = services.WebsiteDetails(domain=WEBSITE, name="云帆净化官网", launched_on=months_before(stage.today, 20))
    website_id = services.save_website(details=site, actor=actor, now=now)
    departments = _departments(stage)
    _name_positions(stage)
    positions = queries.positions_by_code()
    ids = {
        person.name: services.save_staff(
            details=services.StaffDetails(
                name=person.name,
                department_id=departments[person.department],
                position_id=positions[person.position],
                staff_number=f"YF{number:03d}",
                kind=person.kind,
                arrived_on=months_before(stage.today, person.months_here) + timedelta(days=8),
                is_planned_by_category=person.is_planned,
            ),
            actor=actor,
            now=now,
        )
        for number, person in enumerate(PEOPLE, start=1)
    }
    return Cast(ids, {}, departments, website_id)


def _departments(stage: Stage) -> dict[str, int]:
    """Head office and marketing are there from the start; here they get the company's own names."""
    units = queries.department_tree(viewer=stage.actor, today=stage.today)
    root = next(unit for unit in units if unit.parent_id is None)
    below = next(unit for unit in units if unit.parent_id == root.id)
    head = services.DepartmentDetails(name="总经办")
    services.save_department(details=head, department_id=root.id, actor=stage.actor, now=stage.now)
    found = {"": root.id}
    for name, known in ((MARKETING, below.id), (SALES, None), (ADMINISTRATION, None)):
        details = services.DepartmentDetails(name=name, parent_id=root.id)
        found[name] = services.save_department(details=details, department_id=known, actor=stage.actor, now=stage.now)
    return found


def _name_positions(stage: Stage) -> None:
    for row in queries.positions(today=stage.today):
        if row.code in _POSTS:
            details = services.PositionDetails(
                code=row.code,
                name=_POSTS[row.code],
                duties=row.duties,
                abilities=row.abilities,
                standard=row.standard,
                default_role=row.default_role,
                arrival_offset_days=row.arrival_offset_days,
                base_pay_share=row.base_pay_share,
                sort_order=row.sort_order,
            )
            services.save_position(details=details, position_id=row.pk, actor=stage.actor, now=stage.now)
        if row.code in _PAY:
            low, high, wanted = _PAY[row.code]
            pay = services.HeadcountDetails(wanted=wanted, pay_low=low * 100, pay_high=high * 100)
            services.save_headcount(position_id=row.pk, details=pay, actor=stage.actor, now=stage.now)


def record_leaves(stage: Stage, cast: Cast) -> frozenset[tuple[int, date]]:
    """The service person away for two days this week, next Wednesday's leave, and earlier holidays."""
    wednesday = stage.monday + timedelta(days=9)
    away = [
        ("彭雪", stage.back(3), stage.back(2), "PERSONAL", "家里有事"),
        ("许静", wednesday, wednesday, "ANNUAL", "年假"),
        ("许静", wednesday + timedelta(days=3), wednesday + timedelta(days=3), "REST", "轮休"),
        *((name, stage.back(ago), stage.back(ago), kind, "") for name, ago, kind in _EARLIER_LEAVE),
    ]
    for name, first, last, kind, note in away:
        absence = services.Absence(first, last, kind=kind, note=note)
        services.record_leave(staff_id=cast.ids[name], absence=absence, actor=cast.lead, now=stage.now)
    return frozenset((cast.ids[name], day) for name, first, last, *_why in away for day in days_between(first, last))


# Who was away how many workdays ago.
_EARLIER_LEAVE: Final = (
    ("陈思远", 24, "ANNUAL"),
    ("苏晴", 33, "SICK"),
    ("赵一鸣", 41, "ANNUAL"),
    ("何嘉", 29, "PERSONAL"),
    ("江语桐", 52, "ANNUAL"),
    ("许静", 38, "REST"),
    ("马骏", 61, "ANNUAL"),
    ("苏晴", 66, "ANNUAL"),
    ("林岚", 45, "ANNUAL"),
)


def viewers_of(stage: Stage) -> dict[str, Viewer]:
    """Everybody as they are when signed in, by name."""
    return {person.name: queries.viewer_of_staff(person) for person in staff_of(stage.actor)}


def staff_of(actor: Viewer) -> list[Staff]:
    """The people of the demo in the order they came on stage."""
    everybody = queries.staff_in_scope(viewer=actor, verb="people.manage_staff")
    return list(everybody.select_related("position", "user").order_by("id"))


def give_logins(*, actor: Viewer, now: datetime) -> tuple[tuple[str, str, str], ...]:
    """Fresh passwords for everybody with a role, as (sign-in name, password, position)."""
    return tuple(
        (person.name, _new_password(person, actor, now), person.position.name)
        for person in staff_of(actor)
        if person.position.default_role
    )


def _new_password(person: Staff, actor: Viewer, now: datetime) -> str:
    if person.user_id is None:
        link = services.invite(login=person.name, staff_id=person.pk, role=None, phone=None, actor=actor, now=now)
    else:
        link = services.start_reset(user_id=person.user_id, actor=actor, now=now)
    password = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
    services.use_link(token=link.path.strip("/").rpartition("/")[2], password=password, now=now)
    return password
