"""The personnel office's daily work."""

from __future__ import annotations

from omos.centres.talent import jobs
from omos.people.models import TrailSeal, Workday
from omos.people.tests.factories import system_viewer
from omos.people.trail import record_action


class TestTidy:
    def test_seals_yesterday(self, db, noon):
        record_action("people.sign_in", actor=system_viewer(), subject=("x", 1), now=noon.replace(day=19))

        assert jobs.tidy(now=noon) == 1
        assert TrailSeal.objects.count() == 1


class TestRenewCalendar:
    def test_fills_this_year_and_the_next(self, db, noon):
        assert jobs.renew_calendar(now=noon) == 730
        assert Workday.objects.filter(day__year=2027, origin="PROVISIONAL").exists()

    def test_changes_nothing_the_next_day(self, db, noon):
        jobs.renew_calendar(now=noon)

        assert jobs.renew_calendar(now=noon) == 0
