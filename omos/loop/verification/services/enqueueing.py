"""New evidence gets its standing and its first look; passed pieces get theirs on days 1, 7 and 30."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max

from omos.connectors.outbound import is_reserved
from omos.loop.verification.checks import host_of
from omos.loop.verification.models import Check, Standing
from omos.loop.verification.services.facts import post_facts
from omos.loop.verification.services.judging import is_picked
from omos.loop.work import queries as work
from omos.people.viewer import Viewer

# Days after the first pass on which the machine looks again.
LATER_LOOKS = (1, 7, 30)
MACHINE = Viewer.system("verification")
Outcome = Standing.Outcome


def enqueue_checks(*, now: datetime, limit: int = 500) -> int:
    """Give every new piece a standing: links a first look, notes and files a provisional pass.

    Pieces taken back since are settled too; returns how many pieces were touched.
    """
    known = Standing.objects.values("evidence_id")
    fresh = work.unchecked_evidence_ids(known=known, limit=limit)  # type: ignore[arg-type]  # a subquery of ids
    if fresh:
        _receive(fresh, now)
    return len(fresh) + settle_withdrawn(now=now)


def meet(*, evidence_ids: Collection[int], now: datetime) -> None:
    """Give these pieces their standing at once, where they have none yet."""
    known = set(Standing.objects.filter(evidence_id__in=evidence_ids).values_list("evidence_id", flat=True))
    if fresh := set(evidence_ids) - known:
        _receive(fresh, now)


@transaction.atomic
def _receive(evidence_ids: Iterable[int], now: datetime) -> None:
    cards = work.evidence_cards(evidence_ids=list(evidence_ids))
    notes = [card.id for card in cards.values() if not card.url]
    Standing.objects.bulk_create(
        [_note_standing(card.id, now) if not card.url else _first_standing(card.id, now) for card in cards.values()],
        ignore_conflicts=True,
    )
    Check.objects.bulk_create(
        [Check(evidence_id=card.id, host=host_with_port(card.url), due_at=now) for card in cards.values() if card.url],
        ignore_conflicts=True,
    )
    if notes:
        post_facts(evidence_ids=notes, actor=MACHINE, now=now)


def _first_standing(evidence_id: int, now: datetime) -> Standing:
    return Standing(evidence_id=evidence_id, changed_at=now)


def _note_standing(evidence_id: int, now: datetime) -> Standing:
    """Nobody but a person can read a note: it passes for now, and a tenth of them is looked at."""
    picked = is_picked(evidence_id)
    return Standing(
        evidence_id=evidence_id,
        outcome=Outcome.PROVISIONAL,
        needs_eyes=picked,
        why=Standing.Why.SPOT if picked else "",
        changed_at=now,
    )


@transaction.atomic
def settle_withdrawn(*, now: datetime) -> int:
    """Let pieces go that their people took back: no looks any more, nothing in the ledger."""
    gone = Standing.objects.filter(evidence__withdrawn_at__isnull=False).exclude(outcome=Outcome.WITHDRAWN)
    ids = list(gone.values_list("evidence_id", flat=True)[:500])
    if not ids:
        return 0
    Standing.objects.filter(evidence_id__in=ids).update(
        outcome=Outcome.WITHDRAWN, needs_eyes=False, why="", version=F("version") + 1, changed_at=now
    )
    Check.objects.filter(evidence_id__in=ids).exclude(state=Check.State.DONE).update(
        state=Check.State.DONE, lease=F("lease") + 1
    )
    post_facts(evidence_ids=ids, actor=MACHINE, now=now)
    return len(ids)


def plan_later_looks(*, evidence_id: int, url: str, now: datetime, days: tuple[int, ...] = LATER_LOOKS) -> None:
    """Look again on days 1, 7 and 30: pages are often taken down once they have been counted.

    Names that are kept for examples lead nowhere on any day: nothing is planned for them.
    """
    host = host_with_port(url)
    if is_reserved(host_of(host)):
        return
    Check.objects.bulk_create(
        [Check(evidence_id=evidence_id, age_days=day, host=host, due_at=now + timedelta(days=day)) for day in days],
        ignore_conflicts=True,
    )


def look_again(*, evidence_id: int, url: str, now: datetime, age_days: int = 0) -> bool:
    """Ask for another look at once; False when one is on its way already."""
    looks = Check.objects.filter(evidence_id=evidence_id)
    if looks.filter(state__in=(Check.State.DUE, Check.State.RUNNING), due_at__lte=now).exists():
        return False
    last = looks.filter(age_days=age_days).aggregate(last=Max("occasion"))["last"]
    _row, is_new = Check.objects.get_or_create(
        evidence_id=evidence_id,
        age_days=age_days,
        occasion=0 if last is None else last + 1,
        defaults={"host": host_with_port(url), "due_at": now},
    )
    return is_new


def host_with_port(url: str) -> str:
    """The place a link asks, by which pages are paced: host and port."""
    rest = url.partition("//")[2] if "//" in url else url
    place = rest.partition("/")[0].partition("?")[0].partition("#")[0].rpartition("@")[2].lower()
    return (place if host_of(url) else "")[:255]
