"""Pieces to be made again go to somebody else, and come back; work done after midnight belongs to the shift."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from omos.loop.keywords.tests.factories import make_keyword
from omos.loop.work import services
from omos.loop.work.models import Assignment, AssignmentKeyword, CodeCounter, Evidence
from omos.loop.work.tests.factories import make_assignment, make_category, make_evidence
from omos.people.holdings import Passing
from omos.people.models import RosterDay, Shift
from omos.people.tests.factories import viewer_of

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def codes(company):
    """Codes of this week that the factories do not give."""
    CodeCounter.objects.create(iso_year=2026, iso_week=47, last=900)


@pytest.fixture
def passing(editor, other_editor, noon):
    return lambda *ids: Passing(editor.pk, other_editor.pk, FRIDAY, None, noon, {pk: {} for pk in ids})


class TestHandingOn:
    def test_gives_a_piece_as_an_assignment_of_its_own(self, editor, other_editor, passing):
        row = make_assignment(editor, quantity=3)
        piece = make_evidence(row)
        make_evidence(row)

        [(new_id, _memo)] = services.hand_on_pieces(passing=passing(piece.pk), briefs={piece.pk: "太短"}).values()

        rest = Assignment.objects.get(pk=new_id)
        assert (rest.staff, rest.quantity, rest.state, rest.brief) == (other_editor, 1, "OPEN", "太短")
        assert rest.carried_from == row

    def test_keeps_the_sum_of_all_quantities(self, editor, passing):
        row = make_assignment(editor, quantity=3)
        piece = make_evidence(row)
        make_evidence(row)

        services.hand_on_pieces(passing=passing(piece.pk), briefs={})

        row.refresh_from_db()
        assert (row.quantity, row.handed_in_count) == (2, 1)
        assert sum(Assignment.objects.values_list("quantity", flat=True)) == 3

    def test_gives_the_assignment_itself_where_nothing_else_was_handed_in(self, editor, other_editor, passing):
        row = make_assignment(editor, quantity=1)
        piece = make_evidence(row)

        moved = services.hand_on_pieces(passing=passing(piece.pk), briefs={piece.pk: "换图"})

        row.refresh_from_db()
        assert moved == {piece.pk: (row.pk, {})}
        assert (row.staff, row.state, row.handed_in_count, row.completed_at) == (other_editor, "OPEN", 0, None)

    def test_sets_the_piece_aside(self, editor, passing, noon):
        piece = make_evidence(make_assignment(editor))

        services.hand_on_pieces(passing=passing(piece.pk), briefs={})

        assert Evidence.objects.get(pk=piece.pk).withdrawn_at == noon

    def test_takes_the_word_along(self, editor, passing):
        word = make_keyword("除尘器")
        row = make_assignment(editor, words=(word,))
        piece = make_evidence(row, keyword=word)

        [(new_id, _memo)] = services.hand_on_pieces(passing=passing(piece.pk), briefs={}).values()

        assert AssignmentKeyword.objects.get(keyword=word).assignment_id == new_id

    def test_leaves_what_was_taken_back_meanwhile(self, editor, passing, noon):
        piece = make_evidence(make_assignment(editor))
        Evidence.objects.filter(pk=piece.pk).update(withdrawn_at=noon)

        assert services.hand_on_pieces(passing=passing(piece.pk), briefs={}) == {}

    def test_comes_back_while_nobody_has_begun(self, editor, passing):
        piece = make_evidence(make_assignment(editor))
        [(new_id, _memo)] = services.hand_on_pieces(passing=passing(piece.pk), briefs={}).values()

        returned = services.hand_back_pieces(passing=passing(new_id))

        assert returned == {new_id: (new_id, {})}
        assert Assignment.objects.get(pk=new_id).staff == editor

    def test_stays_with_who_has_begun(self, editor, other_editor, passing):
        piece = make_evidence(make_assignment(editor))
        [(new_id, _memo)] = services.hand_on_pieces(passing=passing(piece.pk), briefs={}).values()
        make_evidence(Assignment.objects.get(pk=new_id))

        assert services.hand_back_pieces(passing=passing(new_id)) == {}
        assert Assignment.objects.get(pk=new_id).staff == other_editor


class TestReopening:
    def test_opens_the_assignment_again(self, editor, supervisor, noon):
        row = make_assignment(editor, quantity=1)
        piece = make_evidence(row)

        services.reopen(evidence_id=piece.pk, actor=viewer_of(supervisor), now=noon)

        row.refresh_from_db()
        assert (row.state, row.handed_in_count) == ("OPEN", 0)

    def test_refuses_a_second_time(self, editor, supervisor, noon):
        piece = make_evidence(make_assignment(editor))
        services.reopen(evidence_id=piece.pk, actor=viewer_of(supervisor), now=noon)

        with pytest.raises(services.AssignmentClosed):
            services.reopen(evidence_id=piece.pk, actor=viewer_of(supervisor), now=noon)

    def test_the_next_note_stands_in_for_the_piece(self, editor, noon):
        row = make_assignment(editor, quantity=1, category=make_category("PICTURE", kind="NOTE"))
        piece = make_evidence(row, note="第一稿")
        services.reopen(evidence_id=piece.pk, actor=viewer_of(editor), now=noon)

        again = services.hand_in_note(
            actor=viewer_of(editor), assignment_id=row.pk, quantity=1, note="第二稿", now=noon, replaces_id=piece.pk
        )

        row.refresh_from_db()
        assert (again.replaces_id, row.handed_in_count, row.state) == (piece.pk, 1, "DONE")

    def test_a_note_sets_aside_what_it_replaces(self, editor, noon):
        row = make_assignment(editor, quantity=1, category=make_category("PICTURE", kind="NOTE"))
        piece = make_evidence(row, note="第一稿")

        services.hand_in_note(
            actor=viewer_of(editor), assignment_id=row.pk, quantity=1, note="第二稿", now=noon, replaces_id=piece.pk
        )

        row.refresh_from_db()
        assert Evidence.objects.get(pk=piece.pk).withdrawn_at == noon
        assert row.handed_in_count == 1


class TestAfterMidnight:
    """Half past midnight on the company's clock, the Friday's late shift runs until two."""

    LATE = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)

    @pytest.fixture
    def late_shift(self, editor):
        shift = Shift.objects.create(code="LATE", name="夜班", letter="夜", starts_at=time(18), ends_at=time(2))
        RosterDay.objects.create(staff=editor, day=FRIDAY, shift=shift)

    def test_links_count_for_the_shift_s_day(self, editor, late_shift):
        row = make_assignment(editor, category=make_category("OUTSIDE_POST", kind="OUTSIDE_URL"))

        done = services.hand_in(actor=viewer_of(editor), text=f"{row.code} https://a.example.com/1", now=self.LATE)

        piece = Evidence.objects.get()
        assert (piece.day, piece.is_late) == (FRIDAY, False)
        assert not done.accepted[0].is_late

    def test_notes_count_for_the_shift_s_day(self, editor, late_shift):
        row = make_assignment(editor, category=make_category("PICTURE", kind="NOTE"))

        piece = services.hand_in_note(
            actor=viewer_of(editor), assignment_id=row.pk, quantity=1, note="好了", now=self.LATE
        )

        assert (piece.day, piece.is_late) == (FRIDAY, False)

    def test_without_such_a_shift_a_new_day_has_begun(self, editor):
        row = make_assignment(editor, category=make_category("PICTURE", kind="NOTE"))

        piece = services.hand_in_note(
            actor=viewer_of(editor), assignment_id=row.pk, quantity=1, note="好了", now=self.LATE
        )

        assert (piece.day, piece.is_late) == (date(2026, 11, 21), True)
