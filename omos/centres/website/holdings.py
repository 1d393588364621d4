"""What a person holds here: requests asked of them by name, requests of their own, columns."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from omos.centres.website.models import SiteColumn, SiteRequest
from omos.centres.website.queries.requests import open_states
from omos.people.holdings import Held, HeldThing, Holding, Moved, Passing, hand_rows

# What somebody has taken goes with their work; here is what nobody has taken yet.


def _asked_of() -> QuerySet[SiteRequest]:
    return SiteRequest.objects.filter(state=SiteRequest.State.ASKED)


def _asked_for() -> QuerySet[SiteRequest]:
    return SiteRequest.objects.filter(state__in=open_states())


def _columns() -> QuerySet[SiteColumn]:
    return SiteColumn.objects.filter(is_active=True)


def _requests(rows: QuerySet[SiteRequest]) -> tuple[HeldThing, ...]:
    found = rows.order_by("needed_by", "id")
    return tuple(HeldThing(row.pk, str(row), row.needed_by.isoformat()) for row in found)


def asked_of(holding: Holding) -> tuple[HeldThing, ...]:
    """Requests that name the person and that nobody has taken."""
    return _requests(_asked_of().filter(maker_id=holding.staff_id))


def asked_for(holding: Holding) -> tuple[HeldThing, ...]:
    """Requests of the person that are not over: somebody has to accept what comes."""
    return _requests(_asked_for().filter(asked_by_id=holding.staff_id))


def kept_columns(holding: Holding) -> tuple[HeldThing, ...]:
    """Columns the person keeps."""
    rows = _columns().filter(owner_id=holding.staff_id).select_related("website").order_by("website", "id")
    return tuple(HeldThing(row.pk, row.name, row.website.domain) for row in rows)


def _pass(rows: QuerySet[SiteRequest] | QuerySet[SiteColumn], holder: str, passing: Passing) -> Moved:
    return hand_rows(rows, holder, ids=passing.memos, from_id=passing.from_id, to_id=passing.to_id)


def _back(rows: QuerySet[SiteRequest] | QuerySet[SiteColumn], holder: str, passing: Passing) -> Moved:
    return hand_rows(rows, holder, ids=passing.memos, from_id=passing.to_id, to_id=passing.from_id)


HELD = (
    Held(
        "website.asked_of",
        _("Requests asked of them"),
        "inbox",
        asked_of,
        lambda passing: _pass(_asked_of(), "maker_id", passing),
        lambda passing: _back(_asked_of(), "maker_id", passing),
    ),
    Held(
        "website.asked_for",
        _("Requests of their own"),
        "send",
        asked_for,
        lambda passing: _pass(_asked_for(), "asked_by_id", passing),
        lambda passing: _back(_asked_for(), "asked_by_id", passing),
        is_lasting=True,
    ),
    Held(
        "website.columns",
        _("Columns of the website"),
        "sitemap",
        kept_columns,
        lambda passing: _pass(_columns(), "owner_id", passing),
        lambda passing: _back(_columns(), "owner_id", passing),
        is_lasting=True,
    ),
)
