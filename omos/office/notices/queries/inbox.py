"""Reading notices: one's own, by bell or inbox."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from omos.office.notices import declare
from omos.office.notices.declare import NoticeKind
from omos.office.notices.models import Channel, Delivery, MailServer, Notice, Preference
from omos.people import queries as people
from omos.people.viewer import Viewer

BELL_LENGTH = 10


@dataclass(frozen=True)
class Wish:
    """One cell of the preferences: this kind by this channel, wanted or not."""

    channel: str
    label: str
    is_wanted: bool
    is_fixed: bool


@dataclass(frozen=True)
class WishRow:
    """One kind of notice with its wish per channel."""

    kind: NoticeKind
    wishes: tuple[Wish, ...]


def notices(*, viewer: Viewer) -> QuerySet[Notice]:
    """The viewer's own notices that show in the bell, newest first."""
    shown = Delivery.objects.filter(notice=OuterRef("pk"), channel=Channel.BELL, is_visible=True)
    mine = people.staff_in_scope(viewer=viewer, verb="notices.view").filter(id=viewer.staff_id or 0)
    return Notice.objects.filter(Exists(shown), staff__in=mine).order_by("-created_at", "-id")


def unread_notices(*, viewer: Viewer) -> QuerySet[Notice]:
    """The viewer's unread notices; none for people without a staff entry."""
    if viewer.staff_id is None:
        return Notice.objects.none()
    shown = Delivery.objects.filter(notice=OuterRef("pk"), channel=Channel.BELL, is_visible=True)
    return Notice.objects.filter(Exists(shown), staff_id=viewer.staff_id, read_at__isnull=True)


def unread_count(*, viewer: Viewer) -> int:
    """How many of the viewer's notices are unread."""
    return unread_notices(viewer=viewer).count()


def bell(*, viewer: Viewer) -> tuple[Notice, ...]:
    """The last ten notices."""
    return tuple(notices(viewer=viewer)[:BELL_LENGTH])


def channels() -> tuple[Channel, ...]:
    """The ways that reach people in this installation: mail only where a server is set up."""
    return tuple(Channel) if has_mail() else (Channel.BELL,)


def has_mail() -> bool:
    """Whether mails can be sent at all."""
    return MailServer.objects.filter(is_active=True).exists()


def mail_wanting_staff(*, kind: str, staff_ids: Collection[int]) -> set[int]:
    """Who of these asked to get this kind by mail; nobody gets mails unasked."""
    wanted = Preference.objects.filter(staff_id__in=staff_ids, kind=kind, channel=Channel.EMAIL, is_wanted=True)
    return set(wanted.exclude(staff__email="").values_list("staff_id", flat=True))


def unwanting_staff(*, kind: str, channel: str, staff_ids: Collection[int]) -> set[int]:
    """Who of these does not want this kind by this channel; needed kinds are wanted by all."""
    if declare.kind(kind).is_needed:
        return set()
    refused = Preference.objects.filter(staff_id__in=staff_ids, kind=kind, channel=channel, is_wanted=False)
    return set(refused.values_list("staff_id", flat=True))


def wishes(*, viewer: Viewer) -> tuple[WishRow, ...]:
    """The viewer's preferences: every kind × every channel that is built."""
    set_by = Preference.objects.filter(staff_id=viewer.staff_id or 0)
    known = {(one.kind, one.channel): one.is_wanted for one in set_by}
    offered = channels()
    return tuple(WishRow(kind, tuple(_wish(kind, channel, known) for channel in offered)) for kind in declare.kinds())


def _wish(kind: NoticeKind, channel: Channel, known: dict[tuple[str, str], bool]) -> Wish:
    is_fixed = kind.is_needed and channel == Channel.BELL
    return Wish(
        channel=channel.value,
        label=str(channel.label),
        is_wanted=is_fixed or known.get((kind.code, channel.value), channel == Channel.BELL),
        is_fixed=is_fixed,
    )


def unread() -> Q:
    """Filter for unread notices."""
    return Q(read_at__isnull=True)
