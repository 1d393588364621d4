"""What a message says in a chat: plain words, so that nothing anybody typed becomes a link, a mention or a heading."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from omos.connectors.outbound.letters import Letter
from omos.office.notices.links import public_address
from omos.office.notices.models import Outgoing

LONGEST_LINE = 200
# Chat services read these as markup; their full-width likes look the same and mean nothing.
_TAME = str.maketrans(
    {"[": "［", "]": "］", "<": "＜", ">": "＞", "*": "＊", "`": "＇", "_": "＿", "#": "＃", "~": "～", "\\": "＼"}
)


def tame(text: str) -> str:
    """One line without markup."""
    return " ".join(text.split()).translate(_TAME)


def letter_of(message: Outgoing, *, keyword: str = "", picture: bytes = b"") -> Letter:
    """The message as it leaves the house."""
    return Letter(
        key=f"omos-{message.pk}-{message.created_at:%Y%m%d%H%M%S}",
        title=tame(message.title),
        lines=tuple(tame(line) for line in message.lines),
        link=public_address(message.url) if message.url else "",
        action=tame(message.action_label or _("Open OMOS")),
        picture=picture,
        keyword=keyword,
        kind=message.kind,
    )


def digest_title(count: int) -> str:
    """Several messages in one."""
    return ngettext("%(n)d message", "%(n)d messages", count) % {"n": count}


def digest_line(message: Outgoing) -> str:
    """One of several messages, in one line."""
    words = "；".join((message.title, *message.lines))
    return words if len(words) <= LONGEST_LINE else words[: LONGEST_LINE - 1] + "…"


def common_url(messages: Sequence[Outgoing]) -> str:
    """Where all of them lead, else the front page."""
    urls = {message.url for message in messages}
    return urls.pop() if len(urls) == 1 else "/"
