"""The day sent to the groups by a press: at once, whatever the hour, once a minute, and only to one's own groups."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from omos.connectors.outbound import OutboundRules
from omos.connectors.tests.vendors import vendors
from omos.loop.reports import services
from omos.loop.reports.composing import messages
from omos.loop.reports.tests.factories import make_work
from omos.loop.work.tests.factories import TODAY
from omos.office.notices.models import Outgoing
from omos.office.notices.services import Sender
from omos.office.notices.tests.factories import make_robot
from omos.people.models import Action, Staff
from omos.people.tests.factories import make_department, make_staff, viewer_of

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 20, 22, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
PICTURE = [messages.PICTURE]


@pytest.fixture
def server():
    with vendors(clock=NIGHT.timestamp) as running:
        yield running


@pytest.fixture
def press(supervisor, server):
    def send(actor=supervisor, at=NIGHT):
        return services.send_day(day=TODAY, actor=viewer_of(actor), sender=Sender(at, lambda: at, server.rules))

    return send


@pytest.fixture
def robot(supervisor, server):
    return make_robot(topics=PICTURE, server=server, department=supervisor.department)


@pytest.fixture
def worked(editor, supervisor):
    Staff.objects.filter(pk=supervisor.pk).update(is_planned_by_category=False)
    make_work(editor, planned=3, passed=2)


class TestSending:
    def test_reaches_the_group_in_the_silent_hours(self, robot, worked, press, server):
        assert press() == services.SentDay(sent=1, waiting=0, failed=0)
        assert server.accepted[0].body["msgtype"] == "image"

    def test_sends_nothing_more_within_the_minute(self, robot, worked, press, server):
        press()

        assert press() == services.SentDay(sent=0, waiting=1, failed=0)
        assert len(server.accepted) == 1

    def test_sends_fresh_figures_a_minute_later(self, robot, worked, press, server):
        press()
        press(at=NIGHT + timedelta(minutes=1))

        assert len(server.accepted) == 2

    def test_stands_on_the_trail_with_what_became_of_it(self, robot, worked, press, supervisor):
        press()

        action = Action.objects.get(verb="reports.send_day")
        assert (action.user_id, action.after["result"]) == (supervisor.user_id, "sent")

    def test_counts_what_the_service_refused(self, robot, worked, press, server):
        server.instead.append((200, {"errcode": 93000, "errmsg": "invalid webhook url"}))

        assert press() == services.SentDay(sent=0, waiting=0, failed=1)

    def test_leaves_the_machines_own_picture_at_six_alone(self, robot, worked, press):
        press()
        services.post_picture(day=TODAY, now=NIGHT)

        assert Outgoing.objects.filter(kind=messages.PICTURE).count() == 2


class TestRefusing:
    def test_a_day_without_work(self, robot, press, supervisor):
        Staff.objects.update(is_planned_by_category=False)

        with pytest.raises(services.NothingToSend):
            press()

    def test_groups_of_other_departments(self, robot, worked, press):
        stranger = make_staff("外部主管", role="SUPERVISOR", department=make_department("外贸部"))

        with pytest.raises(services.NoGroup):
            press(actor=stranger)

    def test_groups_that_did_not_choose_the_picture(self, worked, press, server):
        make_robot(topics=[messages.PLAN], server=server)

        with pytest.raises(services.NoGroup):
            press()


class TestButton:
    @pytest.fixture(autouse=True)
    def at_night(self, clock_at, monkeypatch, server):
        clock_at(NIGHT)
        monkeypatch.setattr("omos.loop.reports.views.sending.rules_from", lambda _settings: server.rules)

    def test_stands_on_the_day_closing_of_the_supervisor(self, worked, sign_in, supervisor):
        assert 'id="send-day"' in sign_in(supervisor).get(reverse("reports:day")).content.decode()

    def test_stands_on_no_editors(self, worked, sign_in, editor):
        assert 'id="send-day"' not in sign_in(editor).get(reverse("reports:day")).content.decode()

    def test_sends_and_comes_back_to_the_day(self, robot, worked, sign_in, supervisor, server):
        answer = sign_in(supervisor).post(reverse("reports:send_day"), {"day": "2026-11-20"})

        assert answer.url.endswith("/day-closing/?day=2026-11-20")
        assert len(server.accepted) == 1

    def test_leads_to_a_new_robot_where_there_is_none(self, worked, sign_in, supervisor):
        answer = sign_in(supervisor).post(reverse("reports:send_day"), {"day": "2026-11-20"})

        assert answer.url == reverse("notices:new_robot")

    def test_takes_nonsense_for_today(self, robot, worked, sign_in, supervisor, server):
        sign_in(supervisor).post(reverse("reports:send_day"), {"day": "never"})

        assert len(server.accepted) == 1

    def test_tells_of_failure(self, robot, worked, sign_in, supervisor, monkeypatch):
        monkeypatch.setattr("omos.loop.reports.views.sending.rules_from", lambda _settings: OutboundRules())
        client = sign_in(supervisor)

        page = client.post(reverse("reports:send_day"), {"day": "2026-11-20"}, follow=True)

        assert len(page.context["messages"]) == 1

    def test_refuses_looking(self, sign_in, supervisor):
        assert sign_in(supervisor).get(reverse("reports:send_day")).status_code == 405

    @pytest.mark.parametrize("who", ["editor", "boss"])
    def test_refuses_others(self, sign_in, request, who):
        assert sign_in(request.getfixturevalue(who)).post(reverse("reports:send_day")).status_code == 403
