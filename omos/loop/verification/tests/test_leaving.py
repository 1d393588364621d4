"""What came back to somebody who leaves goes on; whom a piece was made for decides it; keys end."""

from __future__ import annotations

from datetime import date

import pytest

from omos.loop.verification import services
from omos.loop.verification.holdings import pass_on, returned_pieces, take_back
from omos.loop.verification.models import Decision, HelperKey, Standing
from omos.loop.verification.queries import returned_for
from omos.loop.verification.services.helper_keys import end_key_of
from omos.loop.verification.tests.factories import NOW, make_decision, make_piece, make_standing
from omos.loop.work.models import Assignment, CodeCounter, Evidence
from omos.office.notices.models import Notice
from omos.people import services as people_services
from omos.people.holdings import Holding, Passing
from omos.people.models import Action
from omos.people.tests.factories import viewer_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def codes(company):
    """Codes of this week that the factories do not give."""
    CodeCounter.objects.create(iso_year=2026, iso_week=47, last=900)


@pytest.fixture
def returned(editor, supervisor):
    standing = make_standing(make_piece(editor), outcome="RETURNED")
    make_decision(standing.evidence, supervisor, note="请换案例")
    return standing.evidence


@pytest.fixture
def hand_over(editor, other_editor):
    def go(*ids):
        return pass_on(Passing(editor.pk, other_editor.pk, TODAY, None, NOW, {pk: {} for pk in ids}))

    return go


class TestReturnedPieces:
    def test_are_held_by_their_maker(self, returned, editor):
        [thing] = returned_pieces(Holding(editor.pk, TODAY))

        assert (thing.id, thing.title) == (returned.pk, "原创文章 滤袋更换周期怎么算")
        assert "请换案例" in thing.note

    def test_become_work_of_somebody_else_that_says_why(self, returned, other_editor, hand_over):
        [(new_id, _memo)] = hand_over(returned.pk).values()

        work = Assignment.objects.get(pk=new_id)
        assert (work.staff, work.state) == (other_editor, "OPEN")
        assert "请换案例" in work.brief
        assert returned.url in work.brief

    def test_no_longer_wait_for_who_left(self, returned, editor, hand_over):
        hand_over(returned.pk)

        assert returned_for(staff_id=editor.pk) == ()

    def test_go_once(self, returned, hand_over):
        hand_over(returned.pk)

        assert hand_over(returned.pk) == {}
        assert Assignment.objects.count() == 2

    def test_stay_where_they_passed_meanwhile(self, returned, editor, hand_over):
        Standing.objects.filter(evidence=returned).update(outcome="PASSED")

        assert hand_over(returned.pk) == {}
        assert Evidence.objects.get().withdrawn_at is None

    def test_come_back(self, returned, editor, other_editor, hand_over):
        [(new_id, _memo)] = hand_over(returned.pk).values()

        moved = take_back(Passing(editor.pk, other_editor.pk, TODAY, None, NOW, {new_id: {}}))

        assert moved == {new_id: (new_id, {})}
        assert Assignment.objects.get(pk=new_id).staff == editor

    def test_move_in_the_leaving_wizard(self, returned, editor, other_editor, supervisor):
        people_services.plan_leaving(
            staff_id=editor.pk,
            left_on=date(2026, 11, 30),
            first_day=TODAY,
            receivers={"verification.returned": other_editor.pk},
            actor=viewer_of(supervisor),
            now=NOW,
        )

        assert Assignment.objects.get(staff=other_editor).quantity == 1


class TestKeysOfWhoLeaves:
    def test_end(self, editor, supervisor):
        key = services.make_helper_key(actor=viewer_of(editor), now=NOW)

        end_key_of(staff_id=editor.pk, actor=viewer_of(supervisor), now=NOW)

        assert not services.is_own_key(key=key, viewer=viewer_of(editor))
        assert HelperKey.objects.get().ended_at == NOW

    def test_end_with_the_last_day(self, editor, other_editor, supervisor):
        services.make_helper_key(actor=viewer_of(editor), now=NOW)

        people_services.plan_leaving(
            staff_id=editor.pk,
            left_on=date(2026, 11, 19),
            first_day=TODAY,
            receivers={"work.assignments": other_editor.pk},
            actor=viewer_of(supervisor),
            now=NOW,
        )

        assert HelperKey.objects.get().ended_at == NOW

    def test_leave_no_trail_where_there_is_none(self, editor, supervisor):
        end_key_of(staff_id=editor.pk, actor=viewer_of(supervisor), now=NOW)

        assert not Action.objects.filter(verb="verification.send_index").exists()


class TestWhomAPieceWasMadeFor:
    def test_passes_it_like_the_supervisor(self, editor, promoter):
        piece = make_piece(editor, kind="NOTE", note="横幅三张")

        services.decide_as_receiver(evidence_id=piece.pk, is_accepted=True, actor=viewer_of(promoter), now=NOW)

        standing = Standing.objects.get()
        assert (standing.outcome, standing.needs_eyes, standing.is_decided_by_person) == ("PASSED", False, True)

    def test_returns_it_with_a_reason_and_leaves_the_telling_to_the_room(self, editor, promoter):
        piece = make_piece(editor, kind="NOTE", note="横幅三张")

        services.decide_as_receiver(
            evidence_id=piece.pk, is_accepted=False, actor=viewer_of(promoter), now=NOW, note="字太小"
        )

        assert Standing.objects.get().outcome == "RETURNED"
        assert Decision.objects.get().note == "字太小"
        assert not Notice.objects.exists()

    def test_may_say_so_twice(self, editor, promoter):
        piece = make_piece(editor, kind="NOTE", note="横幅三张")
        services.decide_as_receiver(evidence_id=piece.pk, is_accepted=False, actor=viewer_of(promoter), now=NOW)

        services.decide_as_receiver(evidence_id=piece.pk, is_accepted=True, actor=viewer_of(promoter), now=NOW)

        assert Decision.objects.get(is_current=True).answer == "PASS"

    def test_cannot_decide_what_was_taken_back(self, editor, promoter):
        piece = make_piece(editor, kind="NOTE", note="横幅三张")
        Evidence.objects.filter(pk=piece.pk).update(withdrawn_at=NOW)

        with pytest.raises(services.DecisionRefused):
            services.decide_as_receiver(evidence_id=piece.pk, is_accepted=True, actor=viewer_of(promoter), now=NOW)
