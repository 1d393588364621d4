"""Staff members: added, changed, invited, locked, gone; masked for those not cleared."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from omos.people import clock, queries, services
from omos.people.models import Action, RoleGrant, Staff, User
from omos.people.policy import is_cleared
from omos.people.roles import Role
from omos.people.services import StaffDetails
from omos.people.tests.factories import make_department, make_staff, system_viewer, viewer_of


@pytest.fixture
def typed(editor):
    return {
        "name": "赵一鸣",
        "department": editor.department_id,
        "position": editor.position_id,
        "kind": "EMPLOYED",
        "phone": "186 0000 1402",
        "email": "",
        "arrived_on": "2026-11-01",
        "staff_number": "",
        "day_minutes": "450",
        "is_planned_by_category": "on",
    }


@pytest.fixture
def admin(client, admin_staff, sign_in):
    return sign_in(admin_staff)


class TestSaveStaff:
    def test_adds_a_person_with_pinyin_initials(self, admin, typed):
        response = admin.post("/people/new/", typed, secure=True)

        saved = Staff.objects.get(name="赵一鸣")
        assert response["Location"] == f"/people/{saved.pk}/"
        assert (saved.initials, saved.phone) == ("zym", "18600001402")

    def test_changes_a_person(self, admin, typed, editor):
        admin.post(f"/people/{editor.pk}/edit/", {**typed, "row_version": "1"}, secure=True)

        assert Staff.objects.get(pk=editor.pk).name == "赵一鸣"

    def test_refuses_a_stale_page(self, admin, typed, editor):
        admin.post(f"/people/{editor.pk}/edit/", {**typed, "row_version": "1"}, secure=True)

        response = admin.post(f"/people/{editor.pk}/edit/", {**typed, "row_version": "1"}, secure=True)

        assert response.status_code == 422

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": ""},
            {"department": "99"},
            {"phone": "abc"},
            {"day_minutes": "1441"},
            {"kind": "KING"},
            {"email": "x"},
        ],
    )
    def test_refuses_senseless_values(self, admin, typed, wrong):
        assert admin.post("/people/new/", typed | wrong, secure=True).status_code == 422

    def test_refuses_a_staff_number_twice(self, admin, typed):
        admin.post("/people/new/", {**typed, "staff_number": "7"}, secure=True)

        assert admin.post("/people/new/", {**typed, "staff_number": "7"}, secure=True).status_code == 422

    def test_takes_many_people_without_number(self, admin, typed):
        admin.post("/people/new/", typed, secure=True)
        admin.post("/people/new/", {**typed, "name": "何嘉"}, secure=True)

        assert Staff.objects.filter(staff_number=None, name__in=["赵一鸣", "何嘉"]).count() == 2

    def test_writes_masked_numbers_and_names_on_the_trail(self, admin, typed, editor):
        admin.post("/people/new/", typed, secure=True)

        line = Action.objects.get(verb="people.manage_staff")
        assert line.after["phone"] == "186 **** 1402"
        assert line.after["department"] == editor.department.name

    @pytest.mark.parametrize("who", ["editor", "supervisor", "boss"])
    def test_refuses_others(self, client, sign_in, request, typed, who):
        response = sign_in(request.getfixturevalue(who)).post("/people/new/", typed, secure=True)

        assert response.status_code == 403

    def test_says_when_the_person_is_gone(self, editor, noon):
        details = StaffDetails("x", editor.department_id, editor.position_id)

        with pytest.raises(services.StaffRefused):
            services.save_staff(details=details, staff_id=999, actor=system_viewer(), now=noon)


class TestPersonPage:
    def test_shows_a_person_in_scope(self, client, supervisor, editor, sign_in):
        assert sign_in(supervisor).get(f"/people/{editor.pk}/", secure=True).status_code == 200

    def test_answers_alike_for_out_of_scope_and_absent(self, client, supervisor, sign_in):
        stranger = make_staff("外人", department=make_department("别的部门"))
        sign_in(supervisor)

        answers = [client.get(f"/people/{pk}/", secure=True) for pk in (stranger.pk, 99999)]

        assert [answer.status_code for answer in answers] == [404, 404]
        assert len({len(answer.content) for answer in answers}) == 1

    def test_refuses_an_editor_even_for_oneself(self, client, editor, sign_in):
        assert sign_in(editor).get(f"/people/{editor.pk}/", secure=True).status_code == 403

    def test_masks_the_sign_in_phone_for_a_supervisor(self, client, supervisor, editor, sign_in):
        User.objects.filter(pk=editor.user_id).update(phone="18600001402")

        page = sign_in(supervisor).get(f"/people/{editor.pk}/", secure=True).content.decode()

        assert "186 **** 1402" in page
        assert "18600001402" not in page

    def test_shows_the_sign_in_phone_to_an_administrator(self, admin, editor):
        User.objects.filter(pk=editor.user_id).update(phone="18600001402")

        assert "18600001402" in admin.get(f"/people/{editor.pk}/", secure=True).content.decode()


class TestLoginButtons:
    def test_invite_shows_the_link_once(self, admin, company):
        person = make_staff("方媛", has_user=False)

        page = admin.post(f"/people/{person.pk}/invite/", {"login": "方媛", "phone": ""}, secure=True)

        assert page.context["address"].startswith("https://testserver/links/")
        assert "/links/" not in admin.get(f"/people/{person.pk}/", secure=True).content.decode()

    def test_invite_survives_a_second_press(self, admin, company):
        person = make_staff("方媛", has_user=False)
        admin.post(f"/people/{person.pk}/invite/", {"login": "方媛", "phone": ""}, secure=True)

        response = admin.post(f"/people/{person.pk}/invite/", {"login": "方媛", "phone": ""}, secure=True)

        assert response.status_code == 422

    def test_invite_needs_a_name(self, admin, company):
        person = make_staff("方媛", has_user=False)

        assert admin.post(f"/people/{person.pk}/invite/", {"login": ""}, secure=True).status_code == 422

    def test_reset_shows_a_link(self, admin, editor):
        page = admin.post(f"/people/{editor.pk}/reset/", secure=True)

        assert "/links/" in page.context["address"]

    def test_lock_and_unlock(self, admin, editor):
        admin.post(f"/people/{editor.pk}/lock/", secure=True)
        locked = User.objects.get(pk=editor.user_id).is_active
        admin.post(f"/people/{editor.pk}/unlock/", secure=True)

        assert (locked, User.objects.get(pk=editor.user_id).is_active) == (False, True)

    def test_are_not_there_for_people_without_login(self, admin, company):
        person = make_staff("外包", has_user=False)

        assert admin.post(f"/people/{person.pk}/lock/", secure=True).status_code == 404

    @pytest.mark.parametrize("deed", ["invite", "reset", "lock", "unlock", "codes-off", "roles", "depart", "come-back"])
    def test_refuse_a_supervisor(self, client, supervisor, editor, sign_in, deed):
        assert sign_in(supervisor).post(f"/people/{editor.pk}/{deed}/", secure=True).status_code == 403

    @pytest.mark.parametrize("deed", ["invite", "reset", "lock", "unlock", "codes-off", "roles", "depart", "come-back"])
    def test_refuse_to_be_links(self, admin, editor, deed):
        assert admin.get(f"/people/{editor.pk}/{deed}/", secure=True).status_code == 405


class TestRoles:
    def test_are_given_and_taken(self, admin, editor):
        admin.post(f"/people/{editor.pk}/roles/", {"roles": ["SERVICE", "SALES"]}, secure=True)
        admin.post(f"/people/{editor.pk}/roles/", {"roles": ["SALES"]}, secure=True)

        assert list(RoleGrant.objects.values_list("role", flat=True)) == ["SALES"]

    def test_must_exist(self, admin, editor):
        assert admin.post(f"/people/{editor.pk}/roles/", {"roles": ["KING"]}, secure=True).status_code == 422

    def test_leave_one_administrator_at_least(self, company, noon):
        only = make_staff("唯一", role=Role.EDITOR)
        services.grant_roles(staff_id=only.pk, roles=[Role.ADMIN], actor=system_viewer(), now=noon)

        with pytest.raises(services.AccountRefused):
            services.grant_roles(staff_id=only.pk, roles=[], actor=system_viewer(), now=noon)


class TestDepart:
    def test_notes_the_last_day(self, admin, editor):
        admin.post(f"/people/{editor.pk}/depart/", {"left_on": "2030-01-31"}, secure=True)

        assert Staff.objects.get(pk=editor.pk).left_on == date(2030, 1, 31)

    def test_survives_a_second_press(self, admin, editor):
        admin.post(f"/people/{editor.pk}/depart/", {"left_on": "2030-01-31"}, secure=True)

        assert admin.post(f"/people/{editor.pk}/depart/", {"left_on": "2030-02-28"}, secure=True).status_code == 302
        assert Staff.objects.get(pk=editor.pk).left_on == date(2030, 1, 31)

    def test_may_be_taken_back(self, admin, editor):
        admin.post(f"/people/{editor.pk}/depart/", {"left_on": "2030-01-31"}, secure=True)
        admin.post(f"/people/{editor.pk}/come-back/", secure=True)

        assert Staff.objects.get(pk=editor.pk).left_on is None

    def test_needs_a_day(self, admin, editor):
        assert admin.post(f"/people/{editor.pk}/depart/", {"left_on": "soon"}, secure=True).status_code == 422

    def test_refuses_a_day_before_the_first(self, editor, noon):
        with pytest.raises(services.StaffRefused):
            services.depart(
                staff_id=editor.pk, left_on=editor.arrived_on - timedelta(days=1), actor=system_viewer(), now=noon
            )

    def test_refuses_ones_own(self, admin_staff, noon):
        with pytest.raises(services.StaffRefused):
            services.depart(staff_id=admin_staff.pk, left_on=clock.today(), actor=viewer_of(admin_staff), now=noon)

    def test_keeps_the_departed_out_of_cards(self, editor, noon):
        services.depart(staff_id=editor.pk, left_on=date(2026, 11, 1), actor=system_viewer(), now=noon)

        cards = queries.staff_cards(viewer=system_viewer(), verb="people.view_staff", today=date(2026, 11, 20))

        assert editor.pk not in [card.id for card in cards]


class TestMasks:
    @pytest.mark.parametrize("role", [Role.EDITOR, Role.PROMOTER, Role.SERVICE, Role.SALES])
    def test_hide_phones_from_colleagues(self, company, role):
        assert not is_cleared(viewer_of(make_staff(role=role)), "people.Staff.phone")

    def test_clear_unmasked_fields_for_everybody(self, editor):
        assert is_cleared(viewer_of(editor), "people.Staff.name")
