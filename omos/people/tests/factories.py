"""Makes people for tests of any room."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password

from omos.people.models import Company, Department, Leave, Position, Staff, User, Website, Workday
from omos.people.queries import viewer_of_staff
from omos.people.roles import Role
from omos.people.viewer import Viewer

PASSWORD = "a long enough password"
_numbers = count(1)


@cache
def hashed(password: str) -> str:
    """Argon2 is slow on purpose; once per password and test run is enough."""
    return make_password(password)


def make_company(name: str = "苏州云帆净化设备有限公司", short_name: str = "云帆净化") -> Company:
    return Company.objects.get_or_create(id=1, defaults={"name": name, "short_name": short_name})[0]


def make_website(domain: str = "www.yunfan.example") -> Website:
    return Website.objects.get_or_create(domain=domain, defaults={"name": "官网", "launched_on": date(2025, 1, 1)})[0]


def make_department(name: str = "网销部", parent: Department | None = None) -> Department:
    return Department.objects.get_or_create(name=name, parent=parent)[0]


def make_position(name: str = "网站编辑", role: Role | str = Role.EDITOR) -> Position:
    defaults = {"code": f"POSITION-{next(_numbers)}", "default_role": role}
    return Position.objects.get_or_create(name=name, defaults=defaults)[0]


def make_user(login: str = "", password: str = PASSWORD) -> User:
    user = User(login=login or f"user{next(_numbers)}", created_at=datetime(2026, 1, 1, tzinfo=UTC))
    user.password = hashed(password)
    user.save()
    return user


def make_staff(
    name: str = "",
    *,
    role: Role | str = Role.EDITOR,
    department: Department | None = None,
    position: Position | None = None,
    has_user: bool = True,
    day_minutes: int = 450,
) -> Staff:
    name = name or f"员工{next(_numbers)}"
    return Staff.objects.create(
        name=name,
        user=make_user(login=name) if has_user else None,
        department=department or make_department(),
        position=position or make_position(name=f"岗位 {role}", role=role),
        arrived_on=date(2025, 1, 1),
        day_minutes=day_minutes,
    )


def make_leave(staff: Staff, first_day: date, last_day: date | None = None, share: int = 100) -> Leave:
    return Leave.objects.create(staff=staff, first_day=first_day, last_day=last_day or first_day, share=share)


def make_workday(day: date, *, is_workday: bool) -> Workday:
    return Workday.objects.update_or_create(day=day, defaults={"is_workday": is_workday})[0]


def viewer_of(staff: Staff) -> Viewer:
    return viewer_of_staff(Staff.objects.select_related("position").get(pk=staff.pk))


def system_viewer() -> Viewer:
    return Viewer.system("test")
