"""Cells read by our own shortcut are the cells the library gives."""

from __future__ import annotations

import django_tables2 as tables
import pytest

from omos.office.sheets import cells
from omos.office.sheets.tests.demo import StaffTable
from omos.people.models import Staff
from omos.people.tests.factories import make_staff


class OddTable(tables.Table):
    """Every way to say where a value comes from."""

    name = tables.Column(linkify=lambda record: f"/{record.pk}/")
    position = tables.Column(accessor="position__name")
    role = tables.Column(accessor="position__default_role")
    kind = tables.Column()
    parent = tables.Column(accessor="department__parent__name")
    phone = tables.Column(default="none")
    method = tables.Column(accessor="get_kind_display")
    own = tables.Column(empty_values=())
    missing = tables.Column(accessor="no_such_thing")
    template = tables.TemplateColumn("<b>{{ record.name }}</b>")

    def render_own(self, record, column):
        return f"own {record.name}"

    def value_kind(self, value):
        return f"value {value}"


@pytest.fixture
def record(company):
    make_staff("甲", has_user=False)
    return Staff.objects.select_related("position", "department__parent").get()


@pytest.mark.parametrize("table_class", [OddTable, StaffTable])
class TestCells:
    def test_are_drawn_as_by_the_library(self, table_class, record):
        table = table_class(Staff.objects.all())
        row = tables.rows.BoundRow(record, table)

        ours = {name: str(cells.drawer(table, name)(row)) for name in table.columns.names()}

        assert ours == {name: str(row.get_cell(name)) for name in table.columns.names()}

    def test_are_valued_as_by_the_library(self, table_class, record):
        table = table_class(Staff.objects.all())
        row = tables.rows.BoundRow(record, table)

        ours = {name: cells.valuer(table, name)(row) for name in table.columns.names()}

        assert ours == {name: row.get_cell_value(name) for name in table.columns.names()}
