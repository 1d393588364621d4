"""The trail sealed day by day: what was changed afterwards shows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from omos.people import services
from omos.people.models import Action, TrailSeal
from omos.people.tests.factories import system_viewer
from omos.people.trail import record_action


@pytest.fixture
def three_days(db, noon):
    """Two lines on each of the three days before noon's."""
    for number in range(6):
        moment = noon - timedelta(days=1 + number // 2)
        record_action("people.sign_in", actor=system_viewer(), subject=("people.user", number), now=moment)


class TestSealDays:
    def test_seals_finished_days_only(self, three_days, noon):
        record_action("people.sign_in", actor=system_viewer(), subject=("people.user", 9), now=noon)

        assert services.seal_days(now=noon) == 3
        assert list(TrailSeal.objects.order_by("day").values_list("line_count", flat=True)) == [2, 2, 2]

    def test_seals_nothing_the_second_time(self, three_days, noon):
        services.seal_days(now=noon)

        assert services.seal_days(now=noon) == 0

    def test_seals_days_without_lines_as_well(self, three_days, noon):
        services.seal_days(now=noon + timedelta(days=4))

        assert TrailSeal.objects.count() == 7

    def test_seals_nothing_where_nothing_happened(self, db, noon):
        assert services.seal_days(now=noon) == 0


class TestFirstBrokenDay:
    def test_is_none_while_the_trail_is_whole(self, three_days, noon):
        services.seal_days(now=noon)

        assert services.first_broken_day() is None

    def test_shows_a_changed_line(self, three_days, noon):
        services.seal_days(now=noon)
        Action.objects.filter(subject_id="2").update(actor_name="somebody else")

        assert services.first_broken_day() == date(2026, 11, 18)

    def test_shows_a_line_taken_out(self, three_days, noon):
        services.seal_days(now=noon)
        Action.objects.filter(subject_id="0").delete()

        assert services.first_broken_day() == date(2026, 11, 19)

    def test_shows_a_line_slipped_in(self, three_days, noon):
        services.seal_days(now=noon)
        record_action("people.sign_in", actor=system_viewer(), subject=("x", 1), now=noon - timedelta(days=3))

        assert services.first_broken_day() == date(2026, 11, 17)


class TestTidy:
    def test_seals_and_drops(self, three_days, noon):
        assert services.tidy(now=noon, true_now=noon) == 3
