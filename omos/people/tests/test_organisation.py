"""Departments, positions and the organisation form."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.people import queries, services
from omos.people.models import Department, Headcount, Position
from omos.people.queries.headcount import FormRow, cost_of
from omos.people.roles import Role
from omos.people.services import DepartmentDetails, HeadcountDetails, PositionDetails
from omos.people.tests.factories import (
    make_department,
    make_position,
    make_staff,
    make_website,
    system_viewer,
    viewer_of,
)

TODAY = date(2026, 11, 20)


class TestDepartments:
    def test_stand_in_a_tree(self, supervisor):
        root = make_department("总部")
        make_department("仓储", parent=root)

        units = queries.department_tree(viewer=system_viewer(), today=TODAY)

        assert [(unit.name, unit.depth) for unit in units if unit.name in {"总部", "仓储"}] == [
            ("总部", 0),
            ("仓储", 1),
        ]

    def test_name_only_people_in_scope(self, supervisor, boss):
        boss.department = make_department("总部")
        boss.save()

        units = queries.department_tree(viewer=viewer_of(supervisor), today=TODAY)

        assert [card.name for unit in units for card in unit.people] == ["林岚"]

    def test_cannot_stand_below_themselves(self, db, noon):
        parent = make_department("总部")
        child = make_department("网销部", parent=parent)

        with pytest.raises(services.OrganisationRefused):
            services.save_department(
                details=DepartmentDetails("总部", parent_id=child.pk),
                department_id=parent.pk,
                actor=system_viewer(),
                now=noon,
            )

    def test_are_not_doubled_even_on_top(self, db, noon):
        make_department("总部")

        with pytest.raises(services.OrganisationRefused):
            services.save_department(details=DepartmentDetails("总部"), actor=system_viewer(), now=noon)

    def test_are_added_on_the_page(self, client, admin_staff, sign_in):
        response = sign_in(admin_staff).post("/departments/new/", {"name": "二部", "is_active": "on"}, secure=True)

        assert response.status_code == 302
        assert Department.objects.filter(name="二部").exists()

    def test_are_not_changed_by_a_supervisor(self, client, supervisor, sign_in):
        assert sign_in(supervisor).post("/departments/new/", {"name": "二部"}, secure=True).status_code == 403

    def test_refuse_a_second_press(self, client, admin_staff, sign_in):
        sign_in(admin_staff).post("/departments/new/", {"name": "二部"}, secure=True)

        assert client.post("/departments/new/", {"name": "二部"}, secure=True).status_code == 422

    def test_widen_what_a_supervisor_sees(self, supervisor):
        below = make_department("一组", parent=supervisor.department)
        make_staff("组员", department=make_department("小组", parent=below))

        seen = queries.staff_in_scope(viewer=viewer_of(supervisor), verb="people.view_staff")

        assert "组员" in set(seen.values_list("name", flat=True))


POSITION = {
    "name": "活动策划",
    "code": "EVENTS",
    "default_role": "EDITOR",
    "duties": "策划\n执行",
    "arrival_offset_days": "0",
    "base_pay_share": "60",
    "sort_order": "10",
    "is_active": "on",
}


class TestPositions:
    def test_are_added_on_the_page(self, client, admin_staff, sign_in):
        sign_in(admin_staff).post("/positions/new/", POSITION, secure=True)

        assert Position.objects.get(code="EVENTS").duty_lines == ["策划", "执行"]

    def test_are_changed_on_the_page(self, client, admin_staff, sign_in):
        position = make_position("旧名")
        sign_in(admin_staff).post(f"/positions/{position.pk}/", POSITION, secure=True)

        assert Position.objects.get(pk=position.pk).name == "活动策划"

    def test_count_the_people_here(self, editor, other_editor):
        other_editor.left_on = date(2026, 1, 1)
        other_editor.save()

        assert queries.positions(today=TODAY).get(pk=editor.position_id).people == 1

    def test_show_duties_to_a_supervisor(self, client, supervisor, sign_in):
        assert sign_in(supervisor).get("/positions/", secure=True).status_code == 200

    def test_are_not_changed_by_a_supervisor(self, client, supervisor, sign_in):
        """Who could set the role of a position could make anybody administrator."""
        response = sign_in(supervisor).post(
            f"/positions/{supervisor.position_id}/", {**POSITION, "default_role": "ADMIN"}, secure=True
        )

        assert response.status_code == 403

    @pytest.mark.parametrize(
        "wrong", [{"code": "small"}, {"code": ""}, {"name": ""}, {"base_pay_share": "101"}, {"default_role": "KING"}]
    )
    def test_refuse_senseless_values(self, client, admin_staff, sign_in, wrong):
        assert sign_in(admin_staff).post("/positions/new/", POSITION | wrong, secure=True).status_code == 422

    def test_refuse_a_code_twice(self, db, noon):
        services.save_position(details=PositionDetails("A", "甲"), actor=system_viewer(), now=noon)

        with pytest.raises(services.OrganisationRefused):
            services.save_position(details=PositionDetails("A", "乙"), actor=system_viewer(), now=noon)


@pytest.fixture
def form_of_one(company, noon):
    """A post for two editors with a pay range, the website launched on 2026-12-10."""
    make_website().__class__.objects.update(launched_on=date(2026, 12, 10))
    position = Position.objects.create(code="EDITOR", name="网站编辑专员", arrival_offset_days=-20)
    details = HeadcountDetails(wanted=2, pay_low=600000, pay_high=800000)
    services.save_headcount(position_id=position.pk, details=details, actor=system_viewer(), now=noon)
    return position


class TestOrganisationForm:
    def test_is_due_so_many_days_before_the_launch(self, form_of_one):
        row = queries.organisation_form(viewer=system_viewer(), today=TODAY).rows[0]

        assert (row.due_on, row.is_due_from_launch, row.is_late) == (date(2026, 11, 20), True, False)

    def test_is_late_the_day_after(self, form_of_one):
        assert queries.organisation_form(viewer=system_viewer(), today=date(2026, 11, 21)).rows[0].is_late

    def test_prefers_the_day_set_by_hand(self, form_of_one):
        Headcount.objects.update(due_on=date(2026, 10, 1))

        row = queries.organisation_form(viewer=system_viewer(), today=TODAY).rows[0]

        assert (row.due_on, row.is_due_from_launch) == (date(2026, 10, 1), False)

    def test_knows_no_day_without_a_launch(self, form_of_one):
        from omos.people.models import Website

        Website.objects.update(launched_on=None)

        assert queries.organisation_form(viewer=system_viewer(), today=TODAY).rows[0].due_on is None

    def test_names_who_fills_the_post(self, form_of_one):
        make_staff("陈思远", position=form_of_one)

        row = queries.organisation_form(viewer=system_viewer(), today=TODAY).rows[0]

        assert (row.names, row.filled, row.missing) == (("陈思远",), 1, 1)

    def test_says_what_the_team_costs_and_the_base_part(self, form_of_one):
        cost = queries.organisation_form(viewer=system_viewer(), today=TODAY).cost

        assert cost == queries.Cost(low=1200000, high=1600000, base_low=720000, base_high=960000)

    def test_hides_pay_from_those_not_cleared(self, form_of_one, editor):
        form = queries.organisation_form(viewer=viewer_of(editor), today=TODAY)

        assert (form.cost, form.rows[0].pay_low, form.rows[0].hidden_pay) == (None, None, "***")

    def test_shows_old_pay_only_as_the_example_of_the_source(self, form_of_one):
        row = queries.organisation_form(viewer=system_viewer(), today=TODAY).rows[0]

        assert row.old_example == (2000, 2500)
        assert row.pay_low == 600000

    def test_counts_rows_without_pay_as_unknown(self, form_of_one, noon):
        bare = make_position("客服", Role.SERVICE)
        services.save_headcount(position_id=bare.pk, details=HeadcountDetails(), actor=system_viewer(), now=noon)

        form = queries.organisation_form(viewer=system_viewer(), today=TODAY)

        assert form.rows_without_pay == 1
        assert form.cost is not None
        assert form.cost.low == 1200000


class TestHeadcountPage:
    def test_saves_yuan_as_cents(self, client, supervisor, sign_in):
        typed = {"wanted": "3", "kind": "EMPLOYED", "pay_low": "6000.50", "pay_high": "8000"}
        sign_in(supervisor).post(f"/organisation/{supervisor.position_id}/", typed, secure=True)

        assert (Headcount.objects.get().pay_low, Headcount.objects.get().pay_high) == (600050, 800000)

    def test_refuses_a_range_upside_down(self, client, supervisor, sign_in):
        typed = {"wanted": "3", "kind": "EMPLOYED", "pay_low": "9000", "pay_high": "8000"}

        response = sign_in(supervisor).post(f"/organisation/{supervisor.position_id}/", typed, secure=True)

        assert response.status_code == 422

    def test_refuses_an_editor(self, client, editor, sign_in):
        assert sign_in(editor).get("/organisation/", secure=True).status_code == 403

    def test_takes_a_row_out_once(self, client, supervisor, sign_in):
        Headcount.objects.create(position_id=supervisor.position_id)
        sign_in(supervisor).post(f"/organisation/{supervisor.position_id}/drop/", secure=True)

        assert client.post(f"/organisation/{supervisor.position_id}/drop/", secure=True).status_code == 302
        assert not Headcount.objects.exists()

    def test_shows_the_whole_form(self, client, boss, sign_in, form_of_one):
        page = sign_in(boss).get("/organisation/", secure=True)

        assert "网站编辑专员" in page.content.decode()


def row(wanted: int, low: int | None, high: int | None, share: int) -> FormRow:
    return FormRow(1, "", wanted, (), None, True, 0, False, "", "", low, high, "", share, None, "")


ROWS = st.lists(
    st.builds(
        lambda wanted, low, more, share: row(wanted, low, low + more, share),
        st.integers(0, 50),
        st.integers(0, 5_000_000),
        st.integers(0, 1_000_000),
        st.integers(0, 100),
    ),
    min_size=1,
    max_size=20,
)


class TestCost:
    @given(ROWS)
    def test_of_the_base_never_exceeds_the_whole(self, rows):
        cost = cost_of(rows)

        assert cost is not None
        assert cost.base_low <= cost.low <= cost.high
        assert cost.base_high <= cost.high

    @given(ROWS, ROWS)
    def test_of_two_teams_is_the_sum(self, some, others):
        parts, whole = [cost_of(some), cost_of(others)], cost_of([*some, *others])

        assert [whole.low, whole.high] == [sum(p.low for p in parts), sum(p.high for p in parts)]

    def test_is_unknown_when_nothing_is_known(self):
        assert cost_of([row(1, None, None, 60)]) is None
