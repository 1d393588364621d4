"""Makes notices for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from omos.connectors.tests.vendors import Vendors
from omos.office.notices import services
from omos.office.notices.models import MailServer, Notice, Outgoing, Robot
from omos.office.notices.sealing import seal
from omos.office.notices.services import Message, Sender

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
KIND = "jobs.ailing"


def tell(*staff, key: str = "k", title: str = "有 2 件退回", now: datetime = NOW, **changes) -> int:
    values: dict[str, Any] = {"kind": KIND, "body": "关键词不在标题", "url": "/notices/", "action_label": "去看看"}
    people = [person.pk for person in staff]
    return services.notify(staff_ids=people, title=title, dedupe_key=key, now=now, **(values | changes))


def make_notice(staff, **changes) -> Notice:
    tell(staff, **changes)
    return Notice.objects.filter(staff=staff).latest("id")


WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa"
GROUP_KIND = "reports.picture"


def make_robot(name: str = "网销部群", *, server: Vendors | None = None, kind: str = "WECOM", **fields: Any) -> Robot:
    """A robot of the whole company; with a server on loopback its address leads there."""
    address = getattr(server, kind.lower()) if server else WECOM
    secret = fields.pop("secret", "")
    values: dict[str, Any] = {"topics": [GROUP_KIND], "created_at": NOW} | fields
    return Robot.objects.create(
        name=name,
        kind=kind,
        address_sealed=seal(address),
        address_end=address[-4:],
        secret_sealed=seal(secret),
        **values,
    )


def make_mail_server(port: int = 465, **fields: Any) -> MailServer:
    values: dict[str, Any] = {"host": "127.0.0.1", "security": "PLAIN", "sender": "omos@yunfan.test"} | fields
    return MailServer.objects.create(id=1, port=port, **values)


def post(robot: Robot, key: str = "k", *, title: str = "日清日结", now: datetime = NOW, **fields: Any) -> Outgoing:
    """A message for the robot's group in the outbox."""
    expires_at = fields.pop("expires_at", None)
    values: dict[str, Any] = {"lines": ("计划 20，已交 19",), "url": "/day-closing/", "action_label": "去看看"}
    message = Message(fields.pop("kind", GROUP_KIND), title, **(values | fields))
    services.post_to_group(robot_id=robot.pk, message=message, dedupe_key=key, now=now, expires_at=expires_at)
    return Outgoing.objects.get(robot=robot, dedupe_key=key)


def sender(server: Vendors, now: datetime = NOW) -> Sender:
    """Sending with both clocks at one moment."""
    return Sender(now=now, true_clock=lambda: now, rules=server.rules)


def make_twenty_messages() -> None:
    robot = Robot.objects.filter(name="列表群").first() or make_robot("列表群")
    first = Outgoing.objects.count()
    for number in range(first, first + 20):
        post(robot, f"list {number}")


def make_three_robots() -> None:
    first = Robot.objects.count()
    for number in range(first, first + 3):
        make_robot(f"群 {number}")


LIST_ROWS = {"outbox": make_twenty_messages, "robots": make_three_robots}
