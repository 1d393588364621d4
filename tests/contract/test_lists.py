"""Every list page that a room registers keeps the table contract, empty and with rows."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import pytest
from django.urls import reverse

from omos import registry
from omos.office.sheets.testing import check_list_contract, count_list_queries
from omos.people.roles import Role
from omos.people.tests.factories import make_staff

LISTS = registry.declared("LISTS")


def room_rows(page):
    """What the room's own factories say to fill this list with; nothing when they say nothing."""
    room = page.rows.__module__.rpartition(".")[0].removesuffix(".queries")
    if not find_spec(f"{room}.tests"):
        return lambda: None
    name = f"{room}.tests.factories"
    factories = import_module(name) if find_spec(name) else None
    return getattr(factories, "LIST_ROWS", {}).get(page.code, lambda: None)


@pytest.fixture
def everybody(company):
    """Somebody with the two roles that between them may open every list."""
    from omos.people.models import RoleGrant

    staff = make_staff("林岚", role=Role.SUPERVISOR)
    RoleGrant.objects.create(staff=staff, role=Role.ADMIN)
    return staff


@pytest.mark.parametrize("page", LISTS, ids=[page.code for page in LISTS])
class TestEveryList:
    def test_keeps_the_contract_when_empty(self, page, everybody, sign_in):
        check_list_contract(client=sign_in(everybody), page=page)

    def test_keeps_the_contract_with_rows(self, page, everybody, sign_in):
        room_rows(page)()

        check_list_contract(client=sign_in(everybody), page=page)

    @pytest.mark.queries
    def test_costs_the_same_with_more_rows(self, page, everybody, sign_in):
        client = sign_in(everybody)
        room_rows(page)()
        before = count_list_queries(client, reverse(page.route))

        room_rows(page)()

        assert count_list_queries(client, reverse(page.route)) <= before

    def test_is_closed_to_strangers(self, page, client, company):
        answer = client.get(reverse(page.route))

        assert answer.status_code == 302
