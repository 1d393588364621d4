"""Pages of shifts, roster, presence, handovers and leaving."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from omos.people import services
from omos.people.models import Handover, RosterDay, Shift, Staff, StaffPattern, WorkPattern
from omos.people.queries import Presence, at_work, who_is_here
from omos.people.roles import Role
from omos.people.tests.factories import make_department, make_leave, make_staff, system_viewer, viewer_of

TODAY, LAST = date(2026, 11, 20), date(2026, 11, 24)
ROSTER, SHIFTS, HERE = reverse("people:roster"), reverse("people:shifts"), reverse("people:here")
HANDOVERS, PLAN = reverse("people:handovers"), reverse("people:plan_handover")


@pytest.fixture(autouse=True)
def usual(company, clock_at, noon):
    clock_at(noon)
    services.ensure_working_patterns(actor=system_viewer(), now=noon)


@pytest.fixture
def stranger(company):
    return make_staff("外人", department=make_department("财务部"))


def moment(hour: int) -> datetime:
    return datetime(2026, 11, 20, hour, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def on_shift(staff, code: str, noon):
    shift = Shift.objects.get(code=code)
    services.set_roster_day(staff_id=staff.pk, day=TODAY, shift_id=shift.pk, actor=system_viewer(), now=noon)


class TestWhoIsHere:
    @pytest.mark.parametrize(("hour", "state"), [(7, Presence.LATER), (12, Presence.HERE), (17, Presence.OVER)])
    def test_goes_by_the_shift(self, editor, noon, hour, state):
        on_shift(editor, "EARLY", noon)

        found = who_is_here(viewer=viewer_of(editor), now=moment(hour))

        assert [row.state for row in found.rows if row.person.id == editor.pk] == [state]

    def test_knows_who_is_on_leave_wholly_or_partly(self, editor, other_editor):
        make_leave(editor, TODAY)
        make_leave(other_editor, TODAY, share=50)

        states = {row.person.id: row.state for row in who_is_here(viewer=viewer_of(editor), now=moment(12)).rows}

        assert states == {editor.pk: Presence.AWAY, other_editor.pk: Presence.PARTLY}

    def test_says_who_can_be_given_something_now(self, editor, other_editor, promoter, noon):
        make_leave(editor, TODAY)
        on_shift(other_editor, "LATE", noon)

        assert at_work(staff_ids=(editor.pk, other_editor.pk, promoter.pk), now=noon) == {promoter.pk}

    def test_is_a_page_for_everybody_of_the_department(self, editor, other_editor, stranger, sign_in):
        page = sign_in(editor).get(HERE).content.decode()

        assert other_editor.name in page
        assert stranger.name not in page

    def test_never_says_why_somebody_is_away(self, editor, other_editor, sign_in):
        leave = make_leave(other_editor, TODAY)
        leave.kind, leave.note = "SICK", "胃镜"
        leave.save()

        page = sign_in(editor).get(HERE).content.decode()

        assert "请假" in page
        assert "胃镜" not in page
        assert "病假" not in page

    def test_is_a_block_for_other_pages(self, editor, sign_in):
        answer = sign_in(editor).get(HERE, headers={"HX-Request": "true"})

        assert answer.content.decode().lstrip().startswith("<section")

    def test_offers_to_hand_over_for_who_is_away(self, supervisor, editor, sign_in):
        make_leave(editor, TODAY)

        assert f"{HANDOVERS}?staff={editor.pk}" in sign_in(supervisor).get(HERE).content.decode()

    def test_names_the_stand_in(self, supervisor, editor, other_editor, sign_in, noon):
        plan = services.HandoverPlan(editor.pk, "DAYS", TODAY, LAST, {"people.roles": other_editor.pk})
        services.plan_handover(plan=plan, actor=system_viewer(), now=noon)

        assert f"{other_editor.name} 代班到" in sign_in(supervisor).get(HERE).content.decode()


class TestRoster:
    def test_shows_two_weeks_of_the_department(self, supervisor, editor, stranger, sign_in):
        page = sign_in(supervisor).get(ROSTER).content.decode()

        assert editor.name in page
        assert stranger.name not in page

    def test_opens_a_day_for_who_may_change_it(self, supervisor, editor, sign_in):
        address = f"{ROSTER}?from=2026-11-16&staff={editor.pk}&day=2026-11-21"

        assert reverse("people:set_roster_day", args=[editor.pk, "2026-11-21"]) in (
            sign_in(supervisor).get(address).content.decode()
        )

    def test_lets_others_look_only(self, editor, sign_in):
        address = f"{ROSTER}?from=2026-11-16&staff={editor.pk}&day=2026-11-21"

        assert "<form method=" not in sign_in(editor).get(address).content.decode().split("<main")[1]

    @pytest.mark.parametrize("query", ["from=never", "from=9999-12-31", "staff=x&day=2026-11-21", "staff=1&day=x"])
    def test_shrugs_at_senseless_addresses(self, supervisor, sign_in, query):
        assert sign_in(supervisor).get(f"{ROSTER}?{query}").status_code == 200

    def test_sets_a_day(self, supervisor, editor, sign_in):
        shift = Shift.objects.get(code="EARLY")
        address = reverse("people:set_roster_day", args=[editor.pk, "2026-11-21"])

        sign_in(supervisor).post(address, {"shift": shift.pk, "note": "展会"})

        assert RosterDay.objects.get(staff=editor, day=date(2026, 11, 21)).shift == shift

    def test_takes_a_day_back_once(self, supervisor, editor, sign_in, noon):
        on_shift(editor, "EARLY", noon)
        address = reverse("people:clear_roster_day", args=[editor.pk, TODAY.isoformat()])

        sign_in(supervisor).post(address)
        again = sign_in(supervisor).post(address, follow=True)

        assert not RosterDay.objects.exists()
        assert "本来就按规律" in again.content.decode()

    def test_refuses_a_shift_there_is_not(self, supervisor, editor, sign_in):
        address = reverse("people:set_roster_day", args=[editor.pk, "2026-11-21"])

        assert sign_in(supervisor).post(address, {"shift": "9999"}).status_code == 422

    @pytest.mark.parametrize("day", ["2026-13-01", "heute", "9999-12-31"])
    def test_knows_no_senseless_day(self, supervisor, editor, sign_in, day):
        assert sign_in(supervisor).post(reverse("people:set_roster_day", args=[editor.pk, day])).status_code == 404

    def test_keeps_other_departments_out(self, supervisor, stranger, sign_in):
        address = reverse("people:set_roster_day", args=[stranger.pk, "2026-11-21"])

        assert sign_in(supervisor).post(address).status_code == 404

    def test_lets_nobody_change_their_own(self, editor, sign_in):
        address = reverse("people:set_roster_day", args=[editor.pk, "2026-11-21"])

        assert sign_in(editor).post(address).status_code == 403

    def test_sets_a_pattern_for_several(self, supervisor, editor, other_editor, sign_in):
        pattern = WorkPattern.objects.get(code="ALTERNATING")
        typed = {"staff": [editor.pk, other_editor.pk], "pattern": pattern.pk, "first_day": "2026-11-18"}

        sign_in(supervisor).post(reverse("people:follow_pattern"), typed)

        rows = StaffPattern.objects.values_list("staff_id", "cycle_start")
        assert set(rows) == {(editor.pk, date(2026, 11, 16)), (other_editor.pk, date(2026, 11, 16))}

    def test_refuses_a_pattern_for_somebody_elses_people(self, supervisor, stranger, sign_in):
        typed = {"staff": [stranger.pk], "pattern": "", "first_day": "2026-11-18"}

        assert sign_in(supervisor).post(reverse("people:follow_pattern"), typed).status_code == 422
        assert not StaffPattern.objects.exists()


class TestShifts:
    def test_are_listed_with_the_usual_patterns(self, supervisor, sign_in):
        page = sign_in(supervisor).get(SHIFTS).content.decode()

        assert "早班" in page
        assert "大小周" in page

    def test_are_added(self, supervisor, sign_in):
        typed = {"name": "中班", "letter": "中", "starts_at": "12:00", "ends_at": "20:00", "is_active": "on"}

        sign_in(supervisor).post(reverse("people:save_shift"), typed)

        assert Shift.objects.get(name="中班").share == 100

    def test_are_changed(self, supervisor, sign_in):
        shift = Shift.objects.get(code="LATE")
        typed = {"shift_id": shift.pk, "name": "晚晚班", "letter": "晚", "starts_at": "15:00", "ends_at": "23:00"}

        sign_in(supervisor).post(reverse("people:save_shift"), typed)

        shift.refresh_from_db()
        assert (shift.name, shift.code, shift.is_active) == ("晚晚班", "LATE", False)

    def test_refuse_what_is_gone(self, supervisor, sign_in):
        typed = {"shift_id": 9999, "name": "中班", "letter": "中", "starts_at": "12:00", "ends_at": "20:00"}

        assert sign_in(supervisor).post(reverse("people:save_shift"), typed).status_code == 422

    def test_make_a_pattern_of_characters(self, supervisor, sign_in):
        typed = {"name": "做二休一", "cycle": "早晚休", "is_active": "on"}

        sign_in(supervisor).post(reverse("people:save_pattern"), typed)

        pattern = WorkPattern.objects.get(name="做二休一")
        assert (pattern.cycle, pattern.heeds_holidays) == (["EARLY", "LATE", ""], False)

    @pytest.mark.parametrize("cycle", ["早x", "---", "", "白" * 57])
    def test_refuse_a_senseless_cycle_and_keep_it(self, supervisor, sign_in, cycle):
        answer = sign_in(supervisor).post(reverse("people:save_pattern"), {"name": "怪", "cycle": cycle})

        assert answer.status_code == 422
        assert cycle in answer.content.decode()

    def test_are_not_for_editors(self, editor, sign_in):
        assert sign_in(editor).get(SHIFTS).status_code == 403


class TestHandovers:
    def typed(self, staff, to, **changes):
        values = {"staff": staff.pk, "receiver": to.pk, "kind": "DAYS", "first_day": TODAY, "last_day": LAST}
        return {**values, "held": ["notices.unread"], **changes}

    def test_are_planned_and_listed(self, supervisor, editor, other_editor, sign_in):
        sign_in(supervisor).post(PLAN, self.typed(editor, other_editor))

        assert Handover.objects.get().made_by_name == supervisor.name
        assert f"→ {other_editor.name}" in sign_in(supervisor).get(HANDOVERS).content.decode()

    def test_are_refused_with_what_was_typed(self, supervisor, editor, sign_in):
        answer = sign_in(supervisor).post(PLAN, self.typed(editor, editor, note="生病"))

        assert answer.status_code == 422
        assert "生病" in answer.content.decode()

    def test_need_something_to_hand_over(self, supervisor, editor, other_editor, sign_in):
        assert sign_in(supervisor).post(PLAN, self.typed(editor, other_editor, held=[])).status_code == 422

    def test_end_by_a_press_and_no_second_time(self, supervisor, editor, other_editor, sign_in):
        sign_in(supervisor).post(PLAN, self.typed(editor, other_editor))
        address = reverse("people:end_handover", args=[Handover.objects.get().pk])

        sign_in(supervisor).post(address)
        again = sign_in(supervisor).post(address, follow=True)

        assert Handover.objects.get().state == "ENDED"
        assert "已经结束" in again.content.decode()

    def test_lend_roles_only_by_who_gives_roles(self, supervisor, editor, other_editor, sign_in):
        answer = sign_in(supervisor).post(PLAN, self.typed(supervisor, editor, held=["people.roles"]))

        assert answer.status_code == 422
        assert Role.SUPERVISOR not in viewer_of(editor).roles

    def test_lend_roles_by_an_administrator(self, admin_staff, supervisor, editor, sign_in):
        sign_in(admin_staff).post(PLAN, self.typed(supervisor, editor, held=["people.roles"]))

        assert Role.SUPERVISOR in viewer_of(editor).roles

    def test_of_other_departments_are_nobodys_business(self, supervisor, stranger, editor, sign_in, noon):
        plan = services.HandoverPlan(stranger.pk, "DAYS", TODAY, LAST, {"notices.unread": editor.pk})
        pk = services.plan_handover(plan=plan, actor=system_viewer(), now=noon)

        assert sign_in(supervisor).post(reverse("people:end_handover", args=[pk])).status_code == 404
        assert sign_in(supervisor).post(PLAN, self.typed(stranger, editor)).status_code == 422

    def test_are_not_for_editors(self, editor, sign_in):
        assert sign_in(editor).get(HANDOVERS).status_code == 403

    def test_are_planned_by_post_only(self, supervisor, sign_in):
        assert sign_in(supervisor).get(PLAN).status_code == 405


class TestLeaving:
    def address(self, staff):
        return reverse("people:leaving", args=[staff.pk])

    def typed(self, page, to, **changes):
        names = page.context["form"].held
        return {**dict.fromkeys(names, to.pk), "left_on": "2026-11-19", **changes}

    def test_shows_what_somebody_holds(self, admin_staff, editor, sign_in):
        page = sign_in(admin_staff).get(self.address(editor))

        assert next(group.kind.code for group, _field in page.context["held"]) == "people.roles"

    def test_hands_over_and_locks(self, admin_staff, editor, other_editor, sign_in):
        page = sign_in(admin_staff).get(self.address(editor))

        sign_in(admin_staff).post(self.address(editor), self.typed(page, other_editor))

        editor.user.refresh_from_db()
        assert not editor.user.is_active
        assert Handover.objects.get().state == "ENDED"

    def test_gives_roles_to_nobody_by_itself(self, admin_staff, supervisor, editor, sign_in):
        page = sign_in(admin_staff).get(self.address(supervisor))

        assert page.context["form"].initial["to_0"] is None

    def test_leaves_roles_where_they_are_if_nobody_is_named(self, admin_staff, supervisor, editor, sign_in):
        page = sign_in(admin_staff).get(self.address(supervisor))

        sign_in(admin_staff).post(self.address(supervisor), self.typed(page, editor, to_0=""))

        assert Handover.objects.get().state == "ENDED"
        assert viewer_of(editor).roles == {Role.EDITOR}

    def test_waits_for_a_day_to_come(self, admin_staff, editor, other_editor, sign_in):
        page = sign_in(admin_staff).get(self.address(editor))

        sign_in(admin_staff).post(self.address(editor), self.typed(page, other_editor, left_on="2026-11-30"))

        assert Handover.objects.get().first_day == date(2026, 12, 1)
        assert Staff.objects.get(pk=editor.pk).left_on == date(2026, 11, 30)

    def test_keeps_what_was_typed_when_refused(self, admin_staff, editor, other_editor, sign_in):
        page = sign_in(admin_staff).get(self.address(editor))

        answer = sign_in(admin_staff).post(self.address(editor), self.typed(page, other_editor, left_on="2001-01-01"))

        assert answer.status_code == 422
        assert "2001-01-01" in answer.content.decode()

    def test_refuses_oneself_politely(self, admin_staff, sign_in):
        assert "<form method" not in sign_in(admin_staff).get(self.address(admin_staff)).content.decode().split(
            "<main"
        )[1].split("</main")[0].replace('action="', "")

    def test_is_for_the_administration(self, supervisor, editor, sign_in):
        assert sign_in(supervisor).get(self.address(editor)).status_code == 403

    def test_knows_nobody_who_is_not_there(self, admin_staff, sign_in):
        assert sign_in(admin_staff).get(reverse("people:leaving", args=[99999])).status_code == 404

    def test_is_found_on_the_persons_page(self, admin_staff, editor, sign_in):
        page = sign_in(admin_staff).get(reverse("people:person", args=[editor.pk])).content.decode()

        assert self.address(editor) in page
