"""A month of a department of fifty: never too fast for the robot, nobody told twice, nothing lost."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from omos.connectors.tests.vendors import Vendors, vendors
from omos.office.notices import services
from omos.office.notices.models import Outgoing, Robot
from omos.office.notices.tests.factories import make_robot, post

State = Outgoing.State
FIRST = datetime(2026, 11, 2, 0, 45, tzinfo=UTC)
# The worker looks every ten seconds.
LOOK = timedelta(seconds=10)
PEOPLE = 50
# Days after the second of November that are workdays, to the thirtieth.
WORKDAYS = (*range(5), *range(7, 12), *range(14, 19), *range(21, 26), 28)


class Month:
    """One clock for company, machine and service, and the working days of four weeks."""

    def __init__(self) -> None:
        self.now = FIRST

    def seconds(self) -> float:
        return self.now.timestamp()

    def work_off(self, server: Vendors) -> None:
        """Look every ten seconds until nothing waits that could go today."""
        for _look in range(200):
            services.send_due(services.Sender(self.now, lambda: self.now, server.rules))
            if not Outgoing.objects.filter(state__in=(State.WAITING, State.FAILED)).exists():
                return
            self.now += LOOK

    def live_a_day(self, day: int, server: Vendors, robots: list[Robot]) -> None:
        """Plan in the morning, alerts at noon, everybody closes the day within minutes, picture at six."""
        start = FIRST + timedelta(days=day)
        self.now = start
        [post(robot, f"plan {day}", now=self.now) for robot in robots]
        self.work_off(server)
        self.now = max(self.now, start + timedelta(hours=4))
        [post(robot, f"alert {day} {number}", now=self.now) for robot in robots for number in range(7)]
        self.work_off(server)
        self.now = max(self.now, start + timedelta(hours=9))
        for person in range(PEOPLE):
            [post(robot, f"closed {day} {person}", title=f"第 {person} 位已日清", now=self.now) for robot in robots]
            self.now += timedelta(seconds=2)
            services.send_due(services.Sender(self.now, lambda: self.now, server.rules))
        [post(robot, f"picture {day}", picture=b"\x89PNG\r\n\x1a\n", now=self.now) for robot in robots]
        self.work_off(server)


def test_a_month_of_fifty_people_stays_below_twenty_a_minute(company):
    month = Month()
    with vendors(clock=month.seconds) as server:
        robot = make_robot(server=server)
        [month.live_a_day(day, server, [robot]) for day in WORKDAYS]

    messages = Outgoing.objects.exclude(kind=services.DIGEST)
    assert server.most_in(60) <= 20
    assert len(server.asked) == len(server.accepted)
    assert messages.count() == len(WORKDAYS) * (1 + 7 + PEOPLE + 1)
    assert set(Outgoing.objects.values_list("state", flat=True)) == {State.SENT, State.MERGED}
    # Told in a digest is told: every merged one went into a digest that was sent.
    assert not messages.filter(state=State.MERGED).exclude(merged_into__state=State.SENT).exists()
    texts = Counter(line for one in server.asked if one.body["msgtype"] == "markdown" for line in lines_of(one))
    assert max(count for line, count in texts.items() if "已日清" in line) == len(WORKDAYS)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "in_a_minute"), [("DINGTALK", 20), ("FEISHU", 100), ("WEBHOOK", 70)])
def test_the_same_month_by_every_other_service(company, kind, in_a_minute):
    month = Month()
    with vendors(clock=month.seconds) as server:
        robot = make_robot(server=server, kind=kind)
        [month.live_a_day(day, server, [robot]) for day in WORKDAYS]

    assert server.most_in(60) <= in_a_minute
    assert len(server.asked) == len(server.accepted) == Outgoing.objects.filter(state=State.SENT).count()
    assert set(Outgoing.objects.values_list("state", flat=True)) <= {State.SENT, State.MERGED}
    told = Outgoing.objects.exclude(kind=services.DIGEST)
    assert told.count() == len(WORKDAYS) * (1 + 7 + PEOPLE + 1)
    assert not told.filter(state=State.MERGED).exclude(merged_into__state=State.SENT).exists()


def lines_of(request) -> list[str]:
    """The persons named in one message."""
    words = request.body["markdown"]["content"].replace("*", "").split("\n")
    return [line.split("；")[0] for line in words if "已日清" in line]


def test_a_flood_over_feishu_stays_below_five_a_second_and_a_hundred_a_minute(company):
    month = Month()
    with vendors(clock=month.seconds) as server:
        robot = make_robot(server=server, kind="FEISHU")
        [post(robot, str(number), picture=b"\x89PNG\r\n\x1a\n", now=month.now) for number in range(120)]
        while Outgoing.objects.filter(state=State.WAITING).exists():
            services.send_due(services.Sender(month.now, lambda: month.now, server.rules))
            month.now += timedelta(milliseconds=400)

    assert server.most_in(1) <= 5
    assert server.most_in(60) <= 100
    assert len(server.accepted) == len(server.asked) == 120
