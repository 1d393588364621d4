"""Looking after robots and the mail server: adding, changing, trying them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from omos.connectors.dingtalk import client as dingtalk
from omos.connectors.feishu import client as feishu
from omos.connectors.outbound import OutboundRules
from omos.connectors.outbound.delivering import AddressRefused
from omos.connectors.webhook import client as webhook
from omos.connectors.wecom import client as wecom
from omos.office.notices import declare, queries
from omos.office.notices.models import MailServer, Outgoing, Robot
from omos.office.notices.sealing import seal
from omos.office.notices.services.posting import MAIL_LASTS, TRIAL, Message, post_to_group
from omos.people.trail import record_action
from omos.people.viewer import Viewer

GROUP_CHATS = {"WECOM": wecom, "DINGTALK": dingtalk, "FEISHU": feishu}
TRIAL_URL = "/"


class RobotRefused(Exception):
    """Raised with a message fit for the person who saved; `field` names the input, "" the whole form."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class RobotDraft:
    """A robot as somebody wants it; an empty address or secret leaves what is stored."""

    name: str
    address: str = ""
    secret: str = ""
    is_webhook: bool = False
    keyword: str = ""
    department_id: int | None = None
    topics: tuple[str, ...] = ()
    quiet_from: time = time(21, 0)
    quiet_until: time = time(8, 0)
    is_quiet_on_days_off: bool = True
    is_active: bool = True


@dataclass(frozen=True)
class MailServerDraft:
    """The mail server as somebody wants it; an empty password leaves what is stored."""

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str
    is_active: bool = True


def save_robot(
    *, draft: RobotDraft, actor: Viewer, now: datetime, rules: OutboundRules, robot_id: int | None = None
) -> int:
    """Add a robot or change one; returns its id.

    :raises RobotRefused: for an address of nobody's robot, a name taken, or figures the actor may not give away
    """
    values = _values(draft, actor) | _address_values(draft, robot_id, rules)
    try:
        with transaction.atomic():
            saved = _write(values, robot_id, actor, now)
            told = _told(draft) | {"kind": saved.kind, "address": f"…{saved.address_end}"}
            record_action(
                "notices.manage_robots", actor=actor, subject=("notices.robot", saved.pk), now=now, after=told
            )
    except IntegrityError as fault:
        raise RobotRefused(_("There is a robot of this name already."), "name") from fault
    return int(saved.pk)


def _write(values: Mapping[str, Any], robot_id: int | None, actor: Viewer, now: datetime) -> Robot:
    if robot_id is None:
        return Robot.objects.create(**values, created_at=now)
    robot = queries.robots(actor).select_for_update(of=("self",)).filter(pk=robot_id).first()
    if robot is None:
        raise RobotRefused(_("This robot does not exist any more."))
    # A new address starts with a clean slate.
    clean: dict[str, Any] = {"fault": "", "fault_code": "", "blocked_until": None} if "address_sealed" in values else {}
    for name, value in {**values, **clean}.items():
        setattr(robot, name, value)
    robot.row_version += 1
    robot.save(update_fields=[*values, *clean, "row_version"])
    return robot


def _values(draft: RobotDraft, actor: Viewer) -> dict[str, Any]:
    known = {kind.code for kind in declare.group_kinds()}
    if not set(draft.topics) <= known:
        raise RobotRefused(_("Choose from what is offered."), "topics")
    is_in_reach = draft.department_id in queries.departments_for_robots(actor)
    if not is_in_reach and not (draft.department_id is None and queries.may_speak_for_all(actor)):
        raise RobotRefused(_("Choose a department whose figures you may show."), "department")
    secret = {"secret_sealed": seal(draft.secret.strip())} if draft.secret.strip() else {}
    return secret | {
        "name": draft.name.strip(),
        "keyword": draft.keyword.strip(),
        "department_id": draft.department_id,
        "topics": sorted(draft.topics),
        "quiet_from": draft.quiet_from,
        "quiet_until": draft.quiet_until,
        "is_quiet_on_days_off": draft.is_quiet_on_days_off,
        "is_active": draft.is_active,
    }


def _address_values(draft: RobotDraft, robot_id: int | None, rules: OutboundRules) -> dict[str, str]:
    if not draft.address.strip():
        if robot_id is None:
            raise RobotRefused(_("Paste the robot's address."), "address")
        return {}
    kind, address = read_robot_address(draft.address, is_webhook=draft.is_webhook, rules=rules)
    return {"kind": kind, "address_sealed": seal(address), "address_end": address[-4:]}


def read_robot_address(text: str, *, is_webhook: bool, rules: OutboundRules) -> tuple[str, str]:
    """Whose robot a pasted address is, and the address as it will be posted to.

    :raises RobotRefused: if it is nobody's, or a webhook was not asked for
    """
    for kind, client in GROUP_CHATS.items():
        try:
            return kind, client.read_address(text, rules=rules)
        except AddressRefused:
            continue
    if not is_webhook:
        raise RobotRefused(_("This is no address of a WeCom, DingTalk or Feishu robot. Copy it again."), "address")
    try:
        return Robot.Kind.WEBHOOK.value, webhook.read_address(text, rules=rules)
    except AddressRefused as refusal:
        words = _("A webhook's address begins with https:// and leads to a public place.")
        raise RobotRefused(words, "address") from refusal


def _told(draft: RobotDraft) -> dict[str, Any]:
    """What the trail may know: neither address nor secret."""
    return {
        "name": draft.name,
        "department": draft.department_id,
        "topics": list(draft.topics),
        "is_active": draft.is_active,
        "new_address": bool(draft.address.strip()),
        "new_secret": bool(draft.secret.strip()),
    }


@transaction.atomic
def try_robot(*, robot_id: int, actor: Viewer, now: datetime) -> Outgoing:
    """Put a trial message into the outbox, to be sent at once; each press is one of its own.

    :raises RobotRefused: if the robot is not the actor's, or is switched off
    """
    robot = queries.robots(actor).filter(pk=robot_id, is_active=True).first()
    if robot is None:
        raise RobotRefused(_("This robot is switched off or does not exist any more."))
    count = Outgoing.objects.filter(robot=robot, kind=TRIAL).count()
    message = Message(
        TRIAL,
        _("OMOS can reach this group"),
        (_("%(name)s has connected it. What was chosen arrives here by itself.") % {"name": actor.name},),
        TRIAL_URL,
        _("Open OMOS"),
    )
    key = f"{TRIAL}:{robot.pk}:{count}"
    post_to_group(robot_id=robot.pk, message=message, dedupe_key=key, now=now)
    told = {"trial": True}
    record_action("notices.manage_robots", actor=actor, subject=("notices.robot", robot.pk), now=now, after=told)
    return Outgoing.objects.get(robot=robot, dedupe_key=key)


@transaction.atomic
def save_mail_server(*, draft: MailServerDraft, actor: Viewer, now: datetime) -> None:
    """Set up the company's mail server or change it."""
    stored = queries.mail_server()
    password = seal(draft.password) if draft.password else (stored.password_sealed if stored else "")
    values = {
        "host": draft.host.strip().lower(),
        "port": draft.port,
        "security": draft.security,
        "user": draft.user.strip(),
        "sender": draft.sender.strip(),
        "is_active": draft.is_active,
    }
    clean = {"fault": "", "fault_code": "", "blocked_until": None}
    MailServer.objects.update_or_create(id=1, defaults=values | clean | {"password_sealed": password})
    told = values | {"new_password": bool(draft.password)}
    record_action("notices.manage_mail", actor=actor, subject=("notices.mailserver", 1), now=now, after=told)


@transaction.atomic
def try_mail(*, actor: Viewer, now: datetime) -> Outgoing:
    """Put a trial mail to the actor's own mailbox into the outbox.

    :raises RobotRefused: if no server is set up, or the actor has no address
    """
    server, staff_id = queries.mail_server(), actor.staff_id
    if server is None or not server.is_active or staff_id is None:
        raise RobotRefused(_("Set up the mail server first."))
    if not queries.has_mailbox(staff_id=staff_id):
        raise RobotRefused(_("Your own entry in the staff list has no e-mail address to try it with."))
    count = Outgoing.objects.filter(staff_id=staff_id, kind=TRIAL).count()
    return Outgoing.objects.create(
        staff_id=staff_id,
        kind=TRIAL,
        title=_("OMOS can send mails"),
        lines=[_("This is the trial you asked for.")],
        url=TRIAL_URL,
        action_label=_("Open OMOS"),
        dedupe_key=f"{TRIAL}:{count}",
        created_at=now,
        expires_at=now + MAIL_LASTS,
    )
