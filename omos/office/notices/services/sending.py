"""Sending what waits: by pace, outside quiet hours, merged where the pace is too slow, each message once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils import timezone, translation

from omos.connectors.dingtalk import client as dingtalk
from omos.connectors.feishu import client as feishu
from omos.connectors.mail import client as mail
from omos.connectors.outbound import OutboundRules
from omos.connectors.outbound.delivering import Outcome, Reason, Result, refused
from omos.connectors.outbound.letters import Letter
from omos.connectors.webhook import client as webhook
from omos.connectors.wecom import client as wecom
from omos.office.files import queries as files
from omos.office.notices import declare, queries, writing
from omos.office.notices.models import MailServer, Outgoing, Robot
from omos.office.notices.pace import is_crowded, is_quiet
from omos.office.notices.sealing import Unreadable, unseal
from omos.office.notices.services import bucket, claims
from omos.office.notices.services.posting import DIGEST, TRIAL
from omos.people import queries as people
from omos.people.clock import local_day


class Client(Protocol):
    """What every connector to a group chat can do."""

    def send(self, letter: Letter, *, address: str, secret: str, at: float, rules: OutboundRules) -> Outcome: ...


CLIENTS: Mapping[str, Client] = {"WECOM": wecom, "DINGTALK": dingtalk, "FEISHU": feishu, "WEBHOOK": webhook}
# So many go into one digest at most, so that each still says something.
LONGEST_DIGEST = 10
# A group that is told more at once reads none of it.
MOST_AT_ONCE = 5
# After anything else the next message would fare no better.
_GO_ON = frozenset({Result.SENT, Result.REFUSED})
_FAULTS = frozenset({Reason.SIGNATURE, Reason.KEYWORD, Reason.SENDER, Reason.GONE, Reason.SIGN_IN, Reason.UNREACHABLE})


@dataclass(frozen=True)
class Sender:
    """What sending needs to know: the company's moment, the machine's own clock, and where it may go."""

    now: datetime
    true_clock: Callable[[], datetime]
    rules: OutboundRules


def send_due(sender: Sender) -> int:
    """Send whatever is due and may go now; returns how many messages were dealt with."""
    if not queries.has_open_messages():
        return 0
    dealt = claims.settle_doubtful(true_now=sender.true_clock()) + claims.give_up_stale(now=sender.now)
    with translation.override(settings.LANGUAGE_CODE):
        return dealt + sum(_serve(outlet, sender) for outlet in _outlets(sender))


def _outlets(sender: Sender) -> Iterator[queries.Outlet]:
    true_now = sender.true_clock()
    yield from queries.due_robots(true_now=true_now)
    server = queries.mail_server() if queries.has_due_mail(true_now=true_now) else None
    if server is not None and server.is_active:
        yield server


def _serve(outlet: queries.Outlet, sender: Sender) -> int:
    """Everything due on one way out, until its pace or its service says stop."""
    true_now = sender.true_clock()
    if outlet.blocked_until is not None and outlet.blocked_until > true_now:
        return 0
    is_quiet_now = _is_quiet_now(outlet, sender.now)
    due = queries.due_of(outlet, true_now=true_now)
    waiting = [one for one in due if not is_quiet_now or _knows_no_hour(one)]
    sent = 0
    for message in _merged(outlet, waiting, sender):
        outcome = send_one(message, outlet, sender)
        if outcome is None or outcome.result not in _GO_ON:
            break
        sent += 1
    return sent


def send_one(message: Outgoing, outlet: queries.Outlet, sender: Sender) -> Outcome | None:
    """Claim, send, write down; None where no token is left or somebody else has the message."""
    if not bucket.take_token(outlet, true_now=sender.true_clock()):
        return None
    token = claims.claim(message, true_now=sender.true_clock())
    if not token:
        return None
    outcome = _hand_over(message, outlet, sender)
    true_now = sender.true_clock()
    claims.record(message, token, outcome, now=sender.now, true_now=true_now)
    if outcome.result is Result.BUSY:
        bucket.stay_away(outlet, seconds=outcome.wait, true_now=true_now)
    if outcome.reason in _FAULTS or outcome.result is Result.SENT:
        bucket.note_fault(outlet, reason=outcome.reason.value, code=outcome.code[:20])
    return outcome


def _hand_over(message: Outgoing, outlet: queries.Outlet, sender: Sender) -> Outcome:
    """One attempt; no transaction is open here, and nothing of the secret stays behind."""
    at = sender.true_clock().timestamp()
    try:
        if isinstance(outlet, MailServer):
            letter, to = writing.letter_of(message), message.staff.email if message.staff else ""
            return mail.send(letter, server=_settings_of(outlet), to=to, at=at, rules=sender.rules)
        letter = writing.letter_of(message, keyword=outlet.keyword, picture=_picture_of(message, outlet))
        address, secret = unseal(outlet.address_sealed), unseal(outlet.secret_sealed)
    except Unreadable:
        return refused(Reason.SIGNATURE)
    return CLIENTS[outlet.kind].send(letter, address=address, secret=secret, at=at, rules=sender.rules)


def _settings_of(server: MailServer) -> mail.Server:
    company = people.company()
    return mail.Server(
        host=server.host,
        port=server.port,
        security=server.security,
        user=server.user,
        password=unseal(server.password_sealed),
        sender=server.sender,
        sender_name=f"OMOS {company.short_name}" if company else "OMOS",
    )


def _picture_of(message: Outgoing, robot: Robot) -> bytes:
    """The picture, where the robot takes one and it is still there."""
    if message.picture is None or robot.kind not in queries.TAKE_PICTURES:
        return b""
    try:
        return files.content_of(message.picture)
    except OSError:
        return b""


def _is_quiet_now(outlet: queries.Outlet, now: datetime) -> bool:
    """Whether people or the service want silence; mails keep the hours a new robot keeps."""
    local = timezone.localtime(now)
    robot = outlet if isinstance(outlet, Robot) else Robot()
    if is_quiet(local.time(), quiet_from=robot.quiet_from, quiet_until=robot.quiet_until):
        return True
    if is_crowded(robot.kind, local):
        return True
    return robot.is_quiet_on_days_off and not people.is_workday(local_day(now))


def _knows_no_hour(message: Outgoing) -> bool:
    """A trial is answered at once, and what people need to know they are told whatever the hour."""
    is_needed = any(one.code == message.kind and one.is_needed for one in declare.declared())
    return message.kind == TRIAL or is_needed


def _merged(outlet: queries.Outlet, waiting: Sequence[Outgoing], sender: Sender) -> list[Outgoing]:
    """The messages as they will go: several in one where there are more than may go one by one."""
    if isinstance(outlet, MailServer):
        return _merged_by_person(waiting, sender)
    room = min(bucket.room_of(outlet, true_now=sender.true_clock()), MOST_AT_ONCE)
    return _digests(waiting, sender) if len(waiting) > room else list(waiting)


def _merged_by_person(waiting: Sequence[Outgoing], sender: Sender) -> list[Outgoing]:
    people_ids = dict.fromkeys(one.staff_id for one in waiting)
    groups = ([one for one in waiting if one.staff_id == staff_id] for staff_id in people_ids)
    return [message for group in groups for message in _digests(group, sender)]


def _digests(waiting: Sequence[Outgoing], sender: Sender) -> list[Outgoing]:
    """Pictures, trials and earlier digests as they are; all others in digests of ten, in their order."""
    single = [one for one in waiting if one.picture_id or one.kind in {TRIAL, DIGEST}]
    plain = [one for one in waiting if one not in single]
    parts = [plain[start : start + LONGEST_DIGEST] for start in range(0, len(plain), LONGEST_DIGEST)]
    made = (claims.merge(part, now=sender.now) if len(part) > 1 else part[0] for part in parts)
    return sorted((*single, *(one for one in made if one is not None)), key=lambda one: one.pk)
