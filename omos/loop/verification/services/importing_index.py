"""Taking over what the engines' own tools export: one row a page, all of one engine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from omos.loop.verification.index_reasons import IN_EXPORT, NOT_IN_INDEX, NOT_SHOWN
from omos.loop.verification.models import IndexLook, IndexSource, IndexState, Verdict
from omos.loop.verification.services.index_looks import Found, record_index_looks, settle_again
from omos.loop.verification.services.watching import ensure_states, page_at, websites_by_host
from omos.office.sheets.declare import CheckedRow, FieldError, Key, Written
from omos.people.clock import local_day
from omos.people.trail import record_action
from omos.people.viewer import Viewer

IMPORTS = "verification.import_index"


def own_page(text: str) -> str:
    """The address of a page of our websites.

    :raises FieldError: when it is no address, or leads elsewhere
    """
    page = page_at(text, websites_by_host())
    if page is None:
        raise FieldError(_("Not the address of a page."), code="no_page", title=_("Not the address of a page"))
    if page.website_id is None:
        raise FieldError(
            _("Not a page of our websites."), code="foreign_page", title=_("Pages that are not on our websites")
        )
    return page.url


def existing(engine: str) -> Callable[..., Mapping[Key, int]]:
    """What the importer asks for rows that are there already: the pages' places at this engine."""

    def known(*, viewer: Viewer, keys: Collection[Key]) -> Mapping[Key, int]:
        hosts = websites_by_host()
        pages = {str(key[0]): page for key in keys if (page := page_at(str(key[0]), hosts)) is not None}
        rows = IndexState.objects.filter(engine=engine, page_key__in=[page.key for page in pages.values()])
        ids = dict(rows.values_list("page_key", "id"))
        return {(url,): ids[page.key] for url, page in pages.items() if page.key in ids}

    return known


def write(engine: str, *, is_indexed: bool) -> Callable[..., Written]:
    """The importer's verb: every row is one look of the engine itself, taken on the day of the import."""

    def take_over(*, rows: Iterable[CheckedRow], actor: Viewer, now: datetime) -> Written:
        return _take_over(tuple(rows), engine, is_indexed=is_indexed, actor=actor, now=now)

    return take_over


@transaction.atomic
def undo(*, undo: Mapping[str, Any], actor: Viewer, now: datetime) -> int:
    """Take the looks of one import out again, and let the pages stand as the other looks say."""
    looks = IndexLook.objects.filter(id__in=list(undo.get("looks", [])), source=IndexSource.EXPORT)
    ids = list(looks.values_list("state_id", flat=True))
    taken, _by_model = looks.delete()
    settle_again(state_ids=ids, now=now)
    record_action(IMPORTS, actor=actor, subject=("verification.indexstate", ""), now=now, after={"undone": taken})
    return taken


@transaction.atomic
def _take_over(rows: Collection[CheckedRow], engine: str, *, is_indexed: bool, actor: Viewer, now: datetime) -> Written:
    hosts = websites_by_host()
    pages = {row.number: page for row in rows if (page := page_at(str(row.values["url"]), hosts)) is not None}
    ids = ensure_states(pages=pages.values(), engines=[engine], now=now)
    # The same export again on the same day is the same look.
    day_began = timezone.make_aware(datetime.combine(local_day(now), time.min))
    found = {
        ids[pages[row.number].key, engine]: _found(row, day_began, is_indexed=is_indexed)
        for row in rows
        if row.number in pages
    }
    newest = IndexLook.objects.order_by("-id").values_list("id", flat=True).first() or 0
    new = record_index_looks(found=found, by_id=actor.staff_id, now=now)
    added = IndexLook.objects.filter(id__gt=newest, state_id__in=found, source=IndexSource.EXPORT)
    after = {"engine": engine, "pages": len(found), "new": new}
    record_action(IMPORTS, actor=actor, subject=("verification.indexstate", ""), now=now, after=after)
    created = sum(row.existing is None for row in rows)
    return Written(created, len(rows) - created, undo={"looks": list(added.values_list("id", flat=True))})


def _found(row: CheckedRow, day_began: datetime, *, is_indexed: bool) -> Found:
    verdict, reason = (Verdict.YES, IN_EXPORT) if is_indexed else (Verdict.NO, NOT_IN_INDEX)
    if is_indexed and row.values.get("impressions") == 0:
        # Listed with nothing shown: the tools list such pages also after they were dropped.
        verdict, reason = Verdict.UNKNOWN, NOT_SHOWN
    return Found(verdict.value, reason, IndexSource.EXPORT, looked_at=day_began)
