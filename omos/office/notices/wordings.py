"""Codes of robots and messages in words."""

from __future__ import annotations

from django.utils.translation import get_language, gettext, gettext_lazy

from omos.office.notices import declare
from omos.office.notices.models import MailServer, Outgoing, Robot
from omos.office.notices.services import DIGEST, TRIAL
from omos.ui import formats

STATE_TONES = {
    "WAITING": "plain",
    "SENDING": "accent",
    "SENT": "yes",
    "FAILED": "warning",
    "UNCERTAIN": "unknown",
    "GIVEN_UP": "no",
    "MERGED": "plain",
}
REASONS = {
    "too_fast": gettext_lazy("Too many messages in a minute; the service asks for patience."),
    "service_down": gettext_lazy("The service is out of order at the moment."),
    "unreachable": gettext_lazy("The address could not be reached."),
    "no_answer": gettext_lazy("No answer came; it may have arrived. Look into the group."),
    "died": gettext_lazy("OMOS was interrupted while sending; it may have arrived. Look into the group."),
    "signature": gettext_lazy("The signing secret is not right. Copy it again."),
    "keyword": gettext_lazy("The robot asks for a keyword. Enter it with the robot."),
    "sender": gettext_lazy("The sender is not allowed: look at the list of allowed addresses."),
    "gone": gettext_lazy("The robot was removed from the group, or its address was changed."),
    "content": gettext_lazy("The service does not accept what it says."),
    "too_long": gettext_lazy("The message is too long for the service."),
    "recipient": gettext_lazy("The mail address does not exist."),
    "sign_in": gettext_lazy("The mail server does not accept user name and password."),
    "other": gettext_lazy("The service refused it."),
    "stale": gettext_lazy("It could not be sent in time and is out of date."),
    "switched_off": gettext_lazy("The robot is switched off."),
}


def reason_words(row: Outgoing) -> str:
    """Why it was not sent, with the service's own number."""
    return _with_code(row.reason, row.code)


def fault_words(outlet: Robot | MailServer) -> str:
    """How a way out last fared; nothing when well."""
    return _with_code(outlet.fault, outlet.fault_code)


def kind_words(row: Outgoing) -> str:
    """What kind of message it is."""
    own = {TRIAL: gettext("Trial"), DIGEST: gettext("Digest")}
    labels = {kind.code: str(kind.label) for kind in declare.declared()}
    return own.get(row.kind) or labels.get(row.kind, row.kind)


def title_words(row: Outgoing) -> str:
    """What it says; of a mail to a person only what kind it is."""
    return row.title if row.robot_id else kind_words(row)


def topic_words(robot: Robot) -> str:
    """What a robot gets."""
    labels = {kind.code: str(kind.label) for kind in declare.group_kinds()}
    return formats.listed((labels[code] for code in robot.topics if code in labels), language=get_language() or "en")


def scope_words(robot: Robot) -> str:
    """Whose figures its group sees."""
    return robot.department.name if robot.department else gettext("Whole company")


def _with_code(reason: str, code: str) -> str:
    words = str(REASONS.get(reason, reason))
    return f"{words} ({code})" if words and code else words
