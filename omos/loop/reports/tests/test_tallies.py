"""Counting pieces, and what state a day is in."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.loop.reports import queries
from omos.loop.reports.models import ClosedDay
from omos.loop.reports.queries import Tally
from omos.loop.reports.tests.factories import make_work
from omos.loop.verification import queries as verification
from omos.loop.verification.tests.factories import make_decision, make_standing
from omos.loop.work import queries as work
from omos.loop.work.models import Assignment, Evidence
from omos.loop.work.tests.factories import TODAY, make_assignment, make_category, make_evidence

State = ClosedDay.State


@st.composite
def tallies(draw) -> Tally:
    passed, failed, unknown = (draw(st.integers(0, 9)) for _ in range(3))
    handed_in = passed + failed + unknown
    planned = draw(st.integers(0, 20))
    return Tally(
        planned=planned,
        handed_in=handed_in,
        passed=passed,
        failed=failed,
        late=draw(st.integers(0, handed_in)),
        missing=max(0, planned - handed_in),
        after_day=draw(st.integers(0, handed_in)),
    )


RANK = {State.MISSING: 0, State.LATE: 1, State.CLEARED: 2, State.LEAVE: 2, State.IDLE: 2}


class TestState:
    @pytest.mark.parametrize(
        ("tally", "state"),
        [
            (Tally(planned=3, handed_in=3, passed=3), State.CLEARED),
            (Tally(planned=3, handed_in=3, passed=1), State.CLEARED),
            (Tally(planned=3, handed_in=3, passed=2, failed=1), State.MISSING),
            (Tally(planned=3, handed_in=4, passed=3, failed=1), State.CLEARED),
            (Tally(planned=3, handed_in=2, passed=2, missing=1), State.MISSING),
            (Tally(planned=3, missing=3), State.MISSING),
            (Tally(planned=3, handed_in=3, passed=3, late=1, after_day=1), State.LATE),
            (Tally(planned=3, handed_in=3, passed=3, late=1), State.CLEARED),
            (Tally(), State.IDLE),
        ],
    )
    def test_follows_what_is_there(self, tally, state):
        assert tally.state() == state

    def test_does_not_let_surplus_of_one_kind_fill_another(self):
        assert Tally(planned=4, handed_in=5, passed=5, missing=1).state() == State.MISSING

    def test_does_not_count_a_day_on_leave(self):
        assert Tally(planned=3, handed_in=1, passed=1, missing=2).state(is_away=True) == State.LEAVE

    def test_honours_work_done_on_leave(self):
        assert Tally(planned=1, handed_in=1, passed=1).state(is_away=True) == State.CLEARED

    @given(tallies())
    def test_is_never_lowered_by_the_unknown(self, tally):
        sure = Tally(
            planned=tally.planned,
            handed_in=tally.handed_in,
            passed=tally.handed_in - tally.failed,
            failed=tally.failed,
            late=tally.late,
            missing=tally.missing,
            after_day=tally.after_day,
        )

        assert tally.state() == sure.state()

    @given(tallies())
    def test_is_never_lowered_by_leave(self, tally):
        assert RANK[tally.state(is_away=True)] >= RANK[tally.state()]

    @given(tallies())
    def test_never_asks_to_mend_more_than_failed(self, tally):
        assert 0 <= tally.to_mend <= tally.failed

    @given(tallies(), tallies())
    def test_adds_up_in_any_order(self, one, other):
        assert one + other == other + one
        assert (one + other).unknown == one.unknown + other.unknown


class TestWorkRows:
    def test_counts_by_person_and_due_day(self, editor):
        make_work(editor, planned=5, passed=2, failed=1, unknown=1)

        tally = _tally(editor)

        assert (tally.planned, tally.handed_in, tally.passed, tally.failed, tally.unknown, tally.missing) == (
            5,
            4,
            2,
            1,
            1,
            1,
        )

    def test_counts_what_waits_for_the_machine_as_unknown(self, editor):
        make_work(editor, planned=2, pending=2)

        assert (_tally(editor).unknown, _tally(editor).state()) == (2, State.CLEARED)

    def test_counts_a_returned_piece_as_failed(self, editor):
        assignment = make_assignment(editor, quantity=1)
        make_standing(make_evidence(assignment), outcome="RETURNED")

        assert (_tally(editor).failed, _tally(editor).to_mend) == (1, 1)

    def test_counts_quantities_not_lines(self, editor):
        assignment = make_assignment(editor, quantity=30)
        make_standing(make_evidence(assignment, note="否词", quantity=30))

        assert _tally(editor).passed == 30

    def test_leaves_out_what_was_taken_back(self, editor, noon):
        make_work(editor, planned=1, passed=1)
        Evidence.objects.update(withdrawn_at=noon)

        assert _tally(editor).handed_in == 0

    def test_leaves_out_drafts_and_withdrawn_assignments(self, editor):
        make_assignment(editor, state=Assignment.State.DRAFT)

        assert _tally(editor) == Tally()

    def test_counts_pieces_after_the_hour_late_but_on_the_day(self, editor):
        assignment = make_work(editor, planned=1, passed=1)
        Assignment.objects.filter(pk=assignment.pk).update(due_time=time(11, 0))

        assert (_tally(editor).late, _tally(editor).after_day, _tally(editor).state()) == (1, 0, State.CLEARED)

    def test_excuses_what_replaces_a_returned_piece_in_time(self, editor, supervisor, noon):
        assignment = make_assignment(editor, quantity=1)
        returned = make_evidence(assignment, handed_in_at=noon)
        make_decision(returned, supervisor, decided_at=noon)
        better = make_evidence(assignment, handed_in_at=noon, is_late=True)
        Evidence.objects.filter(pk=returned.pk).update(withdrawn_at=noon)
        Evidence.objects.filter(pk=better.pk).update(replaces=returned)
        make_standing(better)

        assert (_tally(editor).late, _tally(editor).first_passed) == (0, 0)

    def test_agrees_with_what_work_and_verification_count(self, editor, promoter):
        make_work(editor, planned=6, passed=3, failed=1, unknown=1, late=1)
        make_work(promoter, planned=9, passed=2, pending=3)
        ids = [editor.pk, promoter.pk]

        mine = queries.work_rows(staff_ids=ids, first=TODAY, last=TODAY).by_person_and_day()
        counts = work.day_counts(staff_ids=ids, first=TODAY, last=TODAY)
        stands = verification.standing_counts(staff_ids=ids, first=TODAY, last=TODAY)

        assert {key: (one.planned, one.missing, one.after_day) for key, one in mine.items()} == {
            key: (one.planned, one.missing, one.late) for key, one in counts.items()
        }
        assert {key: (one.passed, one.failed, one.unknown) for key, one in mine.items()} == {
            key: (one.passed, one.failed + one.returned, one.unknown + one.pending) for key, one in stands.items()
        }

    def test_sums_up_the_same_by_any_split(self, editor, promoter):
        make_work(editor, planned=4, passed=3, failed=1)
        make_work(editor, planned=5, unknown=2, day=date(2026, 11, 19))
        make_work(promoter, planned=2, passed=1, category=make_category("OUTSIDE_POST"))
        rows = queries.work_rows(staff_ids=[editor.pk, promoter.pk], first=date(2026, 11, 16), last=TODAY)

        by_person = sum(rows.tallied(lambda row: row.staff_id).values(), Tally())
        by_category = sum(rows.tallied(lambda row: row.category).values(), Tally())

        assert by_person == by_category
        assert by_person.planned == 11


class TestOnTimeRate:
    def test_takes_late_pieces_off(self, editor):
        make_work(editor, planned=4, passed=3, late=1)

        assert _tally(editor).work.on_time == 3

    @given(tallies())
    def test_stays_between_none_and_all(self, tally):
        assert 0 <= tally.work.on_time <= tally.planned

    def test_knows_the_share_done(self):
        assert Tally(planned=4, missing=1).done_share == Decimal("0.75")

    def test_knows_no_share_of_nothing(self):
        assert Tally().done_share is None


def _tally(staff) -> Tally:
    rows = queries.work_rows(staff_ids=[staff.pk], first=TODAY, last=TODAY)
    return rows.by_person_and_day().get((staff.pk, TODAY), Tally())
