"""What a person holds here: words of their own, and words planned for their days."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from omos.loop.keywords.models import Keyword, PlannedKeyword
from omos.people.clock import local_day
from omos.people.holdings import Held, HeldThing, Holding, Moved, Passing, hand_rows


def own_words(holding: Holding) -> tuple[HeldThing, ...]:
    """Words in use that the person looks after."""
    rows = Keyword.objects.filter(owner_id=holding.staff_id, is_active=True).order_by("priority", "id")
    return tuple(HeldThing(pk, text) for pk, text in rows.values_list("id", "text"))


def planned_words(holding: Holding) -> tuple[HeldThing, ...]:
    """Words planned for the person on the days named, or from the first day on."""
    rows = PlannedKeyword.objects.filter(staff_id=holding.staff_id, day__gte=holding.first)
    if holding.last is not None:
        rows = rows.filter(day__lte=holding.last)
    found = rows.order_by("day", "id").values_list("id", "keyword__text", "day")
    return tuple(HeldThing(pk, text, day.isoformat()) for pk, text, day in found)


def pass_words(passing: Passing) -> Moved:
    """Give words to their new owner."""
    rows = Keyword.objects.all()
    return hand_rows(rows, "owner_id", ids=passing.memos, from_id=passing.from_id, to_id=passing.to_id)


def take_words(passing: Passing) -> Moved:
    """Give words back to their owner."""
    rows = Keyword.objects.all()
    return hand_rows(rows, "owner_id", ids=passing.memos, from_id=passing.to_id, to_id=passing.from_id)


def pass_planned(passing: Passing) -> Moved:
    """Give planned words to the stand-in."""
    rows = PlannedKeyword.objects.all()
    return hand_rows(rows, "staff_id", ids=passing.memos, from_id=passing.from_id, to_id=passing.to_id)


def take_planned(passing: Passing) -> Moved:
    """Take back the words of days to come; those of days that are over stay with who worked on them."""
    rows = PlannedKeyword.objects.filter(day__gte=local_day(passing.now))
    return hand_rows(rows, "staff_id", ids=passing.memos, from_id=passing.to_id, to_id=passing.from_id)


HELD = (
    Held("keywords.planned", _("Words of the weekly plan"), "calendar", planned_words, pass_planned, take_planned),
    Held("keywords.words", _("Keywords looked after"), "tag", own_words, pass_words, take_words, is_lasting=True),
)
