"""Group chats are told: the plan in the morning, the picture at six, who has closed the day, red lamps; each once."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from omos.connectors.tests.vendors import vendors
from omos.loop.reports import jobs, queries, services
from omos.loop.reports.composing import messages
from omos.loop.reports.queries import Lamp
from omos.loop.reports.tests.factories import make_work
from omos.loop.work.tests.factories import TODAY
from omos.office.notices import services as notices
from omos.office.notices.models import Outgoing
from omos.office.notices.services import Sender
from omos.office.notices.tests.factories import make_robot
from omos.people.models import Staff
from omos.people.tests.factories import make_department, make_leave, make_staff, make_workday
from omos.ui.pictures import NoChineseFont

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 11, 20, 8, 45, tzinfo=SHANGHAI)
SIX = datetime(2026, 11, 20, 18, 0, tzinfo=SHANGHAI)
ALL = [messages.PLAN, messages.PICTURE, messages.PROGRESS, messages.LAMPS]
RED = Lamp(True, "百度搜索点击贵了 31%", "11-12 起", 100, "看原因", "/facts/?measure=spend&first=2026-11-01&channel=3")


@pytest.fixture
def team(supervisor, boss):
    Staff.objects.filter(pk__in=[supervisor.pk, boss.pk]).update(is_planned_by_category=False)
    return supervisor


@pytest.fixture
def robot(team):
    return make_robot(topics=ALL)


def told() -> list[str]:
    return list(Outgoing.objects.order_by("id").values_list("title", flat=True))


class TestPlan:
    def test_says_what_everybody_has_today(self, robot, editor):
        make_work(editor, planned=3)

        assert jobs.post_plan(now=MORNING) == 1

        message = Outgoing.objects.get()
        assert message.title == "今日计划 11-20 周五"
        assert [line.partition("：")[0] for line in message.lines] == ["陈思远"]
        assert message.lines[0].endswith(" 3")
        assert (message.url, message.action_label) == ("/my-day/", "看我的今日")

    def test_names_who_is_away(self, robot, editor, other_editor):
        make_work(editor, planned=3)
        make_leave(other_editor, TODAY)

        jobs.post_plan(now=MORNING)

        assert Outgoing.objects.get().lines[-1] == "请假：苏晴"

    def test_is_told_once(self, robot, editor):
        make_work(editor, planned=3)
        jobs.post_plan(now=MORNING)

        assert jobs.post_plan(now=MORNING + timedelta(minutes=5)) == 0

    @pytest.mark.parametrize("hour", [7, 13, 23])
    def test_is_not_told_at_another_time(self, robot, editor, hour):
        make_work(editor, planned=3)

        assert jobs.post_plan(now=MORNING.replace(hour=hour)) == 0

    def test_is_not_told_on_days_off(self, robot, editor):
        make_work(editor, planned=3)
        make_workday(TODAY, is_workday=False)

        assert jobs.post_plan(now=MORNING) == 0

    def test_is_not_told_where_nobody_has_anything(self, robot):
        assert jobs.post_plan(now=MORNING) == 0

    def test_reaches_only_groups_that_want_it(self, team, editor):
        make_work(editor, planned=3)
        make_robot(topics=[messages.PICTURE])

        assert jobs.post_plan(now=MORNING) == 0

    def test_shows_a_group_only_its_own_department(self, team, editor):
        other = make_staff("库管", department=make_department("仓储部"))
        make_work(editor, planned=3)
        make_work(other, planned=2)
        make_robot(topics=[messages.PLAN], department=editor.department)

        jobs.post_plan(now=MORNING)

        assert [line.partition("：")[0] for line in Outgoing.objects.get().lines] == ["陈思远"]


class TestPicture:
    def test_arrives_as_a_picture_where_the_group_takes_one(self, team, editor):
        make_work(editor, planned=3, passed=2)
        with vendors(clock=SIX.timestamp) as server:
            make_robot(topics=ALL, server=server)
            jobs.post_picture(now=SIX)
            notices.send_due(Sender(SIX, lambda: SIX, server.rules))

        assert server.accepted[0].body["msgtype"] == "image"
        assert Outgoing.objects.get().picture.content_type == "image/png"

    @pytest.mark.parametrize("kind", ["DINGTALK", "FEISHU"])
    def test_arrives_in_words_with_a_link_elsewhere(self, team, editor, kind):
        make_work(editor, planned=3, passed=2)
        with vendors(clock=SIX.timestamp) as server:
            make_robot(topics=ALL, server=server, kind=kind)
            jobs.post_picture(now=SIX)
            notices.send_due(Sender(SIX, lambda: SIX, server.rules))

        told = server.accepted[0].raw.decode()
        assert "已交 2（67%）" in told
        assert "/day-closing/?day=2026-11-20" in told
        assert Outgoing.objects.get().picture is None

    def test_falls_back_to_words_without_a_font(self, robot, editor, monkeypatch):
        def cannot(_sheet):
            raise NoChineseFont

        monkeypatch.setattr(messages, "draw", cannot)
        make_work(editor, planned=3, passed=2)

        jobs.post_picture(now=SIX)

        assert Outgoing.objects.get().picture is None

    def test_is_drawn_once(self, robot, editor, monkeypatch):
        drawn = []
        monkeypatch.setattr(messages, "draw", lambda sheet: drawn.append(sheet) or b"\x89PNG\r\n\x1a\n")
        make_work(editor, planned=3, passed=2)

        [jobs.post_picture(now=SIX) for _run in range(3)]

        assert len(drawn) == 1

    def test_is_out_of_date_at_midnight(self, robot, editor):
        make_work(editor, planned=3, passed=2)

        jobs.post_picture(now=SIX)

        assert Outgoing.objects.get().expires_at == SIX.replace(hour=23, minute=59)

    def test_is_not_shown_where_nobody_has_work(self, robot):
        assert jobs.post_picture(now=SIX) == 0


class TestProgress:
    def test_numbers_who_has_closed_the_day_and_names_who_has_not(self, robot, editor, other_editor):
        make_work(editor, planned=2, passed=2)
        make_work(other_editor, planned=3, passed=1)

        jobs.post_progress(now=SIX)

        message = Outgoing.objects.get()
        assert message.title == "日清接龙 18:00：已清 1 / 2 人"
        assert message.lines == ["1. 陈思远 2/2", "未交：苏晴 2"]

    def test_is_told_again_only_when_somebody_else_has_closed(self, robot, editor, other_editor):
        make_work(editor, planned=2, passed=2)
        jobs.post_progress(now=SIX)
        assert jobs.post_progress(now=SIX + timedelta(minutes=30)) == 0

        make_work(other_editor, planned=1, passed=1)

        assert jobs.post_progress(now=SIX + timedelta(minutes=60)) == 1

    def test_is_silent_while_nobody_has_closed(self, robot, editor):
        make_work(editor, planned=2)

        assert jobs.post_progress(now=SIX) == 0

    def test_is_silent_in_the_morning(self, robot, editor):
        make_work(editor, planned=2, passed=2)

        assert jobs.post_progress(now=MORNING) == 0


class TestLamps:
    @pytest.fixture(autouse=True)
    def burning(self, monkeypatch):
        amber = Lamp(False, "没有成交", "", 1, "看", "/facts/?measure=revenue")
        monkeypatch.setattr(queries, "lamps", lambda today: (RED, amber))

    def test_tell_red_ones_alone_with_one_link_and_one_action(self, robot):
        assert jobs.post_lamps(now=SIX) == 1

        message = Outgoing.objects.get()
        assert message.title == "红灯：百度搜索点击贵了 31%"
        assert (message.lines, message.url, message.action_label) == (["11-12 起"], RED.url, "看原因")

    def test_are_told_once_a_week_however_their_figures_move(self, robot, monkeypatch):
        jobs.post_lamps(now=SIX)
        moved = Lamp(True, "百度搜索点击贵了 33%", "11-12 起", 120, "看原因", RED.url.replace("11-01", "11-02"))
        monkeypatch.setattr(queries, "lamps", lambda today: (moved,))

        assert jobs.post_lamps(now=SIX + timedelta(hours=1)) == 0
        assert services.post_lamps(day=TODAY + timedelta(days=7), now=SIX + timedelta(days=7)) == 1

    def test_are_not_even_looked_for_where_no_group_wants_them(self, team, monkeypatch):
        monkeypatch.setattr(queries, "lamps", lambda today: 1 / 0)
        make_robot(topics=[messages.PLAN])

        assert jobs.post_lamps(now=SIX) == 0

    def test_are_silent_at_night(self, robot):
        assert jobs.post_lamps(now=SIX.replace(hour=21)) == 0
