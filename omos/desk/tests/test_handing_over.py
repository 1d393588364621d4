"""Handing over through all rooms: what one person holds before is what others hold afterwards, and back again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from omos.loop.goals.models import Goal
from omos.loop.goals.tests.factories import make_goal, make_milestone
from omos.loop.keywords.models import Keyword, PlannedKeyword
from omos.loop.keywords.tests.factories import make_keyword, plan_keyword
from omos.loop.work import services as work
from omos.loop.work.models import Assignment, AssignmentKeyword, CodeCounter
from omos.loop.work.tests.factories import make_assignment, make_category, make_evidence
from omos.office.notices.models import Notice
from omos.office.notices.services import notify
from omos.people import queries, services
from omos.people.holdings import Holding, kinds
from omos.people.models import HandedItem, Handover
from omos.people.services import HandoverPlan
from omos.people.tests.factories import make_leave, system_viewer, viewer_of

TODAY, TOMORROW, LAST = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)
AFTER = datetime(2026, 11, 23, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ALL = ("work.assignments", "keywords.planned", "keywords.words", "goals.goals", "notices.unread")
State = Assignment.State


@pytest.fixture(autouse=True)
def codes(db):
    """The factories number by themselves; codes that services give start far away from theirs."""
    CodeCounter.objects.create(iso_year=2026, iso_week=47, last=9000)


@pytest.fixture
def full_hands(editor, noon):
    """An editor with three of everything."""
    words = [make_keyword(f"除尘器{n}", owner=editor) for n in range(3)]
    for n, word in enumerate(words):
        make_assignment(editor, category=make_category(f"KIND{n}"), words=(word,))
        plan_keyword(word, TODAY + timedelta(days=n), staff=editor)
        make_goal("articles_published", 10 + n, staff=editor, category=f"KIND{n}")
        make_notice(editor, f"key{n}", noon)
    return editor


def make_notice(staff, key: str, noon, **fields) -> Notice:
    return Notice.objects.create(
        staff=staff, kind="work.assigned", title=key, dedupe_key=key, created_at=noon, **fields
    )


def hand_over(staff, to, noon, *, held=ALL, last=LAST):
    plan = HandoverPlan(staff.pk, "DAYS" if last else "GOOD", TODAY, last, dict.fromkeys(held, to.pk))
    return services.plan_handover(plan=plan, actor=system_viewer(), now=noon)


def turn(now):
    return services.turn_handovers(actor=system_viewer(), now=now)


def counts(staff) -> dict[str, int]:
    return {kind.code: len(kind.find(Holding(staff.pk, TODAY))) for kind in kinds() if kind.code in ALL}


def quantities() -> int:
    return sum(Assignment.objects.exclude(state=State.WITHDRAWN).values_list("quantity", flat=True))


def test_every_room_says_what_people_hold():
    assert {kind.code for kind in kinds()} >= {*ALL, "people.roles"}


class TestNothingIsLost:
    def test_on_the_way_there(self, full_hands, other_editor, noon):
        before = counts(full_hands)

        hand_over(full_hands, other_editor, noon, last=None)

        assert before == dict.fromkeys(ALL, 3)
        assert counts(other_editor) == before
        assert counts(full_hands) == dict.fromkeys(ALL, 0)

    def test_on_the_way_back(self, full_hands, other_editor, noon):
        before = counts(full_hands)
        pk = hand_over(full_hands, other_editor, noon)
        between = {code: counts(full_hands)[code] + counts(other_editor)[code] for code in ALL}

        services.end_handover(handover_id=pk, actor=system_viewer(), now=noon)

        assert between == before
        assert counts(full_hands) == before
        assert not HandedItem.objects.filter(returned_at=None, is_settled=False).exists()

    def test_when_pressed_twice(self, full_hands, other_editor, noon):
        hand_over(full_hands, other_editor, noon)
        items = HandedItem.objects.count()

        assert turn(noon) == 0
        assert HandedItem.objects.count() == items == 15


class TestAssignments:
    def test_of_other_days_stay(self, editor, other_editor, noon):
        make_assignment(editor, due_date=TODAY)
        later = make_assignment(editor, due_date=TODAY + timedelta(days=9))

        hand_over(editor, other_editor, noon)

        later.refresh_from_db()
        assert later.staff == editor

    def test_go_with_their_words(self, editor, other_editor, noon):
        word = make_keyword()
        make_assignment(editor, words=(word,))

        hand_over(editor, other_editor, noon)

        link = AssignmentKeyword.objects.get(keyword=word)
        assert link.assignment.staff == other_editor

    def test_that_are_partly_done_go_with_their_rest(self, editor, other_editor, noon):
        words = (make_keyword("甲"), make_keyword("乙"))
        mine = make_assignment(editor, quantity=2, words=words)
        make_evidence(mine, keyword=words[0])

        hand_over(editor, other_editor, noon)

        mine.refresh_from_db()
        rest = Assignment.objects.get(staff=other_editor)
        assert (mine.staff, mine.quantity, mine.state) == (editor, 1, State.DONE)
        assert (rest.quantity, rest.state) == (1, State.OPEN)
        assert AssignmentKeyword.objects.get(assignment=rest).keyword == words[1]

    def test_keep_the_sum_of_all_quantities(self, editor, other_editor, noon):
        make_evidence(make_assignment(editor, quantity=5))
        make_assignment(editor, category=make_category("OTHER"), quantity=4)
        before = quantities()
        pk = hand_over(editor, other_editor, noon)
        between = quantities()

        services.end_handover(handover_id=pk, actor=system_viewer(), now=noon)

        assert (before, between, quantities()) == (9, 9, 9)

    def test_stand_beside_the_same_work_of_the_stand_in(self, editor, other_editor, noon):
        mine, theirs = make_assignment(editor), make_assignment(other_editor)
        pk = hand_over(editor, other_editor, noon)
        mine.refresh_from_db()
        assert (mine.staff, mine.is_ad_hoc) == (other_editor, True)

        services.end_handover(handover_id=pk, actor=system_viewer(), now=noon)

        mine.refresh_from_db()
        theirs.refresh_from_db()
        assert (mine.staff, mine.is_ad_hoc) == (editor, False)
        assert (theirs.staff, theirs.quantity) == (other_editor, 3)

    def test_that_the_stand_in_did_stay_done(self, editor, other_editor, noon):
        mine = make_assignment(editor, quantity=1)
        hand_over(editor, other_editor, noon)
        work.hand_in_note(actor=viewer_of(other_editor), assignment_id=mine.pk, quantity=1, note="写好了", now=noon)

        turn(AFTER)

        mine.refresh_from_db()
        assert (mine.staff, mine.state) == (other_editor, State.DONE)

    def test_that_are_overdue_come_back_with_a_day_to_come(self, editor, other_editor, noon):
        mine = make_assignment(editor, due_date=TODAY)
        hand_over(editor, other_editor, noon)

        turn(AFTER)

        mine.refresh_from_db()
        assert (mine.staff, mine.due_date) == (editor, AFTER.date())

    def test_that_are_overdue_make_nobody_late_when_they_go_for_good(self, editor, other_editor, noon):
        mine = make_assignment(editor, due_date=TODAY - timedelta(days=3))

        hand_over(editor, other_editor, noon, last=None)

        mine.refresh_from_db()
        assert (mine.staff, mine.due_date) == (other_editor, TODAY)

    def test_wait_for_the_receivers_next_workday(self, editor, other_editor, noon):
        make_leave(other_editor, TODAY)
        mine = make_assignment(editor, due_date=TODAY - timedelta(days=3))

        hand_over(editor, other_editor, noon, last=None)

        mine.refresh_from_db()
        assert mine.due_date == date(2026, 11, 23)


class TestKeywords:
    def test_planned_for_days_that_are_over_stay_with_who_worked(self, editor, other_editor, noon):
        word = plan_keyword(make_keyword(), TODAY, staff=editor)
        hand_over(editor, other_editor, noon)

        turn(AFTER)

        assert PlannedKeyword.objects.get(pk=word.pk).staff == other_editor

    def test_out_of_use_stay(self, editor, other_editor, noon):
        word = make_keyword(owner=editor)
        Keyword.objects.update(is_active=False)

        hand_over(editor, other_editor, noon)

        assert Keyword.objects.get(pk=word.pk).owner == editor


class TestGoals:
    def test_that_both_have_are_summed_and_parted_again(self, editor, other_editor, noon):
        mine = make_goal("articles_published", 60, staff=editor)
        theirs = make_goal("articles_published", 40, staff=other_editor)
        pk = hand_over(editor, other_editor, noon)
        theirs.refresh_from_db()
        assert theirs.target == 100

        services.end_handover(handover_id=pk, actor=system_viewer(), now=noon)

        mine.refresh_from_db()
        theirs.refresh_from_db()
        assert (mine.target, mine.state, theirs.target) == (60, Goal.State.PROPOSED, 40)

    def test_for_a_rate_are_not_summed(self, editor, other_editor, noon):
        make_goal("valid_rate", 6000, staff=editor)
        theirs = make_goal("valid_rate", 5000, staff=other_editor)

        hand_over(editor, other_editor, noon)

        theirs.refresh_from_db()
        assert theirs.target == 5000

    def test_that_were_lowered_meanwhile_stay_with_the_stand_in(self, editor, other_editor, noon):
        mine = make_goal("articles_published", 60, staff=editor)
        theirs = make_goal("articles_published", 40, staff=other_editor)
        pk = hand_over(editor, other_editor, noon)
        Goal.objects.filter(pk=theirs.pk).update(target=50)

        services.end_handover(handover_id=pk, actor=system_viewer(), now=noon)

        theirs.refresh_from_db()
        mine.refresh_from_db()
        assert (theirs.target, mine.state) == (50, Goal.State.WITHDRAWN)

    def test_with_a_milestone_go_and_come_back(self, editor, other_editor, noon):
        mine = make_milestone(staff=editor)
        pk = hand_over(editor, other_editor, noon)
        mine.refresh_from_db()
        assert mine.staff == other_editor

        services.end_handover(handover_id=pk, actor=system_viewer(), now=noon)

        mine.refresh_from_db()
        assert mine.staff == editor

    def test_that_are_over_stay(self, editor, other_editor, noon):
        make_goal("articles_published", 60, staff=editor, first_day=date(2026, 10, 1), last_day=date(2026, 10, 31))

        hand_over(editor, other_editor, noon)

        assert Goal.objects.get().staff == editor


class TestNotices:
    def test_that_the_stand_in_read_stay_read(self, editor, other_editor, noon):
        first, second = make_notice(editor, "one", noon), make_notice(editor, "two", noon)
        hand_over(editor, other_editor, noon)
        Notice.objects.filter(pk=first.pk).update(read_at=noon)

        turn(AFTER)

        holders = dict(Notice.objects.values_list("pk", "staff_id"))
        assert holders == {first.pk: other_editor.pk, second.pk: editor.pk}

    def test_the_stand_in_was_told_already_are_not_told_twice(self, editor, other_editor, noon):
        make_notice(editor, "one", noon)
        make_notice(other_editor, "one", noon)

        hand_over(editor, other_editor, noon)

        assert Notice.objects.filter(staff=editor).count() == 1

    def test_go_by_name_to_whoever_stands_in(self, editor, other_editor, promoter, noon):
        hand_over(editor, other_editor, noon, held=("notices.unread",))

        told = queries.with_stand_ins(staff_ids=[editor.pk, promoter.pk], held="notices.unread", day=TODAY)

        assert told == {editor.pk, promoter.pk, other_editor.pk}

    def test_that_come_up_meanwhile_reach_both(self, editor, other_editor, noon):
        hand_over(editor, other_editor, noon, held=("notices.unread",))
        told = {"kind": "reports.remind", "title": "本周计划", "dedupe_key": "week", "now": noon}

        assert notify(staff_ids=[editor.pk], **told) == 2
        assert notify(staff_ids=[editor.pk], **told) == 0
        assert set(Notice.objects.values_list("staff_id", flat=True)) == {editor.pk, other_editor.pk}


class TestLeaving:
    def leave(self, staff, to, actor, noon):
        return services.plan_leaving(
            staff_id=staff.pk,
            left_on=TODAY - timedelta(days=1),
            first_day=TODAY,
            receivers=dict.fromkeys(ALL, to.pk),
            actor=viewer_of(actor),
            now=noon,
        )

    def test_moves_everything_from_every_room(self, full_hands, other_editor, admin_staff, noon):
        before = counts(full_hands)

        self.leave(full_hands, other_editor, admin_staff, noon)

        assert counts(other_editor) == before
        assert counts(full_hands) == dict.fromkeys(ALL, 0)

    def test_killed_in_the_middle_moves_nothing(self, full_hands, other_editor, admin_staff, noon, monkeypatch):
        before = counts(full_hands)
        monkeypatch.setattr(HandedItem.objects, "create", _dies_at_the(8))

        with pytest.raises(KeyboardInterrupt):
            self.leave(full_hands, other_editor, admin_staff, noon)

        full_hands.refresh_from_db()
        full_hands.user.refresh_from_db()
        assert counts(full_hands) == before
        assert (full_hands.left_on, full_hands.user.is_active) == (None, True)
        assert not Handover.objects.exists()

    def test_killed_in_the_middle_is_pressed_again(self, full_hands, other_editor, admin_staff, noon, monkeypatch):
        before = counts(full_hands)
        with monkeypatch.context() as patched:
            patched.setattr(HandedItem.objects, "create", _dies_at_the(8))
            with pytest.raises(KeyboardInterrupt):
                self.leave(full_hands, other_editor, admin_staff, noon)

        self.leave(full_hands, other_editor, admin_staff, noon)

        assert counts(other_editor) == before


def _dies_at_the(count: int):
    """Makes rows until it is killed."""
    real, made = HandedItem.objects.create, []

    def create(**values):
        made.append(values)
        if len(made) == count:
            raise KeyboardInterrupt
        return real(**values)

    return create
