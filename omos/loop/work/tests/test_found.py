from __future__ import annotations

from datetime import date

import pytest

from omos.formulas.page_key import NotAPage, page_key
from omos.loop.keywords.tests.factories import make_keyword
from omos.loop.work import queries, services
from omos.loop.work.models import Assignment, Evidence, WorkCategory
from omos.loop.work.tests.factories import TODAY, make_assignment, make_category, make_evidence
from omos.people.models import Action
from omos.people.tests.factories import make_website, system_viewer, viewer_of

URL = "https://www.yunfan.example/news/101.html"


@pytest.fixture
def assignment(editor):
    return make_assignment(editor, quantity=2)


def hand_in_found(assignment, noon, *, url=URL, keyword_id=None, day=TODAY):
    return services.hand_in_found(
        url=url, assignment_id=assignment.pk, keyword_id=keyword_id, day=day, actor=system_viewer(), now=noon
    )


class TestHandInFound:
    def test_keeps_the_page_as_found_by_the_machine(self, assignment, noon):
        piece = hand_in_found(assignment, noon)

        evidence = Evidence.objects.get(pk=piece.evidence_id)
        assert (evidence.is_found, evidence.staff_id, evidence.day) == (True, assignment.staff_id, TODAY)
        assert (evidence.page_key, piece.is_new) == (page_key(URL).digest, True)

    def test_counts_for_the_assignment(self, assignment, noon):
        hand_in_found(assignment, noon)
        hand_in_found(assignment, noon, url=f"{URL}?id=2")

        assignment.refresh_from_db()
        assert (assignment.handed_in_count, assignment.state) == (2, Assignment.State.DONE)

    def test_counts_a_page_once(self, assignment, noon):
        first = hand_in_found(assignment, noon)

        again = hand_in_found(assignment, noon, url="http://yunfan.example/news/101.html?utm_source=x")

        assert (again.evidence_id, again.is_new) == (first.evidence_id, False)
        assert Evidence.objects.count() == 1

    def test_links_what_a_person_handed_in(self, assignment, editor, noon):
        make_website()
        services.hand_in(actor=viewer_of(editor), text=URL, now=noon)

        piece = hand_in_found(assignment, noon)

        assert (piece.is_new, piece.staff_id) == (False, editor.pk)
        assert not Evidence.objects.get().is_found

    def test_refuses_the_same_page_by_hand_afterwards(self, assignment, editor, noon):
        make_website()
        hand_in_found(assignment, noon)

        outcome = services.hand_in(actor=viewer_of(editor), text=URL, now=noon)

        assert [line.reason_code for line in outcome.refused] == ["handed_in_before"]

    def test_serves_a_free_word(self, editor, noon):
        word = make_keyword("滤筒除尘器")
        assignment = make_assignment(editor, words=(word,))

        piece = hand_in_found(assignment, noon, keyword_id=word.pk)

        assert Evidence.objects.get(pk=piece.evidence_id).keyword_id == word.pk

    def test_serves_no_word_twice(self, editor, noon):
        word = make_keyword("滤筒除尘器")
        assignment = make_assignment(editor, words=(word,))
        make_evidence(assignment, keyword=word)

        piece = hand_in_found(assignment, noon, keyword_id=word.pk)

        assert Evidence.objects.get(pk=piece.evidence_id).keyword_id is None

    def test_serves_no_word_of_another_assignment(self, assignment, noon):
        piece = hand_in_found(assignment, noon, keyword_id=make_keyword("脉冲阀").pk)

        assert Evidence.objects.get(pk=piece.evidence_id).keyword_id is None

    def test_is_not_late_when_it_was_published_in_time(self, editor, noon):
        assignment = make_assignment(editor, due_date=date(2026, 11, 19))

        piece = hand_in_found(assignment, noon, day=date(2026, 11, 19))

        assert not Evidence.objects.get(pk=piece.evidence_id).is_late

    def test_refuses_work_for_other_websites(self, editor, noon):
        outside = make_category("OUTSIDE_POST", kind=WorkCategory.EvidenceKind.OUTSIDE_URL)

        with pytest.raises(services.AssignmentClosed):
            hand_in_found(make_assignment(editor, category=outside), noon)

    def test_refuses_what_was_withdrawn(self, editor, noon):
        with pytest.raises(services.AssignmentClosed):
            hand_in_found(make_assignment(editor, state=Assignment.State.WITHDRAWN), noon)

    def test_refuses_what_is_no_page(self, assignment, noon):
        with pytest.raises(NotAPage):
            hand_in_found(assignment, noon, url="javascript:alert(1)")

    def test_leaves_a_trace_of_the_machine(self, assignment, noon):
        hand_in_found(assignment, noon)

        action = Action.objects.get(verb="work.hand_in")
        assert (action.actor_name, action.user_id, action.after["found"]) == ("test", None, True)


class TestWithdrawFound:
    def test_takes_the_piece_back(self, assignment, noon):
        piece = hand_in_found(assignment, noon)

        services.withdraw_found(evidence_id=piece.evidence_id, actor=system_viewer(), now=noon)

        assignment.refresh_from_db()
        assert assignment.handed_in_count == 0
        assert Evidence.objects.get().withdrawn_at == noon

    def test_refuses_a_second_time(self, assignment, noon):
        piece = hand_in_found(assignment, noon)
        services.withdraw_found(evidence_id=piece.evidence_id, actor=system_viewer(), now=noon)

        with pytest.raises(services.AssignmentClosed):
            services.withdraw_found(evidence_id=piece.evidence_id, actor=system_viewer(), now=noon)

    def test_refuses_what_a_person_handed_in(self, assignment, noon):
        by_hand = make_evidence(assignment)

        with pytest.raises(services.AssignmentClosed):
            services.withdraw_found(evidence_id=by_hand.pk, actor=system_viewer(), now=noon)

    def test_lets_the_page_be_found_again(self, assignment, noon):
        piece = hand_in_found(assignment, noon)
        services.withdraw_found(evidence_id=piece.evidence_id, actor=system_viewer(), now=noon)

        assert hand_in_found(assignment, noon).is_new


class TestOpeningsForSeveral:
    def test_come_with_their_people(self, editor, other_editor):
        first, second = make_assignment(editor), make_assignment(other_editor)

        found = queries.openings_for(staff_ids=[editor.pk, other_editor.pk], today=TODAY)

        assert [(staff_id, opening.assignment_id) for staff_id, opening in found] == [
            (editor.pk, first.pk),
            (other_editor.pk, second.pk),
        ]

    def test_leave_other_people_out(self, editor, other_editor):
        make_assignment(other_editor)

        assert queries.openings_for(staff_ids=[editor.pk], today=TODAY) == ()
