"""Conversations and customers put together: who asked, was it valid, was it won; each person counts once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from omos.centres.promotion.models import CustomerLine, Talk

CHUNK = 500
Row = TypeVar("Row", Talk, CustomerLine)


@dataclass(frozen=True)
class Case:
    """One conversation, or one customer nobody talked with in the chat."""

    day: date
    channel_id: int | None
    campaign: str
    keyword: str
    term: str
    is_conversation: bool
    has_contact: bool
    is_inquiry: bool
    is_valid: bool | None
    is_won: bool = False
    revenue: int = 0


@dataclass(frozen=True)
class _Found:
    """What customers' lists say of one contact."""

    is_valid: bool | None
    is_won: bool
    revenue: int


_NOBODY = _Found(None, False, 0)


def cases(*, first: date, last: date) -> list[Case]:
    """Everybody who asked in a period. A customer's own list decides over validity; the chat tool where it is silent.

    A contact counts as one inquiry, at its first conversation.
    """
    talks = list(Talk.objects.filter(day__range=(first, last)).order_by("day", "id"))
    keys = {talk.contact_key for talk in talks if talk.contact_key}
    customers = _customers(keys)
    firsts = _first_talks(keys)
    found = [_of_talk(talk, customers.get(talk.contact_key), firsts) for talk in talks]
    return found + [_of_customer(line) for line in _without_talk(first, last)]


def _of_talk(talk: Talk, customer: _Found | None, firsts: Mapping[str, int]) -> Case:
    is_first = firsts.get(talk.contact_key, talk.pk) == talk.pk
    known = customer or _NOBODY
    said = talk.is_valid if known.is_valid is None else known.is_valid
    is_inquiry = is_first and any((talk.has_contact, said, customer))
    return Case(
        day=talk.day,
        channel_id=talk.channel_id,
        campaign=talk.campaign,
        keyword=talk.keyword,
        term=talk.term,
        is_conversation=talk.is_conversation,
        has_contact=talk.has_contact,
        is_inquiry=is_inquiry,
        is_valid=said if is_inquiry else False,
        is_won=is_first and known.is_won,
        revenue=known.revenue if is_first else 0,
    )


def _of_customer(line: CustomerLine) -> Case:
    assert line.day is not None
    return Case(
        day=line.day,
        channel_id=line.channel_id,
        campaign="",
        keyword=line.keyword,
        term=line.term,
        is_conversation=False,
        has_contact=bool(line.contact_key),
        is_inquiry=True,
        is_valid=line.is_valid,
        is_won=line.is_won,
        revenue=line.revenue or 0,
    )


def _customers(keys: Collection[str]) -> dict[str, _Found]:
    """What is known of contacts; several lines of one contact go together."""
    found: dict[str, _Found] = {}
    for line in _of_contacts(CustomerLine.objects.order_by("id"), keys):
        known = found.get(line.contact_key, _NOBODY)
        found[line.contact_key] = _Found(
            line.is_valid if line.is_valid is not None else known.is_valid,
            known.is_won or line.is_won,
            known.revenue + (line.revenue or 0),
        )
    return found


def _first_talks(keys: Collection[str]) -> dict[str, int]:
    """Contact → its first conversation of all time."""
    found: dict[str, int] = {}
    for talk in _of_contacts(Talk.objects.order_by("day", "id").only("pk", "contact_key", "day"), keys):
        found.setdefault(talk.contact_key, talk.pk)
    return found


def _of_contacts(rows: QuerySet[Row], keys: Collection[str]) -> Iterable[Row]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), CHUNK):
        yield from rows.filter(contact_key__in=ordered[start : start + CHUNK])


def _without_talk(first: date, last: date) -> Iterable[CustomerLine]:
    """Customers whose contact no conversation carries."""
    talked = Talk.objects.exclude(contact_key="").values("contact_key")
    mine = CustomerLine.objects.filter(day__range=(first, last))
    return mine.filter(Q(contact_key="") | ~Q(contact_key__in=talked)).order_by("day", "id")
