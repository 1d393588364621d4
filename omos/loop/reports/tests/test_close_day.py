"""Closing days, mending, reopening."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, close_old_connections, connection

from omos.loop.reports import jobs, queries, services
from omos.loop.reports.models import ClosedDay
from omos.loop.reports.tests.factories import make_closed_day, make_work
from omos.loop.verification.models import Standing
from omos.loop.work.models import Assignment
from omos.loop.work.tests.factories import TODAY, make_evidence
from omos.office.notices.models import Notice
from omos.people.models import Action, Staff
from omos.people.tests.factories import make_leave, make_staff, system_viewer, viewer_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
AFTER_MIDNIGHT = datetime(2026, 11, 21, 0, 5, tzinfo=SHANGHAI)
NEXT_NOON = datetime(2026, 11, 21, 12, 0, tzinfo=SHANGHAI)
NEXT_MIDNIGHT = datetime(2026, 11, 22, 0, 5, tzinfo=SHANGHAI)
State = ClosedDay.State


@pytest.fixture
def close(db):
    def close_now(day=TODAY, now=AFTER_MIDNIGHT):
        return services.close_day(day=day, actor=system_viewer(), now=now)

    return close_now


@pytest.fixture
def reopen(supervisor):
    def reopen_now(staff, reason="断电", now=NEXT_NOON, actor=None):
        services.reopen_day(staff_id=staff.pk, day=TODAY, reason=reason, actor=viewer_of(actor or supervisor), now=now)

    return reopen_now


def _state(staff) -> str:
    return ClosedDay.objects.filter(staff=staff, day=TODAY).latest("revision").state


class TestCloseDay:
    def test_keeps_the_figures_of_the_day(self, close, editor):
        make_work(editor, planned=5, passed=2, failed=1, unknown=1)

        close()

        row = ClosedDay.objects.get(staff=editor)
        assert (row.planned, row.handed_in, row.passed, row.failed, row.unknown, row.missing) == (5, 4, 2, 1, 1, 1)
        assert row.state == State.MISSING

    @pytest.mark.parametrize(
        ("work", "state"),
        [
            ({"planned": 2, "passed": 2}, State.CLEARED),
            ({"planned": 2, "unknown": 2}, State.CLEARED),
            ({"planned": 2, "pending": 2}, State.CLEARED),
            ({"planned": 2, "passed": 1, "failed": 1}, State.MISSING),
            ({"planned": 2, "passed": 1}, State.MISSING),
            ({"planned": 2, "passed": 1, "late": 1}, State.LATE),
        ],
    )
    def test_judges_the_day(self, close, editor, work, state):
        make_work(editor, **work)

        close()

        assert _state(editor) == state

    def test_changes_nothing_the_second_time(self, close, editor):
        make_work(editor, planned=1, passed=1)

        assert (close(), close()) == (1, 0)
        assert ClosedDay.objects.count() == 1

    def test_does_not_count_leave(self, close, editor):
        make_work(editor, planned=2)
        make_leave(editor, TODAY)

        close()

        assert _state(editor) == State.LEAVE

    def test_says_so_where_nothing_was_planned(self, close, editor):
        close()

        assert _state(editor) == State.IDLE

    def test_leaves_days_off_alone(self, close, editor):
        assert close(day=date(2026, 11, 21), now=NEXT_MIDNIGHT) == 0

    def test_closes_work_of_a_day_off(self, close, editor):
        make_work(editor, planned=1, passed=1, day=date(2026, 11, 21))

        assert close(day=date(2026, 11, 21), now=NEXT_MIDNIGHT) == 1

    def test_refuses_a_day_that_is_not_over(self, close, noon):
        with pytest.raises(services.DayRefused):
            close(now=noon)

    def test_closes_by_the_companys_midnight(self, close, editor):
        with pytest.raises(services.DayRefused):
            close(now=datetime(2026, 11, 20, 15, 59, tzinfo=ZoneInfo("UTC")))

    def test_leaves_people_out_who_are_not_planned(self, close, boss):
        Staff.objects.filter(pk=boss.pk).update(is_planned_by_category=False)

        assert close() == 0

    def test_is_on_record(self, close, editor):
        close()

        assert Action.objects.get(verb="reports.close_day").after == {"IDLE": 1}

    @pytest.mark.constraint
    def test_closes_a_day_once_per_revision(self, editor):
        make_closed_day(editor)

        with pytest.raises(IntegrityError):
            make_closed_day(editor)


class TestCatchUp:
    def test_closes_every_day_since_the_last(self, editor):
        make_closed_day(editor, date(2026, 11, 17))

        jobs.close_days(now=AFTER_MIDNIGHT)

        days = ClosedDay.objects.order_by("day").values_list("day", flat=True)
        assert list(days) == [date(2026, 11, day) for day in (17, 18, 19, 20)]

    def test_begins_with_the_first_work(self, editor):
        make_work(editor, day=date(2026, 11, 19))

        jobs.close_days(now=AFTER_MIDNIGHT)

        assert ClosedDay.objects.order_by("day").first().day == date(2026, 11, 19)

    def test_does_nothing_where_no_work_ever_was(self, editor):
        assert jobs.close_days(now=AFTER_MIDNIGHT) == 0

    def test_has_nothing_left_afterwards(self, editor):
        make_work(editor)
        jobs.close_days(now=AFTER_MIDNIGHT)

        assert jobs.close_days(now=AFTER_MIDNIGHT + timedelta(hours=1)) == 0


class TestMend:
    def test_writes_a_late_revision_when_the_rest_comes(self, close, editor):
        assignment = make_work(editor, planned=2, passed=1)
        close()
        make_evidence(assignment, handed_in_at=NEXT_NOON, is_late=True)

        assert jobs.mend_days(now=NEXT_NOON) == 1

        row = ClosedDay.objects.filter(staff=editor).latest("revision")
        assert (row.revision, row.state, row.late, row.missing) == (2, State.LATE, 1, 0)

    def test_keeps_the_first_closing(self, close, editor):
        assignment = make_work(editor, planned=2, passed=1)
        close()
        make_evidence(assignment, handed_in_at=NEXT_NOON, is_late=True)
        jobs.mend_days(now=NEXT_NOON)

        first = ClosedDay.objects.get(revision=1)
        assert (first.state, first.missing) == (State.MISSING, 1)

    def test_does_nothing_the_second_time(self, close, editor):
        assignment = make_work(editor, planned=1)
        close()
        make_evidence(assignment, handed_in_at=NEXT_NOON, is_late=True)
        jobs.mend_days(now=NEXT_NOON)

        assert jobs.mend_days(now=NEXT_NOON) == 0

    def test_waits_until_everything_is_there(self, close, editor):
        assignment = make_work(editor, planned=3)
        close()
        make_evidence(assignment, handed_in_at=NEXT_NOON, is_late=True)

        assert jobs.mend_days(now=NEXT_NOON) == 0

    def test_takes_a_pass_by_a_person(self, close, editor):
        make_work(editor, planned=1, failed=1)
        close()
        Standing.objects.update(outcome="PASSED")

        jobs.mend_days(now=NEXT_NOON)

        assert _state(editor) == State.CLEARED

    def test_takes_leave_entered_later(self, close, editor):
        make_work(editor, planned=1)
        close()
        make_leave(editor, TODAY)

        jobs.mend_days(now=NEXT_NOON)

        assert _state(editor) == State.LEAVE

    def test_never_lowers_a_closed_day(self, close, editor):
        make_work(editor, planned=1, passed=1)
        close()
        Standing.objects.update(outcome="FAILED")

        assert jobs.mend_days(now=NEXT_NOON) == 0
        assert _state(editor) == State.CLEARED

    def test_leaves_days_long_past_alone(self, close, editor):
        assignment = make_work(editor, planned=1)
        close()
        make_evidence(assignment, handed_in_at=NEXT_NOON, is_late=True)

        assert jobs.mend_days(now=NEXT_NOON + timedelta(days=60)) == 0


class TestReopen:
    def test_opens_the_day_with_a_reason(self, close, reopen, editor, supervisor):
        close()

        reopen(editor)

        row = ClosedDay.objects.get(staff=editor)
        assert (row.reopen_reason, row.reopened_by_id, row.reopened_at) == ("断电", supervisor.pk, NEXT_NOON)
        assert not queries.is_closed(staff_id=editor.pk, day=TODAY)

    def test_is_closed_again_at_midnight_as_the_next_revision(self, close, reopen, editor):
        close()
        reopen(editor)

        jobs.close_days(now=NEXT_MIDNIGHT)

        row = ClosedDay.objects.filter(day=TODAY, staff=editor).latest("revision")
        assert (row.revision, row.reopened_at) == (2, None)

    def test_stays_open_until_midnight(self, close, reopen, editor):
        close()
        reopen(editor)

        assert jobs.close_days(now=NEXT_NOON + timedelta(hours=1)) == 0

    def test_leaves_facts_as_they_are(self, close, reopen, editor):
        assignment = make_work(editor, planned=1)
        close()
        make_evidence(assignment, handed_in_at=NEXT_NOON, is_late=True)
        reopen(editor)

        jobs.close_days(now=NEXT_MIDNIGHT)

        assert _state(editor) == State.LATE

    def test_tells_the_person(self, close, reopen, editor):
        close()

        reopen(editor)

        notice = Notice.objects.get(staff=editor)
        assert (notice.kind, notice.body) == ("reports.reopened", "断电")

    def test_wants_a_reason(self, close, reopen, editor):
        close()

        with pytest.raises(services.DayRefused):
            reopen(editor, reason="  ")

    def test_is_refused_twice(self, close, reopen, editor):
        close()
        reopen(editor)

        with pytest.raises(services.DayRefused):
            reopen(editor)

    def test_is_refused_while_the_day_is_open(self, reopen, editor):
        with pytest.raises(services.DayRefused):
            reopen(editor)

    def test_is_refused_to_those_without_the_right(self, close, reopen, editor, other_editor):
        close()

        with pytest.raises(services.DayRefused):
            reopen(editor, actor=other_editor)

    @pytest.mark.constraint
    def test_has_a_reason_in_the_records_too(self, editor):
        row = make_closed_day(editor)

        with pytest.raises(IntegrityError):
            ClosedDay.objects.filter(pk=row.pk).update(reopened_at=NEXT_NOON)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_who_close_at_once_close_once():
    editor = make_staff("陈思远")
    make_work(editor, planned=1, passed=1)

    def close_once(_number: int) -> int:
        try:
            return services.close_day(day=TODAY, actor=system_viewer(), now=AFTER_MIDNIGHT)
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(close_once, range(4)))

    assert sorted(counts) == [0, 0, 0, 1]
    assert ClosedDay.objects.count() == 1
    assert Action.objects.filter(verb="reports.close_day").count() == 1


def test_work_carried_over_stays_missing(close, editor):
    assignment = make_work(editor, planned=2, passed=1)
    Assignment.objects.filter(pk=assignment.pk).update(state=Assignment.State.CARRIED)

    close()

    assert _state(editor) == State.MISSING
