"""A list page and an importer over staff, for the tests of this room only."""

from __future__ import annotations

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, Sum

from omos.office.sheets.lists import (
    BulkAction,
    ComputedColumn,
    DayColumn,
    Empty,
    ListPage,
    MoneyColumn,
    NumberColumn,
    PageAction,
    StateColumn,
    Tab,
    Total,
)
from omos.people.declare import Mask, Verb
from omos.people.models import Position, Staff
from omos.people.queries import staff_in_scope
from omos.people.roles import Role, Scope

VIEW = Verb(
    "demo.view", "View staff", {Role.SUPERVISOR: Scope.DEPARTMENT, Role.EDITOR: Scope.OWN, Role.ADMIN: Scope.ALL}
)
CHANGE = Verb("demo.change", "Change staff", {Role.SUPERVISOR: Scope.DEPARTMENT, Role.ADMIN: Scope.ALL})
PHONE_MASK = Mask("people.Staff.phone", "Phone", frozenset({Role.ADMIN}))


class Refused(Exception):
    """The demo's own refusal."""


class StaffTable(tables.Table):
    name = tables.Column("Name")
    position = tables.Column("Position", accessor="position__name")
    kind = StateColumn("Kind", tones={"EMPLOYED": "yes"})
    phone = tables.Column("Phone")
    arrived_on = DayColumn("Arrived")
    day_minutes = NumberColumn("Minutes a day")
    pay = MoneyColumn("Pay", accessor="day_minutes", orderable=False)
    greeting = ComputedColumn("Greeting", words=lambda record: f"=HYPERLINK({record.name})")
    notes = tables.TemplateColumn("<b>{{ record.name }}</b> & co", verbose_name="Notes", orderable=False)


class StaffFilters(filters.FilterSet):
    position = filters.ModelChoiceFilter(
        label="Position", queryset=Position.objects.order_by("name"), empty_label="All"
    )
    kind = filters.ChoiceFilter(label="Kind", choices=Staff.Kind.choices, empty_label="All")
    phone = filters.CharFilter(label="Phone", lookup_expr="startswith")
    minutes = filters.RangeFilter(label="Minutes", field_name="day_minutes")
    arrived = filters.DateFromToRangeFilter(label="Arrived", field_name="arrived_on")


class ShortenForm(forms.Form):
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=600)


def rows(viewer):
    return staff_in_scope(viewer=viewer, verb="demo.view").select_related("position")


def shorten(*, viewer, ids, now, minutes):
    if minutes == 13:
        raise Refused("Thirteen brings bad luck.")
    return Staff.objects.filter(pk__in=ids).update(day_minutes=minutes)


def rename(*, viewer, ids, now):
    return Staff.objects.filter(pk__in=ids).update(initials="renamed")


PAGE = ListPage(
    code="demo_staff",
    title="Demo staff",
    verb="demo.view",
    route="demo_staff",
    rows=rows,
    table=StaffTable,
    filters=StaffFilters,
    filter_row=("position", "kind"),
    search=("name", "initials", "phone"),
    order=("name",),
    tabs=(
        Tab("all", "All"),
        Tab("short", "Short days", Q(day_minutes__lt=400)),
        Tab("own", "Mine", lambda viewer: Q(pk=viewer.staff_id)),
    ),
    totals={"day_minutes": Total(Sum("day_minutes"))},
    bulk=(
        BulkAction("shorten", "Shorten", "demo.change", shorten, form=ShortenForm, refusals=(Refused,)),
        BulkAction("rename", "Rename", "demo.change", rename, is_danger=True, icon="trash"),
    ),
    folded_columns=("notes",),
    phone=("position", "day_minutes"),
    row_url=lambda staff: f"/staff/{staff.pk}/",
    edit_url=lambda staff: f"/staff/{staff.pk}/edit/",
    note=lambda viewer: f"Seen by {viewer.name}",
    create=PageAction("Add", "demo_staff", "demo.change"),
    importer="demo_staff",
    empty=Empty("Nobody here yet", "Import your staff list."),
)
