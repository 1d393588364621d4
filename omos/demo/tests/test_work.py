"""The work of the demo company: planned, handed in, looked at, closed, and today by the minute."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import F, Sum

from omos.demo.tests.conftest import NOW
from omos.loop.ledger import queries as ledger
from omos.loop.ledger.models import Fact
from omos.loop.reports import queries as reports
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
        assert waiting.filter(why="ASKED").count() == 1

    def test_has_three_pieces_that_came_after_their_hour(self, loaded):
        lead = viewer_of(Staff.objects.get(name="林岚"))
        grid = reports.day_grid(viewer=lead, day=TODAY, now=NOW)

        late = {row.person.name: row.tally.late for row in grid.rows if row.tally.late}
        assert late == {"江语桐": 1, "马骏": 2}

    def test_shows_what_was_given_at_the_stand_up_with_its_hour(self, loaded):
        errands = Assignment.objects.filter(is_ad_hoc=True, due_date=TODAY).order_by("due_time")

        assert [(one.staff.name, one.quantity, one.due_time.hour) for one in errands] == [
            ("江语桐", 1, 14),
            ("马骏", 2, 17),
        ]

    def test_was_decided_by_the_machine_where_it_could_look(self, loaded):
        assert 0.8 <= verification.auto_share(first=TODAY, last=TODAY).share <= 0.92

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
        assert not Assignment.objects.filter(reasons=[], is_ad_hoc=False).exists()

    def test_let_the_editors_write_four_or_five_articles_a_day(self, loaded):
        month = Assignment.objects.filter(category__code="ARTICLE", due_date__range=(FIRST, TODAY))

        assert 125 <= month.aggregate(pieces=Sum("quantity"))["pieces"] <= 145

    def test_are_as_the_planner_proposed_them_but_for_today(self, loaded):
        by_hand = Assignment.objects.filter(reasons__0__code="by_hand")

        assert set(by_hand.values_list("due_date", flat=True)) == {TODAY}

    def test_find_a_place_for_nearly_everything(self, loaded):
        left = [line["quantity"] for plan in WorkPlan.objects.all() for line in plan.unplaced]

        assert sum(left) <= Assignment.objects.aggregate(pieces=Sum("quantity"))["pieces"] * 0.03

    def test_keep_everybody_busy(self, loaded):
        month = Assignment.objects.filter(due_date__range=(FIRST, date(2026, 11, 19)), is_ad_hoc=False)
        minutes = month.values_list("staff", "due_date").annotate(minutes=Sum(F("quantity") * F("category__minutes")))
        hours = sorted(row[2] / 60 for row in minutes)

        assert 5 <= hours[len(hours) // 10] <= hours[-1] <= 7.6

    def test_give_the_film_maker_a_long_film_each_week(self, loaded):
        films = Assignment.objects.filter(category__code="THEME_VIDEO", due_date__gte=FIRST).order_by("due_date")

        assert [film.due_date.isocalendar().week for film in films] == [45, 46, 47]

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

    def test_settled_nearly_all_links_without_a_person(self, loaded):
        month = verification.auto_share(first=FIRST, last=TODAY)

        assert 0.85 <= month.share <= 0.96

    def test_leaves_nothing_to_be_looked_at_on_names_that_lead_nowhere(self, loaded):
        assert not Check.objects.exclude(state="DONE").exists()

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
