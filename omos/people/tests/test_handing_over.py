"""Handing over and coming back, with one plain kind of thing: rows of leave that name their holder."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connections

from omos.people import holdings, lent_roles, queries, services
from omos.people.holdings import Held, HeldThing, hand_rows
from omos.people.models import Action, HandedItem, Handover, Leave, OneTimeLink, SignIn, Staff
from omos.people.services import HandoverPlan, HandoverRefused
from omos.people.tests.factories import make_leave, make_staff, system_viewer, viewer_of

TODAY = date(2026, 11, 20)
LAST = TODAY + timedelta(days=2)
AFTER = datetime(2026, 11, 23, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PAPERS, OTHERS = "test.papers", "test.others"


def find(holding):
    rows = Leave.objects.filter(staff_id=holding.staff_id, note="").order_by("id")
    return tuple(HeldThing(pk, f"#{pk}") for pk in rows.values_list("pk", flat=True))


def pass_on(passing):
    return hand_rows(Leave.objects.all(), "staff_id", ids=passing.memos, from_id=passing.from_id, to_id=passing.to_id)


def take_back(passing):
    rows = Leave.objects.filter(note="")
    return hand_rows(rows, "staff_id", ids=passing.memos, from_id=passing.to_id, to_id=passing.from_id)


def nothing(_asked):
    return ()


@pytest.fixture(autouse=True)
def kinds():
    """Two kinds of things instead of those of the rooms."""
    before = holdings.kinds()
    papers = Held(PAPERS, "Papers", "inbox", find, pass_on, take_back)
    others = Held(OTHERS, "Others", "tag", nothing, lambda _passing: {}, lambda _passing: {}, is_lasting=True)
    holdings.install([papers, others, *lent_roles.HELD])
    yield
    holdings.install(before)


@pytest.fixture
def papers(editor):
    return [make_leave(editor, TODAY + timedelta(days=n * 10)) for n in range(3)]


def hand_over(staff, to, noon, *, kind="DAYS", first=TODAY, last=LAST, held=PAPERS):
    plan = HandoverPlan(staff.pk, kind, first, last, {held: to.pk})
    return services.plan_handover(plan=plan, actor=system_viewer(), now=noon)


def holders() -> list[int]:
    return list(Leave.objects.order_by("id").values_list("staff_id", flat=True))


class TestForDays:
    def test_everything_goes_to_the_stand_in_at_once(self, papers, editor, other_editor, noon):
        hand_over(editor, other_editor, noon)

        assert holders() == [other_editor.pk] * 3
        assert Handover.objects.get().state == "RUNNING"

    def test_nothing_moves_before_the_first_day(self, papers, editor, other_editor, noon):
        hand_over(editor, other_editor, noon, first=TODAY + timedelta(days=1))

        assert holders() == [editor.pk] * 3
        assert Handover.objects.get().state == "PLANNED"

    def test_it_begins_by_itself_on_the_first_day(self, papers, editor, other_editor, noon):
        hand_over(editor, other_editor, noon, first=TODAY + timedelta(days=1))

        moved = services.turn_handovers(actor=system_viewer(), now=noon + timedelta(days=1))

        assert moved == 3
        assert holders() == [other_editor.pk] * 3

    def test_everything_comes_back_at_the_end(self, papers, editor, other_editor, noon):
        hand_over(editor, other_editor, noon)

        services.turn_handovers(actor=system_viewer(), now=AFTER)

        assert holders() == [editor.pk] * 3
        assert Handover.objects.get().state == "ENDED"
        assert HandedItem.objects.filter(returned_at=AFTER).count() == 3

    def test_what_the_stand_in_finished_stays_there(self, papers, editor, other_editor, noon):
        hand_over(editor, other_editor, noon)
        Leave.objects.filter(pk=papers[0].pk).update(note="done")

        services.turn_handovers(actor=system_viewer(), now=AFTER)

        assert holders() == [other_editor.pk, editor.pk, editor.pk]
        assert HandedItem.objects.filter(is_settled=True).count() == 1

    def test_what_comes_up_meanwhile_goes_along(self, papers, editor, other_editor, noon):
        hand_over(editor, other_editor, noon)
        make_leave(editor, TODAY)

        services.turn_handovers(actor=system_viewer(), now=noon)
        services.turn_handovers(actor=system_viewer(), now=AFTER)

        assert holders() == [editor.pk] * 4
        assert HandedItem.objects.count() == 4

    def test_a_second_turn_moves_nothing(self, papers, editor, other_editor, noon):
        hand_over(editor, other_editor, noon)

        assert services.turn_handovers(actor=system_viewer(), now=noon) == 0
        assert HandedItem.objects.count() == 3

    def test_it_can_end_earlier(self, papers, editor, other_editor, noon):
        pk = hand_over(editor, other_editor, noon)

        assert services.end_handover(handover_id=pk, actor=system_viewer(), now=noon) == 3
        assert holders() == [editor.pk] * 3

    def test_it_can_be_called_off(self, papers, editor, other_editor, noon):
        pk = hand_over(editor, other_editor, noon, first=TODAY + timedelta(days=1))

        services.end_handover(handover_id=pk, actor=system_viewer(), now=noon)
        services.turn_handovers(actor=system_viewer(), now=AFTER)

        assert Handover.objects.get().state == "CANCELLED"
        assert holders() == [editor.pk] * 3

    def test_it_ends_once(self, papers, editor, other_editor, noon):
        pk = hand_over(editor, other_editor, noon)
        services.end_handover(handover_id=pk, actor=system_viewer(), now=noon)

        with pytest.raises(HandoverRefused):
            services.end_handover(handover_id=pk, actor=system_viewer(), now=noon)

    def test_the_trail_says_who_got_what(self, papers, editor, other_editor, noon):
        hand_over(editor, other_editor, noon)

        lines = Action.objects.filter(verb="people.hand_over", subject_id=str(editor.pk)).order_by("id")

        assert [line.after.get("moved") for line in lines] == [None, {PAPERS: 3}]

    def test_who_stands_in_is_known(self, papers, editor, other_editor, noon):
        hand_over(editor, other_editor, noon)

        found = queries.stand_ins(staff_ids=[editor.pk], day=TODAY)

        assert [one.name for one in found[editor.pk]] == [other_editor.name]
        assert queries.stand_ins(staff_ids=[editor.pk], day=AFTER.date()) == {}


class TestForGood:
    def test_nothing_comes_back(self, papers, editor, other_editor, noon):
        hand_over(editor, other_editor, noon, kind="GOOD", last=None)

        services.turn_handovers(actor=system_viewer(), now=AFTER)

        assert holders() == [other_editor.pk] * 3
        assert Handover.objects.get().state == "ENDED"
        assert not HandedItem.objects.filter(is_settled=False).exists()


class TestChains:
    def test_things_of_a_third_person_still_come_back(self, papers, editor, other_editor, promoter, noon):
        hand_over(editor, other_editor, noon, last=TODAY + timedelta(days=2))
        hand_over(other_editor, promoter, noon, last=TODAY + timedelta(days=5))
        assert holders() == [promoter.pk] * 3

        services.turn_handovers(actor=system_viewer(), now=AFTER)

        assert holders() == [editor.pk] * 3

    def test_they_come_back_the_whole_way(self, papers, editor, other_editor, promoter, noon):
        hand_over(editor, other_editor, noon, last=TODAY + timedelta(days=9))
        hand_over(other_editor, promoter, noon, last=TODAY + timedelta(days=1))

        services.turn_handovers(actor=system_viewer(), now=noon + timedelta(days=2))
        assert holders() == [other_editor.pk] * 3
        services.turn_handovers(actor=system_viewer(), now=noon + timedelta(days=10))

        assert holders() == [editor.pk] * 3


class TestRefusals:
    def test_nobody_stands_in_for_themselves(self, editor, noon):
        with pytest.raises(HandoverRefused):
            hand_over(editor, editor, noon)

    def test_somebody_who_left_cannot(self, editor, other_editor, noon):
        Staff.objects.filter(pk=other_editor.pk).update(left_on=TODAY - timedelta(days=1))

        with pytest.raises(HandoverRefused):
            hand_over(editor, other_editor, noon)

    def test_somebody_who_hands_over_cannot(self, editor, other_editor, promoter, noon):
        hand_over(other_editor, promoter, noon)

        with pytest.raises(HandoverRefused, match=other_editor.name):
            hand_over(editor, other_editor, noon)

    def test_the_same_days_twice(self, editor, other_editor, promoter, noon):
        hand_over(editor, other_editor, noon)

        with pytest.raises(HandoverRefused):
            hand_over(editor, promoter, noon, first=LAST, last=LAST + timedelta(days=3))

    def test_days_in_the_wrong_order(self, editor, other_editor, noon):
        with pytest.raises(HandoverRefused):
            hand_over(editor, other_editor, noon, last=TODAY - timedelta(days=1))

    def test_days_without_an_end(self, editor, other_editor, noon):
        with pytest.raises(HandoverRefused):
            hand_over(editor, other_editor, noon, last=None)

    def test_things_nobody_knows(self, editor, other_editor, noon):
        with pytest.raises(HandoverRefused):
            hand_over(editor, other_editor, noon, held="test.nothing")

    @pytest.mark.constraint
    def test_the_table_refuses_days_without_an_end(self, editor, noon):
        with pytest.raises(IntegrityError):
            Handover.objects.create(staff=editor, kind="DAYS", first_day=TODAY, made_at=noon)


class TestKilledInTheMiddle:
    def test_nothing_has_moved(self, papers, editor, other_editor, noon, monkeypatch):
        breaking = Held(OTHERS, "Breaks", "tag", nothing, lambda _passing: 1 / 0, lambda _passing: {})
        holdings.install([holdings.kind(PAPERS), breaking])
        plan = HandoverPlan(editor.pk, "DAYS", TODAY, LAST, {PAPERS: other_editor.pk, OTHERS: other_editor.pk})

        with pytest.raises(ZeroDivisionError):
            services.plan_handover(plan=plan, actor=system_viewer(), now=noon)

        assert holders() == [editor.pk] * 3
        assert not Handover.objects.exists()
        assert not HandedItem.objects.exists()

    def test_an_end_that_breaks_is_done_again_whole(self, papers, editor, other_editor, noon):
        hand_over(editor, other_editor, noon)
        whole = holdings.kind(PAPERS)
        holdings.install([Held(PAPERS, "Papers", "inbox", find, pass_on, lambda _passing: 1 / 0)])
        with pytest.raises(ZeroDivisionError):
            services.turn_handovers(actor=system_viewer(), now=AFTER)
        assert Handover.objects.get().state == "RUNNING"

        holdings.install([whole])
        services.turn_handovers(actor=system_viewer(), now=AFTER)

        assert holders() == [editor.pk] * 3


class TestLeaving:
    @pytest.fixture
    def leave_now(self, papers, editor, other_editor, admin_staff, noon):
        def press(left_on=TODAY - timedelta(days=1), first=TODAY, to=other_editor):
            return services.plan_leaving(
                staff_id=editor.pk,
                left_on=left_on,
                first_day=first,
                receivers={PAPERS: to.pk},
                actor=viewer_of(admin_staff),
                now=noon,
            )

        return press

    def test_moves_everything_and_ends_the_login(self, leave_now, editor, other_editor):
        leave_now()

        editor.user.refresh_from_db()
        assert holders() == [other_editor.pk] * 3
        assert not editor.user.is_active
        assert Handover.objects.get().state == "ENDED"

    def test_ends_sessions_and_links(self, leave_now, editor, noon, client):
        client.force_login(editor.user)
        services.start_reset(user_id=editor.user_id, actor=system_viewer(), now=noon)
        client.force_login(editor.user)

        leave_now()

        assert not SignIn.objects.filter(user=editor.user, ended_at=None).exists()
        assert not OneTimeLink.objects.filter(user=editor.user, used_at=None).exists()
        assert client.get("/me/").status_code == 302

    def test_keeps_the_trail_and_the_person(self, leave_now, editor):
        before = Action.objects.count()

        leave_now()

        assert Action.objects.count() > before
        assert Staff.objects.get(pk=editor.pk).left_on == TODAY - timedelta(days=1)

    def test_waits_for_the_last_day_before_it_locks(self, leave_now, editor, other_editor, noon):
        leave_now(left_on=TODAY + timedelta(days=5))
        editor.user.refresh_from_db()
        assert (holders(), editor.user.is_active) == ([other_editor.pk] * 3, True)

        services.turn_handovers(actor=system_viewer(), now=noon + timedelta(days=6))

        editor.user.refresh_from_db()
        assert not editor.user.is_active

    def test_hands_over_what_comes_up_until_then(self, leave_now, editor, other_editor, noon):
        leave_now(left_on=TODAY + timedelta(days=5))
        make_leave(editor, TODAY)

        services.turn_handovers(actor=system_viewer(), now=noon + timedelta(days=1))

        assert holders() == [other_editor.pk] * 4

    def test_pressed_twice_is_pressed_once(self, leave_now):
        first, second = leave_now(left_on=TODAY + timedelta(days=5)), leave_now(left_on=TODAY + timedelta(days=5))

        assert first == second
        assert (Handover.objects.count(), HandedItem.objects.count()) == (1, 3)

    def test_lets_somebody_else_be_chosen_meanwhile(self, leave_now, editor, promoter, noon):
        leave_now(left_on=TODAY + timedelta(days=5))
        leave_now(left_on=TODAY + timedelta(days=5), to=promoter)
        make_leave(editor, TODAY)

        services.turn_handovers(actor=system_viewer(), now=noon)

        assert holders()[-1] == promoter.pk

    def test_ends_a_stand_in_for_days_first(self, leave_now, editor, promoter, other_editor, noon):
        hand_over(editor, promoter, noon)

        leave_now()

        assert holders() == [other_editor.pk] * 3

    def test_is_nobodys_own_business(self, editor, other_editor, noon):
        with pytest.raises(HandoverRefused):
            services.plan_leaving(
                staff_id=editor.pk,
                left_on=TODAY,
                first_day=TODAY,
                receivers={PAPERS: other_editor.pk},
                actor=viewer_of(editor),
                now=noon,
            )


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_move_everything_once(noon):
    from concurrent.futures import ThreadPoolExecutor

    editor, other = make_staff("甲"), make_staff("乙")
    make_leave(editor, TODAY)
    pk = hand_over(editor, other, noon, first=TODAY + timedelta(days=1))

    def press(_number):
        try:
            return services.turn_handover(handover_id=pk, actor=system_viewer(), now=noon + timedelta(days=1))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        moved = list(pool.map(press, range(4)))

    assert sorted(moved) == [0, 0, 0, 1]
    assert HandedItem.objects.count() == 1
