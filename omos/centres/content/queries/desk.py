"""What stands on the desk when an article's author is sought: people and their names, open work, owned words."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from omos.centres.content.models import PenName
from omos.formulas.authorship import Author, Desk, OpenWork, OwnedWord
from omos.loop.keywords import queries as keywords
from omos.loop.work import queries as work
from omos.people import queries as people
from omos.people.viewer import Viewer

if TYPE_CHECKING:
    from omos.people.models import Staff

MACHINE = Viewer.system("content")


def writers(*, viewer: Viewer, verb: str, today: date) -> QuerySet[Staff]:
    """The people in scope who are here on that day."""
    here = Q(arrived_on__isnull=True) | Q(arrived_on__lte=today), Q(left_on__isnull=True) | Q(left_on__gte=today)
    return people.staff_in_scope(viewer=viewer, verb=verb).exclude(kind="PLANNED").filter(*here)


def desk_on(*, today: date) -> Desk:
    """Everything an article's author is told by; eight queries at most, for any number of people."""
    authors = _authors(today)
    owned = keywords.library(MACHINE).filter(owner__isnull=False).values_list("text", "owner_id").order_by("id")
    return Desk(
        authors=authors,
        openings=open_work(staff_ids=[author.person_id for author in authors], today=today),
        owned_words=tuple(OwnedWord(text, owner_id) for text, owner_id in owned if owner_id),
        house_names=_house_names(),
    )


def open_work(*, staff_ids: Collection[int], today: date) -> tuple[OpenWork, ...]:
    """Assignments of these people that take pages of our websites; three queries."""
    return tuple(
        OpenWork(
            assignment_id=opening.assignment_id,
            person_id=staff_id,
            category=opening.category,
            due=opening.due_date,
            left=max(0, opening.quantity - opening.handed_in),
            words=opening.words,
        )
        for staff_id, opening in work.openings_for(staff_ids=staff_ids, today=today)
        if opening.is_own_website
    )


def _authors(today: date) -> tuple[Author, ...]:
    rows = writers(viewer=MACHINE, verb="content.claim", today=today).order_by("id")
    names = {pk: [name, login or ""] for pk, name, login in rows.values_list("id", "name", "user__login")}
    for staff_id, name in PenName.objects.order_by("id").values_list("staff_id", "name"):
        names.get(staff_id, []).append(name)
    return tuple(Author(staff_id, tuple(known)) for staff_id, known in names.items())


def _house_names() -> tuple[str, ...]:
    company = people.company()
    own = (company.name, company.short_name) if company else ()
    return (*own, *(name for website in people.websites() for name in (website.name, website.domain)))
