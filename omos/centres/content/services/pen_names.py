"""The names people sign with on our websites."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from omos.centres.content.models import PenName
from omos.formulas.authorship import is_nobody
from omos.formulas.keyword_match import plain_text
from omos.people.trail import record_action
from omos.people.viewer import Viewer


class PenNameRefused(Exception):
    """The name cannot be kept so; the message says why."""


@transaction.atomic
def save_pen_name(*, staff_id: int, name: str, actor: Viewer, now: datetime) -> PenName:
    """Remember that somebody signs with this name.

    :raises PenNameRefused: if it names nobody, or somebody else
    """
    plain = plain_text(name).characters[:60]
    if not plain or is_nobody(name):
        raise PenNameRefused(_("「%(name)s」 names nobody in particular.") % {"name": name.strip()})
    try:
        with transaction.atomic():
            saved = PenName.objects.create(staff_id=staff_id, name=name.strip()[:60], plain=plain)
    except IntegrityError as taken:
        known = PenName.objects.select_related("staff").filter(plain=plain).first()
        if known is None:
            raise
        if known.staff_id == staff_id:
            return known
        told = {"name": known.name, "person": known.staff.name}
        raise PenNameRefused(_("%(person)s signs with 「%(name)s」 already.") % told) from taken
    _record(actor, now, staff_id, {"pen_name": saved.name})
    return saved


@transaction.atomic
def drop_pen_name(*, pen_name_id: int, actor: Viewer, now: datetime) -> None:
    """Forget a name; what was counted by it stays."""
    known = PenName.objects.filter(pk=pen_name_id).first()
    if known is not None:
        known.delete()
        _record(actor, now, known.staff_id, {"pen_name_dropped": known.name})


def _record(actor: Viewer, now: datetime, staff_id: int, after: dict[str, object]) -> None:
    record_action("content.manage_sources", actor=actor, subject=("people.staff", staff_id), now=now, after=after)
