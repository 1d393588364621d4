"""Invitation and reset: a link shown once, good once, for 72 hours."""

from __future__ import annotations

from datetime import timedelta

import pytest

from omos.people import clock, services
from omos.people.models import Action, OneTimeLink, RoleGrant, Staff, User
from omos.people.roles import Role
from omos.people.tests.factories import PASSWORD, make_position, make_staff, system_viewer, viewer_of

GOOD = "three quiet words"


@pytest.fixture
def newcomer(company):
    return make_staff("方媛", role=Role.EDITOR, has_user=False)


@pytest.fixture
def link(newcomer):
    return services.invite(
        login="方媛", staff_id=newcomer.pk, role=None, phone="186 0000 1402", actor=system_viewer(), now=clock.now()
    )


def choose(client, link, password=GOOD, again=None):
    typed = {"password": password, "again": password if again is None else again}
    return client.post(link.path, typed, secure=True)


class TestInvite:
    def test_gives_the_person_a_login_without_password(self, link, newcomer):
        newcomer.refresh_from_db()

        assert newcomer.user.login == "方媛"
        assert newcomer.user.phone == "18600001402"
        assert not newcomer.user.has_usable_password()

    def test_keeps_only_a_digest_of_the_link(self, link):
        token = link.path.strip("/").split("/")[-1]

        assert token not in OneTimeLink.objects.get().token_digest
        assert len(token) >= 43

    def test_stands_on_the_trail_without_the_link(self, link):
        line = Action.objects.get(verb="people.invite")

        assert line.after == {"login": "方媛", "staff": "方媛", "roles": ["EDITOR"]}

    def test_makes_a_staff_member_where_there_is_none(self, company):
        made = services.invite(
            login="root", staff_id=None, role=Role.ADMIN, phone=None, actor=system_viewer(), now=clock.now()
        )

        staff = Staff.objects.select_related("position").get(user_id=made.user_id)
        assert viewer_of(staff).roles == {Role.ADMIN}
        assert staff.position.code == "ADMINISTRATOR"

    def test_gives_the_role_the_position_lacks(self, newcomer):
        services.invite(
            login="方媛", staff_id=newcomer.pk, role=Role.ADMIN, phone=None, actor=system_viewer(), now=clock.now()
        )

        assert RoleGrant.objects.get(staff=newcomer).role == Role.ADMIN

    def test_refuses_a_name_that_is_taken(self, newcomer, editor):
        with pytest.raises(services.InvitationRefused):
            services.invite(
                login=editor.user.login,
                staff_id=newcomer.pk,
                role=None,
                phone=None,
                actor=system_viewer(),
                now=clock.now(),
            )

        assert User.objects.count() == 1

    def test_refuses_a_second_login(self, link, newcomer):
        with pytest.raises(services.InvitationRefused):
            services.invite(
                login="another", staff_id=newcomer.pk, role=None, phone=None, actor=system_viewer(), now=clock.now()
            )

    def test_refuses_somebody_without_any_role(self, company):
        person = make_staff("外包", has_user=False, position=make_position("网站程序员", role=""))

        with pytest.raises(services.InvitationRefused):
            services.invite(
                login="外包", staff_id=person.pk, role=None, phone=None, actor=system_viewer(), now=clock.now()
            )

    def test_refuses_a_stranger_without_role(self, company):
        with pytest.raises(services.InvitationRefused):
            services.invite(login="谁", staff_id=None, role=None, phone=None, actor=system_viewer(), now=clock.now())

    def test_refuses_an_empty_name(self, newcomer):
        with pytest.raises(services.InvitationRefused):
            services.invite(
                login="  ", staff_id=newcomer.pk, role=None, phone=None, actor=system_viewer(), now=clock.now()
            )


class TestUseLink:
    def test_sets_the_password_and_lets_in(self, client, link):
        assert choose(client, link).status_code == 302
        assert client.get("/me/", secure=True).status_code == 200

    def test_may_be_looked_at_without_being_used_up(self, client, link):
        pages = [client.get(link.path, secure=True).status_code for _ in range(3)]

        assert pages == [200, 200, 200]
        assert choose(client, link).status_code == 302

    def test_works_once(self, client, link):
        choose(client, link)

        assert choose(client, link).status_code == 410

    def test_works_no_more_after_72_hours(self, client, link, clock_at):
        clock_at(link.expires_at + timedelta(seconds=1))

        assert client.get(link.path, secure=True).status_code == 410

    def test_is_ended_by_a_newer_one(self, client, link):
        newer = services.start_reset(user_id=link.user_id, actor=system_viewer(), now=clock.now())

        assert client.get(link.path, secure=True).status_code == 410
        assert client.get(newer.path, secure=True).status_code == 200

    def test_is_ended_by_locking(self, client, link, admin_staff):
        services.lock_user(user_id=link.user_id, actor=viewer_of(admin_staff), now=clock.now())

        assert client.get(link.path, secure=True).status_code == 410

    @pytest.mark.parametrize("password", ["short", "12345678", "password1", "方媛", "qwertyuiop", "18600001402"])
    def test_refuses_what_is_easy_to_guess(self, client, link, password):
        assert choose(client, link, password).status_code == 422

    def test_takes_sixty_four_characters_and_more(self, client, link):
        assert choose(client, link, "长" * 40 + "a b" * 10).status_code == 302

    def test_refuses_two_that_differ(self, client, link):
        assert choose(client, link, GOOD, again="three quiet wordz").status_code == 422

    def test_answers_like_an_old_link_to_a_made_up_one(self, client, db):
        assert client.get("/links/made-up/", secure=True).status_code == 410

    def test_stops_who_tries_many(self, client, db):
        answers = [client.get(f"/links/guess{n}/", secure=True).status_code for n in range(21)]

        assert answers[-1] == 429

    def test_asks_for_the_code_where_codes_are_on(self, client, editor, monkeypatch):
        monkeypatch.setattr("omos.people.second_factor.is_right", lambda *_args: True)
        services.turn_on_codes(secret="A" * 32, code="123456", session_key="", actor=viewer_of(editor), now=clock.now())
        reset = services.start_reset(user_id=editor.user_id, actor=system_viewer(), now=clock.now())

        assert choose(client, reset)["Location"] == "/sign-in/"


class TestReset:
    def test_makes_the_old_password_useless(self, client, editor):
        services.start_reset(user_id=editor.user_id, actor=system_viewer(), now=clock.now())

        response = client.post("/sign-in/", {"name": editor.user.login, "password": PASSWORD}, secure=True)

        assert response.status_code == 422

    def test_refuses_the_locked(self, editor, admin_staff):
        services.lock_user(user_id=editor.user_id, actor=viewer_of(admin_staff), now=clock.now())

        with pytest.raises(services.InvitationRefused):
            services.start_reset(user_id=editor.user_id, actor=system_viewer(), now=clock.now())


class TestLock:
    def test_refuses_ones_own_login(self, admin_staff):
        with pytest.raises(services.AccountRefused):
            services.lock_user(user_id=admin_staff.user_id, actor=viewer_of(admin_staff), now=clock.now())

    def test_refuses_the_last_administrator(self, admin_staff):
        with pytest.raises(services.AccountRefused):
            services.lock_user(user_id=admin_staff.user_id, actor=system_viewer(), now=clock.now())

        assert User.objects.get(pk=admin_staff.user_id).is_active

    def test_refuses_a_second_press(self, editor, admin_staff):
        services.lock_user(user_id=editor.user_id, actor=viewer_of(admin_staff), now=clock.now())

        with pytest.raises(services.AccountRefused):
            services.lock_user(user_id=editor.user_id, actor=viewer_of(admin_staff), now=clock.now())

    def test_is_undone_by_unlocking(self, client, editor, admin_staff):
        services.lock_user(user_id=editor.user_id, actor=viewer_of(admin_staff), now=clock.now())
        services.unlock_user(user_id=editor.user_id, actor=viewer_of(admin_staff), now=clock.now())

        response = client.post("/sign-in/", {"name": editor.user.login, "password": PASSWORD}, secure=True)

        assert response.status_code == 302
