"""Verbs of the notices room: telling people, posting to groups, sending what waits, looking after the ways out."""

from omos.office.notices.services.at_once import send_at_once
from omos.office.notices.services.outbox import forget_old_messages, mark_arrived, send_again
from omos.office.notices.services.posting import DIGEST, TRIAL, Message, post_to_group
from omos.office.notices.services.robots import (
    MailServerDraft,
    RobotDraft,
    RobotRefused,
    save_mail_server,
    save_robot,
    try_mail,
    try_robot,
)
from omos.office.notices.services.sending import Sender, send_due, send_one
from omos.office.notices.services.telling import (
    KEEP,
    PreferenceRefused,
    forget_old,
    mark_all_read,
    mark_read,
    notify,
    save_preferences,
)

__all__ = [
    "DIGEST",
    "KEEP",
    "TRIAL",
    "MailServerDraft",
    "Message",
    "PreferenceRefused",
    "RobotDraft",
    "RobotRefused",
    "Sender",
    "forget_old",
    "forget_old_messages",
    "mark_all_read",
    "mark_arrived",
    "mark_read",
    "notify",
    "post_to_group",
    "save_mail_server",
    "save_preferences",
    "save_robot",
    "send_again",
    "send_at_once",
    "send_due",
    "send_one",
    "try_mail",
    "try_robot",
]
