"""Sending the day to group chats because somebody pressed the button, beside what the machine sends at six."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from omos.connectors.outbound.delivering import Outcome, Result
from omos.loop.reports.composing import messages
from omos.office.notices import queries as notices
from omos.office.notices.services import Sender, send_at_once
from omos.people.trail import record_action
from omos.people.viewer import Viewer


class NoGroup(Exception):
    """No group within reach takes the picture report; the message says what to do."""


class NothingToSend(Exception):
    """The day has nothing to show; the message says so."""


@dataclass(frozen=True)
class SentDay:
    """To how many groups the day went, and to how many it did not."""

    sent: int
    waiting: int
    failed: int


def send_day(*, day: date, actor: Viewer, sender: Sender) -> SentDay:
    """The day as a picture to every group of the actor's that takes it; a second press in a minute sends nothing.

    :raises NoGroup: if no robot of the actor's takes the picture report
    :raises NothingToSend: if nobody has work on the day
    """
    reach = set(notices.robots(actor).values_list("pk", flat=True))
    groups = [group for group in notices.groups_wanting(kind=messages.PICTURE) if group.robot_id in reach]
    if not groups:
        raise NoGroup(_("No group takes the picture report yet. Connect its robot first."))
    outcomes = [_send(group, day=day, actor=actor, sender=sender) for group in groups]
    sent = sum(outcome is not None and outcome.result is Result.SENT for outcome in outcomes)
    waiting = outcomes.count(None)
    return SentDay(sent, waiting, len(outcomes) - sent - waiting)


def _send(group: notices.Group, *, day: date, actor: Viewer, sender: Sender) -> Outcome | None:
    with translation.override(settings.LANGUAGE_CODE):
        message = messages.picture_message(viewer=group.viewer, day=day, now=sender.now, is_drawn=group.takes_pictures)
    if message is None:
        raise NothingToSend(_("Nobody has work on this day, so there is nothing to show."))
    key = f"{messages.PICTURE}:{day}:{sender.now:%Y%m%d%H%M}"
    outcome = send_at_once(robot_id=group.robot_id, message=message, dedupe_key=key, sender=sender)
    if outcome is not None:
        told = {"day": day.isoformat(), "group": group.name, "result": outcome.result.value}
        subject = ("notices.robot", group.robot_id)
        record_action("reports.send_day", actor=actor, subject=subject, now=sender.now, after=told)
    return outcome
