"""Roles lent to a stand-in for some days, and taken away again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from omos.people import lent_roles, services
from omos.people.models import RoleGrant
from omos.people.roles import Role
from omos.people.services import HandoverPlan
from omos.people.tests.factories import system_viewer, viewer_of

TODAY = date(2026, 11, 20)
AFTER = datetime(2026, 11, 23, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


class TestLentRoles:
    @pytest.fixture
    def lend(self, supervisor, editor, noon):
        plan = HandoverPlan(supervisor.pk, "DAYS", TODAY, TODAY + timedelta(days=2), {lent_roles.CODE: editor.pk})
        return lambda: services.plan_handover(plan=plan, actor=system_viewer(), now=noon)

    def test_let_the_stand_in_do_the_work(self, lend, editor):
        lend()

        assert Role.SUPERVISOR in viewer_of(editor).roles

    def test_are_taken_away_at_the_end(self, lend, editor):
        lend()

        services.turn_handovers(actor=system_viewer(), now=AFTER)

        assert viewer_of(editor).roles == {Role.EDITOR}

    def test_leave_roles_of_their_own_alone(self, lend, editor):
        RoleGrant.objects.create(staff=editor, role=Role.SUPERVISOR)
        lend()

        services.turn_handovers(actor=system_viewer(), now=AFTER)

        assert Role.SUPERVISOR in viewer_of(editor).roles

    def test_are_lent_once(self, lend, noon):
        lend()
        services.turn_handovers(actor=system_viewer(), now=noon)

        assert RoleGrant.objects.count() == 1
