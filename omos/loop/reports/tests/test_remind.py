"""Reminding, reopening and exporting: what the day closing lets one do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import close_old_connections, connection
from django.urls import reverse

from omos.loop.reports import jobs, services
from omos.loop.reports.models import ClosedDay, Reminder
from omos.loop.reports.tests.factories import make_closed_day, make_report, make_work
from omos.loop.work.tests.factories import TODAY
from omos.office.notices.models import Notice
from omos.people.models import Action, Staff
from omos.people.tests.factories import make_leave, make_staff, viewer_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
EVENING = datetime(2026, 11, 20, 18, 30, tzinfo=SHANGHAI)
DAY = reverse("reports:day")
State = ClosedDay.State


@pytest.fixture
def team(supervisor, boss):
    """A supervisor and a boss who lead and are not planned themselves."""
    Staff.objects.filter(pk__in=[supervisor.pk, boss.pk]).update(is_planned_by_category=False)
    return supervisor


@pytest.fixture
def at_noon(clock_at, noon):
    clock_at(noon)


@pytest.fixture
def remind(team):
    def remind_now(*people, now, day=TODAY, actor=None):
        ids = [one.pk for one in people]
        return services.remind(day=day, staff_ids=ids, actor=viewer_of(actor or team), now=now)

    return remind_now


class TestRemind:
    def test_tells_who_misses_pieces(self, remind, editor, noon):
        make_work(editor, planned=3, passed=1)

        assert remind(editor, now=noon) == 1

        notice = Notice.objects.get(staff=editor)
        assert (notice.kind, notice.url) == ("reports.remind", reverse("work:hand_in"))

    def test_tells_who_has_something_to_mend(self, remind, editor, noon):
        make_work(editor, planned=1, failed=1)

        assert remind(editor, now=noon) == 1

    def test_passes_over_whose_day_is_in_order(self, remind, editor, noon):
        make_work(editor, planned=1, unknown=1)

        with pytest.raises(services.NothingToRemind):
            remind(editor, now=noon)

    def test_tells_once_within_two_hours(self, remind, editor, noon):
        make_work(editor, planned=1)
        remind(editor, now=noon)

        with pytest.raises(services.NothingToRemind):
            remind(editor, now=noon + timedelta(minutes=119))

        assert Notice.objects.count() == 1

    def test_tells_again_after_two_hours(self, remind, editor, noon):
        make_work(editor, planned=1)
        remind(editor, now=noon)

        remind(editor, now=noon + timedelta(hours=2))

        assert Reminder.objects.get().times == 2
        assert Notice.objects.count() == 2

    def test_passes_over_people_out_of_reach(self, remind, editor, other_editor, noon):
        make_work(editor, planned=1)

        with pytest.raises(services.NothingToRemind):
            remind(editor, now=noon, actor=other_editor)

    def test_passes_over_leave(self, remind, editor, noon):
        make_work(editor, planned=1)
        make_leave(editor, TODAY)

        with pytest.raises(services.NothingToRemind):
            remind(editor, now=noon)

    def test_leaves_days_long_past_alone(self, remind, editor, noon):
        make_work(editor, planned=1)

        with pytest.raises(services.NothingToRemind):
            remind(editor, now=noon + timedelta(days=15))

    def test_is_on_record(self, remind, editor, noon):
        make_work(editor, planned=1)

        remind(editor, now=noon)

        assert Action.objects.get(verb="reports.remind").after == {"staff": [editor.pk]}


class TestRemindByItself:
    def test_tells_who_misses_pieces_or_the_report(self, team, editor, other_editor, promoter):
        make_work(editor, planned=1)
        make_work(other_editor, planned=1, passed=1)
        make_work(promoter, planned=1, passed=1)
        make_report(promoter)

        assert jobs.remind_missing(now=EVENING) == 2

    def test_tells_once_a_day(self, team, editor):
        make_work(editor, planned=1)
        jobs.remind_missing(now=EVENING)

        assert jobs.remind_missing(now=EVENING + timedelta(minutes=5)) == 0

    def test_stays_silent_when_it_runs_after_midnight(self, team, editor):
        make_work(editor, planned=1)

        assert jobs.remind_missing(now=EVENING + timedelta(hours=10)) == 0

    def test_stays_silent_on_a_day_off(self, team, editor):
        assert jobs.remind_missing(now=EVENING + timedelta(days=1)) == 0


@pytest.mark.usefixtures("at_noon")
class TestButtons:
    def test_remind_one_person(self, team, editor, sign_in):
        make_work(editor, planned=1)

        answer = sign_in(team).post(reverse("reports:remind"), {"day": "2026-11-20", "staff": [editor.pk]})

        assert (answer.status_code, Notice.objects.count()) == (302, 1)

    def test_remind_twice_tells_once(self, team, editor, sign_in):
        make_work(editor, planned=1)
        client = sign_in(team)
        client.post(reverse("reports:remind"), {"day": "2026-11-20", "staff": [editor.pk]})
        client.post(reverse("reports:remind"), {"day": "2026-11-20", "staff": [editor.pk]})

        assert Notice.objects.count() == 1

    @pytest.mark.parametrize("staff", [[], ["x"], [999_999]])
    def test_remind_nobody_says_so(self, team, editor, sign_in, staff):
        answer = sign_in(team).post(reverse("reports:remind"), {"day": "2026-11-20", "staff": staff}, follow=True)

        assert "先选要催的人" in answer.content.decode()

    def test_remind_refuses_a_wrong_method(self, team, sign_in):
        assert sign_in(team).get(reverse("reports:remind")).status_code == 405

    def test_remind_refuses_staff(self, team, editor, sign_in):
        assert sign_in(editor).post(reverse("reports:remind"), {}).status_code == 403

    def test_reopen_shows_why_it_asks(self, team, editor, sign_in):
        make_closed_day(editor)

        page = sign_in(team).get(reverse("reports:reopen", args=[editor.pk, "2026-11-20"]))

        assert "原因留档" in page.content.decode()

    def test_reopen_opens_the_day(self, team, editor, sign_in):
        make_closed_day(editor)

        sign_in(team).post(reverse("reports:reopen", args=[editor.pk, "2026-11-20"]), {"reason": "断电"})

        assert ClosedDay.objects.get().reopen_reason == "断电"

    @pytest.mark.parametrize("reason", ["", "   ", "断" * 201])
    def test_reopen_refuses_a_bad_reason(self, team, editor, sign_in, reason):
        make_closed_day(editor)

        answer = sign_in(team).post(reverse("reports:reopen", args=[editor.pk, "2026-11-20"]), {"reason": reason})

        assert answer.status_code == 422

    def test_reopen_refuses_an_open_day(self, team, editor, sign_in):
        answer = sign_in(team).post(reverse("reports:reopen", args=[editor.pk, "2026-11-20"]), {"reason": "断电"})

        assert answer.status_code == 422
        assert "没有结账" in answer.content.decode()

    @pytest.mark.parametrize("day", ["abc", "2026-02-31"])
    def test_reopen_knows_no_day_that_is_none(self, team, editor, sign_in, day):
        assert sign_in(team).get(reverse("reports:reopen", args=[editor.pk, day])).status_code == 404

    def test_reopen_refuses_staff(self, editor, sign_in):
        assert sign_in(editor).get(reverse("reports:reopen", args=[editor.pk, "2026-11-20"])).status_code == 403

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_export_gives_a_file_and_leaves_a_trace(self, team, editor, sign_in, kind):
        make_work(editor, planned=2, passed=1)

        answer = sign_in(team).post(reverse("reports:day_export"), {"day": "2026-11-20", "kind": kind})

        assert len(b"".join(answer.streaming_content)) > 100
        assert Action.objects.get(verb="sheets.export").after["rows"] == 1

    def test_export_holds_the_figures_of_the_page(self, team, editor, sign_in):
        make_work(editor, planned=2, passed=1)

        answer = sign_in(team).post(reverse("reports:day_export"), {"day": "2026-11-20", "kind": "csv"})

        assert ",2,1,1,0,0,0,1," in b"".join(answer.streaming_content).decode("utf-8-sig")

    def test_export_refuses_an_unknown_kind(self, team, editor, sign_in):
        assert sign_in(team).post(reverse("reports:day_export"), {"kind": "pdf"}).status_code == 400


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_presses_tell_once(noon):
    supervisor, editor = make_staff("林岚", role="SUPERVISOR"), make_staff("陈思远")
    make_work(editor, planned=1)
    actor = viewer_of(supervisor)

    def press(_number: int) -> int:
        try:
            return services.remind(day=TODAY, staff_ids=[editor.pk], actor=actor, now=noon)
        except services.NothingToRemind:
            return 0
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(press, range(4)))

    assert sorted(counts) == [0, 0, 0, 1]
    assert (Reminder.objects.count(), Notice.objects.count()) == (1, 1)
