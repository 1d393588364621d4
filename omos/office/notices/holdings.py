"""What a person holds here: notices nobody has read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from omos.office.notices.models import Notice
from omos.people.holdings import Held, HeldThing, Holding, Moved, Passing, hand_rows


def unread_notices(holding: Holding) -> tuple[HeldThing, ...]:
    """Unread notices of the person, the latest first."""
    rows = Notice.objects.filter(staff_id=holding.staff_id, read_at=None).order_by("-created_at", "-id")
    return tuple(HeldThing(pk, title) for pk, title in rows.values_list("id", "title"))


def pass_on(passing: Passing) -> Moved:
    """Give unread notices to the stand-in; what they were told themselves stays where it is."""
    return _hand(passing, from_id=passing.from_id, to_id=passing.to_id)


def take_back(passing: Passing) -> Moved:
    """Take back what the stand-in has not read."""
    return _hand(passing, from_id=passing.to_id, to_id=passing.from_id)


def _hand(passing: Passing, *, from_id: int, to_id: int) -> Moved:
    told = Notice.objects.filter(staff_id=to_id).values("dedupe_key")
    rows = Notice.objects.filter(read_at=None).exclude(dedupe_key__in=told)
    return hand_rows(rows, "staff_id", ids=passing.memos, from_id=from_id, to_id=to_id)


HELD = (Held("notices.unread", _("Unread notices"), "bell", unread_notices, pass_on, take_back),)
