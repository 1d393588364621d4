"""Days proposed, days filled, figures of how requests fare."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from omos.centres.website import services
from omos.centres.website.queries import figures, free_days, loads, longest_waiting, proposed_day, queue
from omos.centres.website.tests.factories import (
    FRIDAY,
    NOON,
    TUESDAY,
    make_asker,
    make_handed_over,
    make_maker,
    make_request,
    make_taken,
)
from omos.people.tests.factories import make_leave, viewer_of

pytestmark = pytest.mark.django_db


class TestQueue:
    def test_stands_by_the_day_needed_urgent_first(self, maker, asker):
        late = make_request(asker=asker, to=maker, needed_by=date(2026, 11, 30))
        plain = make_request(asker=asker, to=maker)
        urgent = make_request(asker=asker, to=maker, is_urgent=True)

        rows = queue(viewer=viewer_of(maker), today=FRIDAY).rows

        assert [row.request for row in rows] == [urgent, plain, late]

    def test_proposes_a_day_behind_what_is_taken(self, maker, asker):
        make_taken(maker=maker, asker=asker, quantity=6)
        new = make_request(asker=asker, to=maker, quantity=3)

        found = proposed_day(viewer=viewer_of(maker), request=new, today=FRIDAY)

        # 540 minutes ÷ 0.8 = 675: more than Friday's 450, less than two days.
        assert found == date(2026, 11, 23)

    def test_passes_over_leave(self, maker, asker):
        make_leave(maker, date(2026, 11, 20), date(2026, 11, 23))
        new = make_request(asker=asker, to=maker)

        assert proposed_day(viewer=viewer_of(maker), request=new, today=FRIDAY) == TUESDAY

    def test_says_what_is_late(self, maker, asker):
        make_taken(maker=maker, asker=asker, needed_by=FRIDAY)

        [row] = queue(viewer=viewer_of(maker), today=TUESDAY).rows

        assert row.is_late

    def test_is_empty_without_requests(self, maker):
        assert queue(viewer=viewer_of(maker), today=FRIDAY).rows == ()

    def test_knows_a_half_day(self, maker):
        make_leave(maker, FRIDAY, share=50)

        assert free_days(viewer=viewer_of(maker), today=FRIDAY)[0] == (FRIDAY, 225)


class TestLoads:
    def test_weigh_what_is_taken_against_own_days(self, maker, asker, supervisor):
        make_taken(maker=maker, asker=asker, quantity=6)

        [load] = loads(viewer=viewer_of(supervisor), today=FRIDAY)

        assert (load.person.name, load.open_count, load.minutes, load.held_minutes) == ("叶子墨", 1, 360, 2250)
        assert load.share == pytest.approx(360 / 1800)

    def test_count_what_is_asked_by_name_but_not_what_waits_for_anybody(self, maker, asker, supervisor):
        make_request(asker=asker, to=maker)
        make_request(asker=asker, to=maker.position)

        [load] = loads(viewer=viewer_of(supervisor), today=FRIDAY)

        assert load.open_count == 1

    def test_show_idle_makers_too(self, maker, supervisor):
        make_maker("秦朗", code="PROGRAMMER")

        found = loads(viewer=viewer_of(supervisor), today=FRIDAY)

        assert [load.open_count for load in found] == [0, 0]

    def test_show_a_maker_only_their_own(self, maker):
        make_maker("秦朗", code="PROGRAMMER")

        assert len(loads(viewer=viewer_of(maker), today=FRIDAY)) == 1


class TestFigures:
    def test_know_nothing_at_first(self, supervisor):
        found = figures(viewer=viewer_of(supervisor), now=NOON)

        assert (found.open, found.longest_wait, found.lead_days, found.sent_back_share) == (0, None, None, None)

    def test_say_who_waits_how_long(self, maker, asker, supervisor):
        make_request(asker=asker, to=maker, now=NOON - timedelta(days=3), needed_by=date(2026, 11, 18))
        make_request(asker=asker, to=maker)

        found = figures(viewer=viewer_of(supervisor), now=NOON)

        assert (found.open, found.waiting, found.longest_wait, found.late) == (2, 2, 3, 1)

    def test_take_the_median_from_asked_to_accepted(self, maker, asker, supervisor):
        accepted(maker, asker, days=1)
        accepted(maker, asker, days=2)
        accepted(maker, asker, days=9)

        found = figures(viewer=viewer_of(supervisor), now=NOON + timedelta(days=10))

        assert (found.done, found.lead_days) == (3, 2.0)

    def test_say_how_many_came_back(self, maker, asker, supervisor):
        accepted(maker, asker, days=1)
        request = make_handed_over(maker=maker, asker=asker)
        services.send_back(request_id=request.pk, reason="字太小", actor=viewer_of(asker), now=NOON)

        assert figures(viewer=viewer_of(supervisor), now=NOON).sent_back_share == 0.5

    def test_forget_what_ended_long_ago(self, maker, asker, supervisor):
        accepted(maker, asker, days=1)

        assert figures(viewer=viewer_of(supervisor), now=NOON + timedelta(days=90)).done == 0

    def test_are_those_of_one_s_own_scope(self, maker, asker):
        make_request(asker=asker, to=maker)

        assert figures(viewer=viewer_of(make_asker()), now=NOON).open == 0


def accepted(maker, asker, *, days):
    request = make_handed_over(maker=maker, asker=asker)
    services.accept(request_id=request.pk, actor=viewer_of(asker), now=NOON + timedelta(days=days))


class TestLongestWaiting:
    def test_begins_with_who_asked_first(self, maker, asker, supervisor):
        newer = make_request(asker=asker, to=maker)
        older = make_request(asker=asker, to=maker, now=NOON - timedelta(days=2))

        assert longest_waiting(viewer=viewer_of(supervisor)) == (older, newer)

    def test_leaves_out_what_is_over(self, maker, asker, supervisor):
        accepted(maker, asker, days=1)

        assert longest_waiting(viewer=viewer_of(supervisor)) == ()
