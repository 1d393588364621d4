"""Rebates by channel and period."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from omos.centres.promotion.models import Rebate
from omos.people.trail import record_action
from omos.people.viewer import Viewer

MOST = 10_000


class RebateRefused(Exception):
    """Raised with a message fit for the person who typed it; `field` names the input."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def save_rebate(
    *, channel_id: int, first_day: date, last_day: date | None, basis_points: int, actor: Viewer, now: datetime
) -> int:
    """Add a rebate; periods of one channel must not overlap. Returns its id.

    :raises RebateRefused: for a period that ends before it begins or meets another, a rate outside 0–100 %
    """
    if last_day is not None and last_day < first_day:
        raise RebateRefused(_("The last day lies before the first."), "last_day")
    if not 0 <= basis_points <= MOST:
        raise RebateRefused(_("A rebate lies between 0 % and 100 %."), "rate")
    known = Rebate.objects.select_for_update().filter(channel_id=channel_id)
    if any(_meets(one, first_day, last_day) for one in known):
        raise RebateRefused(_("The channel has another rebate in this period."), "first_day")
    values = {"channel_id": channel_id, "first_day": first_day, "last_day": last_day, "basis_points": basis_points}
    try:
        with transaction.atomic():
            rebate = Rebate.objects.create(**values)
    except IntegrityError as fault:
        raise RebateRefused(_("The channel has another rebate in this period."), "first_day") from fault
    subject = ("promotion.rebate", rebate.pk)
    record_action("promotion.manage_rebates", actor=actor, subject=subject, now=now, after=values)
    return rebate.pk


def _meets(one: Rebate, first_day: date, last_day: date | None) -> bool:
    begins_before_its_end = one.last_day is None or first_day <= one.last_day
    return begins_before_its_end and (last_day is None or one.first_day <= last_day)


@transaction.atomic
def drop_rebate(*, rebate_id: int, actor: Viewer, now: datetime) -> None:
    """Take a rebate out; a second press finds nothing to do."""
    before = Rebate.objects.filter(pk=rebate_id).values("channel_id", "first_day", "basis_points").first()
    if before and Rebate.objects.filter(pk=rebate_id).delete()[0]:
        subject = ("promotion.rebate", rebate_id)
        record_action("promotion.manage_rebates", actor=actor, subject=subject, now=now, before=before)
