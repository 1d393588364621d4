"""Many messages told in one, what people decide about doubtful ones, and what is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from omos.connectors.tests.vendors import vendors
from omos.office.notices import services
from omos.office.notices.models import Outgoing
from omos.office.notices.services import bucket, claims
from omos.office.notices.tests.factories import NOW, make_robot, post, sender
from omos.people.tests.factories import viewer_of

State = Outgoing.State


@pytest.fixture
def server(company):
    with vendors(clock=NOW.timestamp) as running:
        yield running


@pytest.fixture
def robot(server):
    return make_robot(server=server)


def states() -> list[str]:
    return list(Outgoing.objects.order_by("id").values_list("state", flat=True))


class TestDigests:
    def test_tell_many_messages_in_one(self, server, robot):
        [post(robot, str(number), title=f"第 {number} 条") for number in range(6)]

        services.send_due(sender(server))

        content = server.accepted[0].body["markdown"]["content"]
        assert content.startswith("**6 条消息**\n第 0 条；计划 20，已交 19\n")
        assert states() == [State.MERGED] * 6 + [State.SENT]
        assert len(server.asked) == 1

    def test_are_not_made_of_few(self, server, robot):
        [post(robot, str(number)) for number in range(5)]

        services.send_due(sender(server))

        assert states() == [State.SENT] * 5

    def test_are_made_of_few_when_the_bucket_is_short(self, server, robot):
        [bucket.take_token(robot, true_now=NOW) for _number in range(7)]
        [post(robot, str(number)) for number in range(3)]

        services.send_due(sender(server))

        assert states() == [State.MERGED] * 3 + [State.SENT]

    def test_hold_ten_at_most(self, server, robot):
        [post(robot, str(number)) for number in range(25)]

        services.send_due(sender(server))

        assert states().count(State.MERGED) == 25
        assert [len(one.body["markdown"]["content"].split("\n")) for one in server.accepted] == [12, 12, 7]

    def test_leave_pictures_alone(self, server, robot):
        post(robot, "picture", picture=b"\x89PNG\r\n\x1a\n picture")
        [post(robot, str(number)) for number in range(6)]

        services.send_due(sender(server))

        assert [one.body["msgtype"] for one in server.accepted] == ["image", "markdown"]

    def test_are_not_made_of_what_somebody_else_took_meanwhile(self, robot):
        messages = [post(robot, str(number)) for number in range(3)]
        claims.claim(messages[0], true_now=NOW)

        assert claims.merge(messages, now=NOW) is None

        assert states() == [State.SENDING, State.WAITING, State.WAITING]


class TestSendAgain:
    def test_is_decided_by_a_person(self, server, robot, admin_staff):
        server.instead = ["hang up"]
        message = post(robot)
        services.send_due(sender(server))

        assert services.send_again(viewer=viewer_of(admin_staff), ids=[message.pk], now=NOW) == 1

        services.send_due(sender(server))
        assert states() == [State.SENT]

    def test_leaves_what_was_sent(self, server, robot, admin_staff):
        message = post(robot)
        services.send_due(sender(server))

        assert services.send_again(viewer=viewer_of(admin_staff), ids=[message.pk], now=NOW) == 0

    def test_is_not_needed_where_somebody_saw_it(self, server, robot, admin_staff):
        message = post(robot)
        claims.claim(message, true_now=NOW)
        claims.settle_doubtful(true_now=NOW + timedelta(hours=1))

        assert services.mark_arrived(viewer=viewer_of(admin_staff), ids=[message.pk], now=NOW) == 1

        message.refresh_from_db()
        assert (message.state, message.sent_at) == (State.SENT, NOW)

    def test_reaches_only_ones_own_departments(self, robot, supervisor):
        message = post(robot)
        Outgoing.objects.update(state=State.GIVEN_UP)

        assert services.send_again(viewer=viewer_of(supervisor), ids=[message.pk], now=NOW) == 0


class TestForgetting:
    def test_removes_what_left_three_months_ago(self, server, robot):
        post(robot, "old")
        post(robot, "new", now=NOW + timedelta(days=80))

        assert services.forget_old_messages(now=NOW + timedelta(days=91)) == 1

        assert Outgoing.objects.get().dedupe_key == "new"
