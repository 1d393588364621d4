"""What waits is sent once, by pace, outside quiet hours, and what became of it is written down."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from omos.connectors.outbound.delivering import Outcome, Reason, Result
from omos.connectors.tests.vendors import vendors
from omos.office.notices import services
from omos.office.notices.models import Outgoing, Robot
from omos.office.notices.pace import BACKOFF
from omos.office.notices.services import claims
from omos.office.notices.tests.factories import NOW, make_robot, post, sender
from omos.people.tests.factories import make_workday

State = Outgoing.State
NIGHT = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


@pytest.fixture
def server(company):
    with vendors(clock=NOW.timestamp) as running:
        yield running


@pytest.fixture
def robot(server):
    return make_robot(server=server)


def states() -> list[str]:
    return list(Outgoing.objects.order_by("id").values_list("state", flat=True))


class TestPost:
    def test_is_told_once(self, robot):
        post(robot, "plan:2026-11-20")
        post(robot, "plan:2026-11-20", title="另一条")

        assert Outgoing.objects.get().title == "日清日结"

    @pytest.mark.constraint
    def test_is_told_once_by_the_records_themselves(self, robot):
        message = post(robot)
        message.pk = None

        with pytest.raises(IntegrityError), transaction.atomic():
            message.save(force_insert=True)

    @pytest.mark.constraint
    def test_goes_to_somebody(self, robot):
        message = post(robot)

        with pytest.raises(IntegrityError), transaction.atomic():
            Outgoing.objects.filter(pk=message.pk).update(robot=None)

    def test_keeps_a_picture_for_two_weeks(self, robot):
        message = post(robot, picture=b"\x89PNG\r\n\x1a\n picture")

        assert message.picture.expires_at == NOW + timedelta(days=14)


class TestSendDue:
    def test_brings_the_message_with_its_one_link(self, server, robot):
        post(robot)

        assert services.send_due(sender(server)) == 1

        content = server.accepted[0].body["markdown"]["content"]
        assert content == "**日清日结**\n计划 20，已交 19\n[去看看](http://127.0.0.1:8000/day-closing/)"
        message = Outgoing.objects.get()
        assert (message.state, message.sent_at, message.attempts) == (State.SENT, NOW, 1)

    def test_sends_nothing_twice(self, server, robot):
        post(robot)

        services.send_due(sender(server))
        services.send_due(sender(server))

        assert len(server.asked) == 1

    @pytest.mark.parametrize("kind", Robot.Kind.values)
    def test_speaks_to_every_service(self, server, kind):
        server.secret = "SECret of this robot"
        post(make_robot(kind, server=server, kind=kind, secret=server.secret))

        services.send_due(sender(server))

        assert states() == [State.SENT]
        assert len(server.accepted) == 1

    def test_sends_a_picture_where_the_robot_takes_one(self, server, robot):
        post(robot, picture=b"\x89PNG\r\n\x1a\n picture")

        services.send_due(sender(server))

        assert server.accepted[0].body["msgtype"] == "image"

    def test_sends_words_and_a_link_where_it_does_not(self, server):
        post(make_robot(server=server, kind="DINGTALK"), picture=b"\x89PNG\r\n\x1a\n picture")

        services.send_due(sender(server))

        assert server.accepted[0].body["actionCard"]["singleURL"].endswith("/day-closing/")

    def test_sends_the_words_when_the_picture_is_gone(self, server, robot):
        message = post(robot, picture=b"\x89PNG\r\n\x1a\n picture")
        Outgoing.objects.filter(pk=message.pk).update(picture=None)

        services.send_due(sender(server))

        assert server.accepted[0].body["msgtype"] == "markdown"

    def test_makes_no_markup_of_what_somebody_typed(self, server, robot):
        post(robot, title="<@all> [点我](https://evil.test)", lines=("# 大字 **粗**",))

        services.send_due(sender(server))

        content = server.accepted[0].body["markdown"]["content"]
        assert "<@" not in content
        assert "](https://evil" not in content
        assert "\n# " not in content


class TestOutcomes:
    def test_tries_again_later_when_the_service_is_busy_and_leaves_it_alone(self, server, robot):
        server.instead = [(200, {"errcode": 45009, "errmsg": "api freq out of limit"})]
        post(robot, "a")
        post(robot, "b")

        services.send_due(sender(server))

        first = Outgoing.objects.order_by("id")[0]
        assert (first.state, first.reason, first.code) == (State.FAILED, "too_fast", "45009")
        assert first.due_at == NOW + timedelta(minutes=1)
        assert len(server.asked) == 1

    def test_keeps_away_from_dingtalk_for_ten_minutes(self, server):
        server.instead = [(200, {"errcode": 130101, "errmsg": "send too fast"})]
        post(make_robot(server=server, kind="DINGTALK"))
        services.send_due(sender(server))

        services.send_due(sender(server, NOW + timedelta(minutes=9)))
        assert len(server.asked) == 1

        services.send_due(sender(server, NOW + timedelta(minutes=10)))
        assert states() == [State.SENT]

    def test_waits_when_feishu_is_overrun(self, server):
        server.instead = [(200, {"code": 11232, "msg": "frequency limited"})]
        post(make_robot(server=server, kind="FEISHU"))

        services.send_due(sender(server))

        message = Outgoing.objects.get()
        assert (message.state, message.code, message.due_at) == (State.FAILED, "11232", NOW + timedelta(minutes=3))

    def test_gives_up_what_is_refused_and_marks_the_robot(self, server, robot):
        server.instead = [(200, {"errcode": 93000, "errmsg": "invalid webhook url"})]
        post(robot)

        services.send_due(sender(server))

        robot.refresh_from_db()
        assert states() == [State.GIVEN_UP]
        assert (robot.fault, robot.fault_code) == ("gone", "93000")

    def test_forgets_the_fault_once_it_works(self, server, robot):
        Robot.objects.update(fault="gone", fault_code="93000")
        post(robot)

        services.send_due(sender(server))

        robot.refresh_from_db()
        assert (robot.fault, robot.fault_code) == ("", "")

    def test_shows_what_may_have_arrived_and_does_not_send_it_again(self, server, robot):
        server.instead = ["hang up"]
        post(robot)

        services.send_due(sender(server))
        services.send_due(sender(server, NOW + timedelta(hours=1)))

        message = Outgoing.objects.get()
        assert (message.state, message.reason) == (State.UNCERTAIN, "no_answer")
        assert len(server.asked) == 1

    def test_tries_seven_times_to_reach_somebody_and_then_gives_up(self, robot, server):
        message = post(robot, expires_at=NOW + timedelta(days=2))
        nobody = Outcome(Result.UNREACHED, Reason.UNREACHABLE)
        moment = NOW

        for wait in BACKOFF:
            token = claims.claim(message, true_now=moment)
            message.attempts = Outgoing.objects.get().attempts - 1
            claims.record(message, token, nobody, now=moment, true_now=moment)
            assert states() == [State.FAILED]
            moment += wait
        token = claims.claim(message, true_now=moment)
        message.attempts = Outgoing.objects.get().attempts - 1
        claims.record(message, token, nobody, now=moment, true_now=moment)

        assert states() == [State.GIVEN_UP]

    def test_gives_up_what_is_out_of_date(self, server, robot):
        post(robot, expires_at=NOW + timedelta(hours=1))

        services.send_due(sender(server, NOW + timedelta(hours=1)))

        message = Outgoing.objects.get()
        assert (message.state, message.reason, server.asked) == (State.GIVEN_UP, "stale", [])

    def test_gives_up_what_a_switched_off_robot_was_to_say(self, server, robot):
        post(robot)
        Robot.objects.update(is_active=False)

        services.send_due(sender(server))

        assert Outgoing.objects.get().reason == "switched_off"
        assert server.asked == []

    def test_asks_for_the_secret_again_after_the_key_has_changed(self, server, robot, settings):
        post(robot)
        settings.SECRET_KEY = "another key altogether, long enough for its purpose"

        services.send_due(sender(server))

        assert states() == [State.GIVEN_UP]
        assert server.asked == []

    def test_reaches_no_private_address(self, server):
        robot = make_robot(server=server)
        post(robot)
        nobody = services.Sender(NOW, lambda: NOW, type(server.rules)())

        services.send_due(nobody)

        assert (states(), server.asked) == ([State.GIVEN_UP], [])


class TestQuietHours:
    def test_hold_back_until_the_morning(self, server, robot):
        post(robot, now=NIGHT, expires_at=MORNING + timedelta(days=1))
        services.send_due(sender(server, NIGHT))
        assert states() == [State.WAITING]

        services.send_due(sender(server, MORNING))

        assert states() == [State.SENT]

    def test_last_the_whole_day_on_days_off(self, server, robot):
        post(robot, now=SATURDAY)

        services.send_due(sender(server, SATURDAY))

        assert states() == [State.WAITING]

    def test_do_not_hold_on_a_worked_saturday(self, server, robot):
        make_workday(SATURDAY.date(), is_workday=True)
        post(robot, now=SATURDAY)

        services.send_due(sender(server, SATURDAY))

        assert states() == [State.SENT]

    def test_do_not_hold_a_trial(self, server, robot):
        post(robot, kind=services.TRIAL, now=NIGHT)

        services.send_due(sender(server, NIGHT))

        assert states() == [State.SENT]

    def test_keep_feishu_free_of_the_crowded_minutes(self, server):
        ten = datetime(2026, 11, 20, 2, 1, tzinfo=UTC)
        post(make_robot(server=server, kind="FEISHU"), now=ten)
        services.send_due(sender(server, ten))
        assert states() == [State.WAITING]

        services.send_due(sender(server, ten + timedelta(minutes=3)))

        assert states() == [State.SENT]


class TestClaims:
    def test_let_one_alone_send(self, robot):
        message = post(robot)

        assert claims.claim(message, true_now=NOW)
        assert not claims.claim(message, true_now=NOW)

    def test_of_the_dead_leave_a_doubt(self, server, robot):
        claims.claim(post(robot), true_now=NOW)

        services.send_due(sender(server, NOW + timedelta(minutes=3)))

        message = Outgoing.objects.get()
        assert (message.state, message.reason, server.asked) == (State.UNCERTAIN, "died", [])

    def test_of_the_living_are_left_alone(self, server, robot):
        claims.claim(post(robot), true_now=NOW)

        services.send_due(sender(server, NOW + timedelta(minutes=1)))

        assert states() == [State.SENDING]

    def test_correct_the_doubt_when_the_slow_one_comes_back(self, robot):
        message = post(robot)
        token = claims.claim(message, true_now=NOW)
        claims.settle_doubtful(true_now=NOW + timedelta(minutes=3))

        assert claims.record(message, token, Outcome(Result.SENT), now=NOW, true_now=NOW)

        assert states() == [State.SENT]

    def test_write_nothing_with_another_claim(self, robot):
        message = post(robot)
        claims.claim(message, true_now=NOW)

        assert not claims.record(message, "another", Outcome(Result.SENT), now=NOW, true_now=NOW)

        assert states() == [State.SENDING]


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    def test_send_each_message_once_and_keep_the_pace(self, company):
        with vendors(clock=NOW.timestamp) as server:
            robot = make_robot(server=server)
            [post(robot, str(number), picture=b"\x89PNG\r\n\x1a\n") for number in range(12)]
            together = threading.Barrier(4)

            def press():
                together.wait()
                try:
                    services.send_due(sender(server))
                finally:
                    connection.close()

            threads = [threading.Thread(target=press) for _number in range(4)]
            [thread.start() for thread in threads]
            [thread.join() for thread in threads]

        sent = Outgoing.objects.filter(state=State.SENT).count()
        assert len(server.asked) == sent <= 8
