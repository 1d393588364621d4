"""What a person's workday holds, learnt from four weeks of work."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from omos.loop.ledger.tests.factories import make_fact
from omos.loop.work.models import Assignment
from omos.loop.work.queries.capacities import capacities, presence
from omos.loop.work.tests.factories import make_assignment, make_category
from omos.people.tests.factories import make_leave

MONDAY = date(2026, 11, 23)
DAYS = [date(2026, 11, 16) + timedelta(days=place) for place in range(5)]


@pytest.fixture
def article(editor):
    return make_category(staff=editor, minutes=90)


def worked(staff, category, day: date, *, planned: int, done: int, held: int | None = 450, **fields) -> None:
    assignment = make_assignment(staff, category=category, due_date=day, quantity=planned, **fields)
    reasons = [{"code": "by_hand"}] if held is None else [{"code": "capacity", "capacity_minutes": held}]
    Assignment.objects.filter(pk=assignment.pk).update(reasons=reasons)
    if done:
        make_fact("work_minutes", done * category.minutes, day=day, staff_id=staff.pk, category=category.code)


def minutes_of(staff) -> int:
    known = presence(staff_ids=[staff.pk], monday=MONDAY)
    return capacities(day_minutes={staff.pk: 450}, monday=MONDAY, known=known)[staff.pk].minutes_per_day


@pytest.mark.django_db
class TestCapacities:
    def test_do_not_sink_where_little_was_planned_and_all_of_it_done(self, editor, article):
        [worked(editor, article, day, planned=2, done=2) for day in DAYS]

        assert minutes_of(editor) == 450

    def test_sink_where_less_was_done_than_planned(self, editor, article):
        [worked(editor, article, day, planned=5, done=4) for day in DAYS]

        assert minutes_of(editor) == 360

    def test_rise_where_more_was_done_than_the_day_was_thought_to_hold(self, editor, article):
        [worked(editor, article, day, planned=4, done=6, held=400) for day in DAYS]

        assert minutes_of(editor) == 540

    def test_take_verified_minutes_where_everything_was_planned_by_hand(self, editor, article):
        [worked(editor, article, day, planned=3, done=3, held=None) for day in DAYS]

        assert minutes_of(editor) == 270

    def test_count_work_given_outside_the_week_to_what_the_day_held(self, editor, article):
        [worked(editor, article, day, planned=2, done=3, held=360) for day in DAYS]
        [make_assignment(editor, category=article, due_date=day, quantity=1, is_ad_hoc=True) for day in DAYS]

        assert minutes_of(editor) == 450

    def test_ask_nothing_of_work_taken_back(self, editor, article):
        [worked(editor, article, day, planned=2, done=2) for day in DAYS]
        [make_assignment(editor, category=article, due_date=day, is_ad_hoc=True, state="WITHDRAWN") for day in DAYS]

        assert minutes_of(editor) == 450

    def test_scale_half_days_up(self, editor, article):
        [worked(editor, article, day, planned=2, done=2, held=225) for day in DAYS]
        [make_leave(editor, day, share=50) for day in DAYS]

        assert minutes_of(editor) == 450

    def test_fall_back_on_the_usual_day_of_a_newcomer(self, editor, article):
        assert minutes_of(editor) == 450
