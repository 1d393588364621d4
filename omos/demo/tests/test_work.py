"""The work of the demo company: planned, handed in, looked at, closed, and today by the minute."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Sum

from omos.loop.ledger import queries as ledger
from omos.loop.ledger.models import Fact
from omos.loop.reports.models import ClosedDay, DailyReport
from omos.loop.verification import queries as verification
from omos.loop.verification.models import Check, Standing
from omos.loop.work import queries as work
from omos.loop.work.models import Assignment, Evidence, WorkPlan
from omos.office.notices.models import Notice
from omos.people.models import Staff
from omos.people.tests.factories import viewer_of

TODAY = date(2026, 11, 20)
FIRST = date(2026, 11, 1)
COUNTING = (Standing.Outcome.PASSED, Standing.Outcome.PROVISIONAL)

pytestmark = pytest.mark.django_db


def staff_ids() -> list[int]:
    return list(Staff.objects.filter(is_planned_by_category=True).values_list("id", flat=True))


class TestToday:
    def test_stands_as_in_the_pictures(self, loaded):
        counts = work.day_counts(staff_ids=staff_ids(), first=TODAY, last=TODAY).values()
        stands = verification.standing_counts(staff_ids=staff_ids(), first=TODAY, last=TODAY).values()

        assert sum(one.planned for one in counts) == 101
        assert sum(one.handed_in for one in counts) == 94
        assert sum(one.passed for one in stands) == 82
        assert sum(one.failed + one.returned for one in stands) == 6
        assert sum(one.unknown for one in stands) == 6

    def test_waits_for_the_supervisors_eyes_with_the_failures_first(self, loaded):
        lead = viewer_of(Staff.objects.get(name="林岚"))
        waiting = verification.needs_eyes(viewer=lead)

        assert waiting.filter(why="FAILED").count() == 3
        assert waiting.filter(why="ASKED").count() + waiting.filter(why="SPOT").count() >= 2

    def test_has_five_reports_in_and_two_begun(self, loaded):
        states = list(DailyReport.objects.filter(day=TODAY).values_list("state", flat=True))

        assert (states.count("SUBMITTED"), states.count("DRAFT")) == (5, 2)

    def test_holds_nothing_from_later_than_now(self, loaded):
        assert not Evidence.objects.filter(handed_in_at__gt="2026-11-20T17:30:00+08:00").exists()

    def test_rings_three_times_for_the_supervisor(self, loaded):
        lead = Staff.objects.get(name="林岚")

        assert 1 <= Notice.objects.filter(staff=lead, read_at=None).count() <= 6


class TestTheWeeks:
    def test_are_published_up_to_this_one(self, loaded):
        plans = WorkPlan.objects.order_by("monday").values_list("monday", "state")

        assert list(plans) == [
            (date(2026, 10, 26), "PUBLISHED"),
            (date(2026, 11, 2), "PUBLISHED"),
            (date(2026, 11, 9), "PUBLISHED"),
            (date(2026, 11, 16), "PUBLISHED"),
        ]

    def test_tell_everybody_why_so_many(self, loaded):
        assert not Assignment.objects.filter(reasons=[]).exists()

    def test_let_the_editors_write_four_or_five_articles_a_day(self, loaded):
        month = Assignment.objects.filter(category__code="ARTICLE", due_date__range=(FIRST, TODAY))

        assert 125 <= month.aggregate(pieces=Sum("quantity"))["pieces"] <= 145

    def test_leave_somebody_on_leave_alone(self, loaded):
        away = Assignment.objects.filter(staff__name="彭雪", due_date__range=(date(2026, 11, 17), date(2026, 11, 18)))

        assert not away.exists()


class TestVerification:
    def test_has_looked_at_everything(self, loaded):
        assert Standing.objects.count() == Evidence.objects.count()
        assert not Standing.objects.filter(outcome="PENDING").exists()

    def test_found_most_in_order_at_first_sight(self, loaded):
        looks = Check.objects.filter(age_days=0, occasion=0, state="DONE")
        share = looks.filter(outcome="PASSED").count() / looks.count()

        assert 0.82 <= share <= 0.93

    def test_found_five_copied_articles(self, loaded):
        assert Check.objects.filter(verdicts__original__verdict="no").count() == 5

    def test_counts_in_the_ledger_what_stands(self, loaded):
        standing = Evidence.objects.filter(
            id__in=Standing.objects.filter(outcome__in=COUNTING).values("evidence_id")
        ).aggregate(pieces=Sum("quantity"))["pieces"]
        booked = Fact.objects.filter(measure="evidence_verified").aggregate(pieces=Sum("value"))["pieces"]

        assert booked == standing

    def test_lets_the_ledger_know_each_persons_minutes(self, loaded):
        editor = Staff.objects.get(name="陈思远")
        minutes = ledger.minutes_by_person_and_day(staff_ids=[editor.pk], first=FIRST, last=TODAY)

        # What came a day late counts on the day it came.
        assert 13 <= len(minutes) <= 15
        assert 300 <= sorted(minutes.values())[6] <= 460


class TestClosedDays:
    def test_reach_up_to_yesterday(self, loaded):
        days = set(ClosedDay.objects.filter(day__gte=FIRST).values_list("day", flat=True))

        assert (len(days), max(days)) == (14, date(2026, 11, 19))

    def test_were_nearly_always_cleared(self, loaded):
        month = ClosedDay.objects.filter(day__gte=FIRST).exclude(state="LEAVE").order_by("staff", "day", "revision")
        last = {(row.staff_id, row.day): row.state for row in month}
        cleared = sum(state == "CLEARED" for state in last.values())

        assert 100 <= cleared <= len(last) == 110

    def test_count_leave_as_leave(self, loaded):
        assert ClosedDay.objects.filter(staff__name="彭雪", state="LEAVE").count() == 2

    def test_have_reports_that_were_read(self, loaded):
        past = DailyReport.objects.filter(day__lt=TODAY, state="SUBMITTED")

        assert past.count() > 100
        assert not past.filter(acknowledged_at=None).exists()
