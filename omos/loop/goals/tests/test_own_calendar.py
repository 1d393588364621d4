"""What is due of a person goes by their own calendar: shifts, roster, leave."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from omos.loop.goals.queries.progress import progress
from omos.loop.goals.queries.weights import weights_of
from omos.loop.goals.tests.factories import FIRST, LAST, make_goal
from omos.people.models import RosterDay, Shift, StaffPattern, WorkPattern
from omos.people.tests.factories import make_leave, viewer_of

pytestmark = pytest.mark.django_db
FRIDAY, SATURDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)


@pytest.fixture
def shift(company):
    return Shift.objects.create(code="DAY", name="白班", letter="白", starts_at=time(9), ends_at=time(18), share=100)


@pytest.fixture
def half_shift(company):
    return Shift.objects.create(code="HALF", name="半班", letter="半", starts_at=time(9), ends_at=time(13), share=50)


def weight(staff, day):
    return dict(weights_of([staff.pk], first=FIRST, last=LAST).of(staff.pk))[day]


def pace_share(viewer):
    [one] = progress(viewer=viewer, first=FIRST, last=LAST, today=FRIDAY, level="PERSON")
    return one.pace_share


class TestWeights:
    def test_are_the_company_s_without_a_say_of_one_s_own(self, editor):
        found = weights_of([editor.pk], first=FIRST, last=LAST)

        assert found.of(editor.pk) == found.company
        assert found.of(None) == found.company

    def test_count_a_saturday_on_the_roster(self, editor, shift):
        RosterDay.objects.create(staff=editor, day=SATURDAY, shift=shift)

        assert weight(editor, SATURDAY) == 1
        assert weight(editor, SUNDAY) == 0

    def test_leave_out_a_day_off_in_the_week(self, editor):
        RosterDay.objects.create(staff=editor, day=FRIDAY, shift=None)

        assert weight(editor, FRIDAY) == 0

    def test_count_a_short_shift_for_its_part(self, editor, half_shift):
        RosterDay.objects.create(staff=editor, day=SATURDAY, shift=half_shift)

        assert weight(editor, SATURDAY) == Decimal("0.5")

    def test_take_leave_off_a_short_shift(self, editor, half_shift):
        RosterDay.objects.create(staff=editor, day=SATURDAY, shift=half_shift)
        make_leave(editor, SATURDAY, share=50)

        assert weight(editor, SATURDAY) == Decimal("0.25")

    def test_are_nothing_on_leave_on_a_day_off(self, editor):
        make_leave(editor, SUNDAY)

        assert weight(editor, SUNDAY) == 0

    def test_do_not_touch_colleagues(self, editor, other_editor, shift):
        RosterDay.objects.create(staff=editor, day=SATURDAY, shift=shift)

        found = weights_of([editor.pk, other_editor.pk], first=FIRST, last=LAST)

        assert found.of(other_editor.pk) == found.company

    @pytest.mark.queries
    def test_cost_the_same_for_any_number_of_people(self, editor, other_editor, shift, django_assert_max_num_queries):
        pattern = WorkPattern.objects.create(code="SIX", name="六天", cycle=["DAY"] * 6 + [""])
        StaffPattern.objects.create(staff=editor, pattern=pattern, first_day=FIRST, cycle_start=FIRST)
        StaffPattern.objects.create(staff=other_editor, pattern=pattern, first_day=FIRST, cycle_start=FIRST)

        with django_assert_max_num_queries(6):
            weights_of([editor.pk, other_editor.pk], first=FIRST, last=LAST)


class TestPace:
    def test_expects_nothing_on_a_day_off_of_one_s_own(self, editor):
        make_goal("articles_published", 100, staff=editor)
        usual = pace_share(viewer_of(editor))
        RosterDay.objects.create(staff=editor, day=FRIDAY, shift=None)

        assert pace_share(viewer_of(editor)) < usual

    def test_expects_less_by_today_of_who_works_on_days_to_come(self, editor, shift):
        make_goal("articles_published", 100, staff=editor)
        usual = pace_share(viewer_of(editor))
        RosterDay.objects.create(staff=editor, day=SATURDAY, shift=shift)

        assert pace_share(viewer_of(editor)) < usual

    def test_of_the_company_stays(self, boss, editor, shift):
        make_goal("articles_published", 100)
        RosterDay.objects.create(staff=editor, day=FRIDAY, shift=None)

        [one] = progress(viewer=viewer_of(boss), first=FIRST, last=LAST, today=FRIDAY, level="COMPANY")

        assert one.pace_share == Decimal(15) / Decimal(21)
