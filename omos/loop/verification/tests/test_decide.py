"""What people say over a piece, and what it does to the ledger and to the person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from omos.loop.ledger import queries as ledger
from omos.loop.verification import services
from omos.loop.verification.models import Check, Decision, Standing
from omos.loop.verification.queries import excused_late_ids, returned_for
from omos.loop.verification.services.enqueueing import MACHINE
from omos.loop.verification.services.facts import post_facts
from omos.loop.verification.tests.factories import NOW, make_piece, make_standing
from omos.loop.work.models import Evidence
from omos.office.notices.models import Notice
from omos.people.models import Action
from omos.people.tests.factories import viewer_of

pytestmark = pytest.mark.django_db
COPIED = {"original": ("no", "copied", {"share": 0.37, "whose": "苏晴", "day": "2026-10-28"})}
LATER = NOW + timedelta(minutes=30)


def verified() -> int | None:
    day = NOW.date()
    figure = ledger.totals(measures=["evidence_verified"], first=day, last=day)["evidence_verified"].value
    return None if figure is None else int(figure)


@pytest.fixture
def failed(editor):
    standing = make_standing(make_piece(editor), outcome="FAILED", why="FAILED", verdicts=COPIED)
    post_facts(evidence_ids=[standing.evidence_id], actor=MACHINE, now=NOW)
    return standing


@pytest.fixture
def passed(editor):
    standing = make_standing(make_piece(editor))
    post_facts(evidence_ids=[standing.evidence_id], actor=MACHINE, now=NOW)
    return standing


def decide(standing, staff, answer, **more):
    standing.refresh_from_db()
    wanted = {"version": standing.version, "now": LATER} | more
    return services.decide(evidence_id=standing.evidence_id, answer=answer, actor=viewer_of(staff), **wanted)


class TestPass:
    def test_counts_in_the_ledger(self, failed, supervisor):
        assert verified() == 0

        decide(failed, supervisor, "PASS")

        assert verified() == 1

    def test_has_the_page_looked_at_again_later(self, failed, supervisor):
        decide(failed, supervisor, "PASS")

        assert list(Check.objects.filter(age_days__gt=0).values_list("age_days", flat=True)) == [1, 7, 30]

    def test_leaves_a_name_in_the_trail(self, failed, supervisor):
        decide(failed, supervisor, "PASS", note="客户确认过")

        action = Action.objects.get(verb="verification.decide")
        assert (action.actor_name, action.after["answer"], action.after["note"]) == ("林岚", "PASS", "客户确认过")


class TestReturn:
    def test_is_booked_back(self, passed, supervisor):
        assert verified() == 1

        decide(passed, supervisor, "RETURN", reasons=["quality"])

        assert verified() == 0

    def test_tells_the_person_why(self, failed, supervisor, editor):
        decide(failed, supervisor, "RETURN", reasons=["original", "other"], note="请换成现场案例")

        notice = Notice.objects.get(staff=editor, kind="verification.returned")
        assert "请换成现场案例" in notice.body
        assert notice.url == f"/evidence/{failed.evidence_id}/"

    def test_stands_in_the_persons_list_with_a_day_to_redo(self, failed, supervisor, editor):
        decide(failed, supervisor, "RETURN", reasons=["quality"])

        (piece,) = returned_for(staff_id=editor.pk)
        assert (piece.outcome, piece.by_name, piece.reasons) == ("RETURNED", "林岚", ("质量不够",))
        assert piece.redo_until == LATER + timedelta(hours=24)

    @pytest.mark.parametrize("note", ["", "   "])
    def test_needs_a_word_why(self, failed, supervisor, note):
        with pytest.raises(services.DecisionRefused):
            decide(failed, supervisor, "RETURN", note=note)

    def test_takes_only_reasons_there_are(self, failed, supervisor):
        with pytest.raises(services.DecisionRefused):
            decide(failed, supervisor, "RETURN", reasons=["because"])

    @pytest.mark.parametrize(("hours", "is_excused"), [(1, True), (23, True), (25, False)])
    def test_excuses_a_late_piece_redone_within_a_day(self, failed, supervisor, editor, hours, is_excused):
        decide(failed, supervisor, "RETURN", reasons=["quality"])
        Evidence.objects.filter(pk=failed.evidence_id).update(withdrawn_at=LATER)
        better = make_piece(editor, handed_in_at=LATER + timedelta(hours=hours))
        Evidence.objects.filter(pk=better.pk).update(replaces_id=failed.evidence_id, is_late=True)
        make_standing(better)

        assert (better.pk in excused_late_ids(evidence_ids=[better.pk])) is is_excused


class TestDoubt:
    def test_passes_for_now_and_is_looked_at_tomorrow(self, failed, supervisor):
        decide(failed, supervisor, "DOUBT")

        failed.refresh_from_db()
        assert (failed.outcome, failed.needs_eyes) == ("PROVISIONAL", False)
        assert Check.objects.get(age_days=1).due_at == LATER + timedelta(days=1)
        assert verified() == 1


class TestRaces:
    def test_the_second_hears_who_was_faster(self, failed, supervisor):
        version = failed.version
        decide(failed, supervisor, "PASS")

        with pytest.raises(services.StandingChanged, match="林岚"):
            decide(failed, supervisor, "RETURN", reasons=["quality"], version=version)

        assert Decision.objects.filter(is_current=True).get().answer == "PASS"

    def test_a_new_result_of_the_machine_is_shown_first(self, failed, supervisor):
        Standing.objects.filter(pk=failed.pk).update(version=7)

        with pytest.raises(services.StandingChanged, match="机器"):
            decide(failed, supervisor, "PASS", version=0)

    def test_a_piece_taken_back_cannot_be_decided(self, failed, supervisor):
        Standing.objects.filter(pk=failed.pk).update(outcome="WITHDRAWN")

        with pytest.raises(services.DecisionRefused):
            decide(failed, supervisor, "PASS")


class TestUndo:
    def test_brings_back_what_stood_before(self, passed, supervisor):
        decision = decide(passed, supervisor, "RETURN", reasons=["quality"])

        services.undo(decision_id=decision.pk, actor=viewer_of(supervisor), now=LATER)

        passed.refresh_from_db()
        assert passed.outcome == "PASSED"
        assert verified() == 1

    def test_brings_back_the_decision_before(self, failed, supervisor):
        first = decide(failed, supervisor, "PASS")
        second = decide(failed, supervisor, "RETURN", reasons=["quality"])

        services.undo(decision_id=second.pk, actor=viewer_of(supervisor), now=LATER)

        assert Decision.objects.get(is_current=True) == first

    def test_is_for_ones_own_decisions(self, failed, supervisor, boss):
        decision = decide(failed, supervisor, "PASS")

        with pytest.raises(services.DecisionRefused):
            services.undo(decision_id=decision.pk, actor=viewer_of(boss), now=LATER)


class TestThePersonsOwn:
    def test_question_brings_the_piece_before_eyes(self, passed, editor):
        services.request_look(evidence_id=passed.evidence_id, question="这个词算吗", actor=viewer_of(editor), now=LATER)

        passed.refresh_from_db()
        assert (passed.outcome, passed.needs_eyes, passed.why, passed.question) == (
            "PASSED",
            True,
            "ASKED",
            "这个词算吗",
        )

    def test_question_is_asked_once(self, failed, editor):
        with pytest.raises(services.DecisionRefused):
            services.request_look(evidence_id=failed.evidence_id, question="", actor=viewer_of(editor), now=LATER)

    def test_recheck_is_queued_once(self, failed, editor):
        services.recheck(evidence_id=failed.evidence_id, actor=viewer_of(editor), now=LATER)

        with pytest.raises(services.DecisionRefused):
            services.recheck(evidence_id=failed.evidence_id, actor=viewer_of(editor), now=LATER)
        assert Check.objects.filter(state="DUE").count() == 1

    @pytest.mark.parametrize("verb", ["recheck", "request_look"])
    def test_piece_is_nobody_elses(self, verb, failed, other_editor):
        more = {"question": ""} if verb == "request_look" else {}

        with pytest.raises(services.DecisionRefused):
            getattr(services, verb)(evidence_id=failed.evidence_id, actor=viewer_of(other_editor), now=LATER, **more)

    def test_note_cannot_be_rechecked(self, editor):
        note = make_piece(editor, kind="NOTE", note="否了 30 个词")
        services.enqueue_checks(now=NOW)

        with pytest.raises(services.DecisionRefused):
            services.recheck(evidence_id=note.pk, actor=viewer_of(editor), now=LATER)
