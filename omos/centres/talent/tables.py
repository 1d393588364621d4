"""The staff list."""

from __future__ import annotations

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from omos.centres.talent import queries, services, tabs
from omos.centres.talent.forms import MoveForm, department_choices
from omos.office.sheets.lists import (
    BulkAction,
    ComputedColumn,
    DayColumn,
    Empty,
    ListPage,
    NumberColumn,
    PageAction,
    PersonColumn,
    StateColumn,
    Tab,
)
from omos.people import queries as people
from omos.people import services as people_services
from omos.people.roles import Role


class StaffTable(tables.Table):
    """Staff as the personnel office looks at them."""

    name = PersonColumn(pgettext_lazy("of a person", "Name"))
    position = tables.Column(_("Position"), accessor="position__name", order_by="position__sort_order")
    department = tables.Column(_("Department"), accessor="department__name")
    kind = StateColumn(_("Kind"), tones={"PLANNED": "unknown", "OUTSOURCED": "accent"})
    role = ComputedColumn(_("Role"), words=people.role_label)
    phone = tables.Column(_("Phone"))
    email = tables.Column(_("E-mail"))
    staff_number = tables.Column(_("Staff number"))
    arrived_on = DayColumn(_("Joined on"))
    left_on = DayColumn(_("Last day here"))
    day_minutes = NumberColumn(_("Minutes of work in a full day"))
    login = ComputedColumn(_("Login"), words=people.login_label)


class StaffFilters(filters.FilterSet):
    """By department, position's role, kind."""

    department = filters.ChoiceFilter(
        label=_("Department"), field_name="department_id", choices=department_choices, empty_label=_("All")
    )
    role = filters.ChoiceFilter(
        label=_("Role"), field_name="position__default_role", choices=Role.choices, empty_label=_("All")
    )
    kind = filters.ChoiceFilter(label=_("Kind"), choices=people.staff_kinds, empty_label=_("All"))


STAFF = ListPage(
    code="staff",
    title=_("Staff"),
    verb="people.view_staff",
    route="talent:staff",
    rows=queries.staff,
    table=StaffTable,
    is_of_people=True,
    filters=StaffFilters,
    filter_row=("department", "role"),
    search=("name", "initials", "staff_number"),
    search_label=pgettext_lazy("of a person", "Name"),
    order=("position",),
    tabs=(
        Tab("here", _("Here now"), tabs.here),
        Tab("planned", _("Planned"), Q(kind="PLANNED")),
        Tab("gone", _("Gone"), tabs.gone),
        Tab("all", _("All")),
    ),
    bulk=(
        BulkAction(
            "move",
            _("Move to department"),
            "people.manage_staff",
            services.move,
            icon="arrows-exchange",
            form=MoveForm,
            refusals=(people_services.StaffRefused,),
        ),
    ),
    folded_columns=("email", "staff_number", "left_on", "day_minutes"),
    phone=("position", "department", "phone"),
    row_url=lambda staff: reverse("people:person", args=[staff.pk]),
    edit_url=lambda staff: reverse("people:edit_person", args=[staff.pk]),
    create=PageAction(_("Add staff member"), "people:new_person", "people.manage_staff", "user-plus"),
    importer="staff",
    empty=Empty(_("Nobody on the staff list yet"), _("Import your list, or add the first person.")),
    count_words=ngettext_lazy("%(count)s person", "%(count)s people", "count"),
)
