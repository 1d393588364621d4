"""T3: a form changes what it lists and nothing else, whatever else is sent along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db.models import Model

from omos.people.models import Headcount, Position, RoleGrant, Staff, User, Workday
from omos.people.roles import Role
from omos.people.tests.factories import (
    make_company,
    make_department,
    make_position,
    make_staff,
    make_user,
    make_website,
)

# What the service behind a form sets by itself: not assigned from outside.
OWN = {"row_version", "initials", "session_epoch", "last_login", "password"}


@dataclass(frozen=True)
class Form:
    """A form: how its row is made, where it is sent, which of the row's fields it may change, what is typed."""

    name: str
    make: Callable[[], Model]
    address: str
    may_change: frozenset[str]
    typed: Callable[[Any], dict[str, Any]]


def _staff_typed(staff: Staff) -> dict[str, Any]:
    return {
        "name": "新名字",
        "department": staff.department_id,
        "position": staff.position_id,
        "kind": "EMPLOYED",
        "day_minutes": "400",
    }


# One line for each form of the rooms that store rows people may not fill freely.
FORMS = (
    Form(
        "company",
        make_company,
        "/company/",
        frozenset({"name", "short_name", "industry", "time_zone", "scores_count_from"}),
        lambda _row: {"name": "甲", "short_name": "乙", "time_zone": "Asia/Shanghai"},
    ),
    Form(
        "website",
        make_website,
        "/company/websites/{pk}/",
        frozenset({"domain", "name", "launched_on", "time_zone", "is_active"}),
        lambda _row: {"domain": "new.example", "name": "新站", "time_zone": "Asia/Shanghai"},
    ),
    Form(
        "department",
        lambda: make_department("旧部门"),
        "/departments/{pk}/",
        frozenset({"name", "parent", "is_active"}),
        lambda _row: {"name": "新部门"},
    ),
    Form(
        "position",
        lambda: make_position("旧岗位"),
        "/positions/{pk}/",
        frozenset(field.name for field in Position._meta.fields if field.name != "id"),
        lambda _row: {
            "name": "新岗位",
            "code": "NEW",
            "arrival_offset_days": "0",
            "base_pay_share": "60",
            "sort_order": "1",
        },
    ),
    Form(
        "staff",
        lambda: make_staff("旧名字"),
        "/people/{pk}/edit/",
        frozenset(
            {
                "name",
                "department",
                "position",
                "kind",
                "phone",
                "email",
                "arrived_on",
                "staff_number",
                "day_minutes",
                "is_planned_by_category",
            }
        ),
        _staff_typed,
    ),
    Form(
        "own phone",
        lambda: User.objects.get(login="管理员"),
        "/me/phone/",
        frozenset({"phone"}),
        lambda _row: {"phone": "18600001402"},
    ),
    Form(
        "calendar day",
        lambda: Workday.objects.create(day=date(2026, 11, 28), is_workday=False),
        "/calendar/days/2026-11-28/",
        frozenset({"is_workday", "name", "origin"}),
        lambda _row: {"is_workday": "1", "reason": "大小周"},
    ),
    Form(
        "headcount",
        lambda: Headcount.objects.create(position=make_position("岗位")),
        "/organisation/{position_id}/",
        frozenset({"wanted", "due_on", "kind", "pay_low", "pay_high", "note"}),
        lambda _row: {"wanted": "2", "kind": "EMPLOYED"},
    ),
)


def hostile(row: Model, form: Form) -> dict[str, Any]:
    """A value for every field the form does not list, as somebody would send who wants more than it offers."""
    values: dict[str, Any] = {"is_staff": "1", "is_superuser": "1", "roles": ["ADMIN"], "role": "ADMIN", "scope": "4"}
    for field in row._meta.fields:
        for name in {field.name, field.attname} - form.may_change - {"row_version"}:
            values[name] = _hostile_value(field.get_internal_type())
    return values


def _hostile_value(kind: str) -> str:
    kinds = {"BooleanField": "1", "DateField": "2001-01-01", "DateTimeField": "2001-01-01T00:00", "CharField": "ADMIN"}
    return kinds.get(kind, "2")


def snapshot(row: Model, ignoring: frozenset[str]) -> dict[str, Any]:
    fresh = type(row)._default_manager.get(pk=row.pk)
    return {
        field.name: field.value_from_object(fresh) for field in fresh._meta.fields if field.name not in ignoring | OWN
    }


class TestForms:
    @pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
    def test_change_only_what_they_list(self, client, admin_staff, form):
        client.force_login(admin_staff.user)
        make_user("另一个")
        row = form.make()
        before, roles = snapshot(row, form.may_change), RoleGrant.objects.count()
        address = form.address.format(pk=row.pk, position_id=getattr(row, "position_id", ""))

        response = client.post(address, hostile(row, form) | form.typed(row), secure=True)

        assert response.status_code == 302, "the form must have been accepted, or nothing was tried"
        assert snapshot(row, form.may_change) == before
        assert RoleGrant.objects.count() == roles


class TestRoles:
    def test_come_from_nowhere_but_their_own_form(self, client, admin_staff, editor):
        client.force_login(admin_staff.user)
        typed = _staff_typed(editor) | {"roles": ["ADMIN"], "default_role": "ADMIN", "user": admin_staff.user_id}

        client.post(f"/people/{editor.pk}/edit/", typed, secure=True)

        assert Staff.objects.get(pk=editor.pk).user_id == editor.user_id
        assert Position.objects.get(pk=editor.position_id).default_role == Role.EDITOR

    def test_of_an_invited_person_are_not_taken_from_the_request(self, client, admin_staff):
        client.force_login(admin_staff.user)
        person = make_staff("方媛", has_user=False)

        client.post(f"/people/{person.pk}/invite/", {"login": "方媛", "role": "ADMIN", "is_active": "0"}, secure=True)

        assert not RoleGrant.objects.exists()
        assert Staff.objects.get(pk=person.pk).user.is_active


class TestOthers:
    def test_cannot_be_named_as_the_owner_of_a_phone(self, client, editor, other_editor):
        client.force_login(editor.user)

        client.post("/me/phone/", {"phone": "18600001402", "user": other_editor.user_id, "user_id": 1}, secure=True)

        assert User.objects.get(pk=other_editor.user_id).phone is None
        assert User.objects.get(pk=editor.user_id).phone == "18600001402"
