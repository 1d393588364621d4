"""Conversations and customers: kept without names and numbers, counted into the ledger per channel, keyword and day."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from omos.centres.promotion import queries
from omos.centres.promotion.models import CustomerLine, Replaced, Talk, Upload
from omos.centres.promotion.naming import channel_names, channel_of, contact_key
from omos.centres.promotion.queries import Case
from omos.centres.promotion.services import replaced
from omos.centres.promotion.services.progress import COMPARED, UNWATCHED, Way
from omos.connectors.adreports.reading import Reading, Row
from omos.formulas.rounding import to_cents
from omos.loop.catalogue import queries as catalogue
from omos.loop.ledger import services as ledger
from omos.people.viewer import Viewer

BATCH = 500
Kind = Replaced.Kind
SOURCE = "promotion.talks"
LONGEST_KEYWORD = 100
MEASURES = ("conversations", "contacts_captured", "inquiries", "valid_inquiries")
Counts = dict[tuple[date, int, str], dict[str, int]]


def book_talks(
    *, upload: Upload, reading: Reading, actor: Viewer, now: datetime, way: Way = UNWATCHED
) -> Mapping[int, str]:
    """Keep the conversations of an export and count them; returns what became of each row."""
    names = channel_names(catalogue.all_channels())
    seen: Counter[str] = Counter()
    rows = [_talk(upload, row, names, seen) for row in reading.rows]
    days = _days_touched(talk.contact_key for talk in rows) | {talk.day for talk in rows}
    way.reached(COMPARED)
    return _keep(Kind.TALK, rows, upload, days, now)


def book_customers(
    *, upload: Upload, reading: Reading, actor: Viewer, now: datetime, way: Way = UNWATCHED
) -> Mapping[int, str]:
    """Keep a customers' list and count anew the days it speaks of; returns what became of each row."""
    names = channel_names(catalogue.all_channels())
    seen: Counter[str] = Counter()
    rows = [_customer(upload, row, names, seen) for row in reading.rows]
    days = _days_touched(line.contact_key for line in rows) | {line.day for line in rows if line.day}
    way.reached(COMPARED)
    return _keep(Kind.CUSTOMER, rows, upload, days, now)


def withdraw_talks(*, upload: Upload, actor: Viewer, now: datetime) -> int:
    """Take back the conversations and customers a file left; what it took the place of stands again.

    Returns how many rows of the file stood.
    """
    unwound = {kind: replaced.unwind(kind, upload=upload) for kind in (Kind.TALK, Kind.CUSTOMER)}
    own = [*Talk.objects.filter(upload=upload), *CustomerLine.objects.filter(upload=upload)]
    rows = [*own, *(row for one in unwound.values() for row in one.restored)]
    days = _days_touched(row.contact_key for row in rows) | {row.day for row in rows if row.day}
    before = _counts(days)
    for kind, one in unwound.items():
        _save(kind, one.restored)
        _drop(kind, one.dropped)
    _post(before, _counts(days), now)
    return len(own)


def _drop(kind: Kind, rows: Iterable[Any]) -> None:
    ids = [row.pk for row in rows]
    for start in range(0, len(ids), BATCH):
        replaced.MODELS[kind].objects.filter(pk__in=ids[start : start + BATCH]).delete()


# --- rows ------------------------------------------------------------------------------------


def _talk(upload: Upload, row: Row, names: Mapping[str, int], seen: Counter[str]) -> Talk:
    contact = contact_key(row.text("contact"))
    said = row.values.get("has_contact")
    identity = [row.text("number")] if row.text("number") else _identity(row)
    return Talk(
        upload=upload,
        number=row.number,
        key=_key([upload.platform, *identity], seen),
        platform=upload.platform,
        day=row.values["day"],
        channel_id=channel_of(row.text("channel"), names) or (upload.channel_id if not row.text("channel") else None),
        origin=row.text("channel"),
        campaign=row.text("campaign"),
        keyword=row.text("keyword"),
        term=row.text("term"),
        landing_page=row.text("landing_page"),
        is_conversation=row.values.get("messages") != 0,
        has_contact=bool(contact) if said is None else said,
        is_valid=row.values.get("valid"),
        contact_key=contact,
    )


def _identity(row: Row) -> list[str]:
    """What tells conversations apart where they carry no number; nothing of it changes when they are judged later."""
    return [row.text(name) for name in ("day_text", "visitor", "channel", "keyword", "term", "landing_page")]


def _customer(upload: Upload, row: Row, names: Mapping[str, int], seen: Counter[str]) -> CustomerLine:
    contact = contact_key(row.text("contact"))
    revenue = row.values.get("revenue")
    identity = [contact or row.text("visitor"), row.text("number"), row.text("day_text")]
    return CustomerLine(
        upload=upload,
        number=row.number,
        key=_key(["customer", *identity], seen),
        day=row.values.get("day"),
        channel_id=channel_of(row.text("channel"), names),
        origin=row.text("channel"),
        keyword=row.text("keyword"),
        term=row.text("term"),
        is_valid=row.values.get("valid"),
        is_won=bool(row.values.get("won")) or bool(revenue),
        revenue=None if revenue is None else to_cents(revenue),
        contact_key=contact,
    )


def _key(parts: Iterable[str], seen: Counter[str]) -> str:
    """The same for the same row in another file; rows alike in one file are told apart by their order."""
    plain = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    seen[plain] += 1
    return plain if seen[plain] == 1 else hashlib.sha256(f"{plain}{seen[plain]}".encode()).hexdigest()


# --- keeping and counting --------------------------------------------------------------------


def _keep(kind: Kind, rows: list[Any], upload: Upload, days: set[date], now: datetime) -> dict[int, str]:
    known = _known(kind, [row.key for row in rows])
    names = [name for name in replaced.changing_fields(kind) if name not in {"upload", "number"}]
    outcomes = {row.number: _outcome(known.get(row.key), row, names) for row in rows}
    before = _counts(days)
    replaced.remember(kind, known.values(), by=upload)
    _save(kind, rows)
    _post(before, _counts(days), now)
    return outcomes


def _save(kind: Kind, rows: Iterable[Any]) -> None:
    replaced.MODELS[kind].objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=replaced.changing_fields(kind),
    )


def _known(kind: Kind, keys: list[str]) -> dict[str, Any]:
    """The rows that stand under these keys."""
    found: dict[str, Any] = {}
    for start in range(0, len(keys), BATCH):
        rows = replaced.MODELS[kind].objects.filter(key__in=keys[start : start + BATCH])
        found |= {row.key: row for row in rows}
    return found


def _outcome(known: Any, row: Any, names: list[str]) -> str:
    if known is None:
        return "added"
    fields = [model_field.attname for model_field in row._meta.concrete_fields if model_field.name in names]
    is_same = all(getattr(known, name) == getattr(row, name) for name in fields)
    return "unchanged" if is_same else "updated"


def _days_touched(keys: Iterable[str]) -> set[date]:
    """Days of conversations with these contacts: what a customer's list says changes how they count."""
    ordered = sorted({key for key in keys if key})
    found: set[date] = set()
    for start in range(0, len(ordered), BATCH):
        part = ordered[start : start + BATCH]
        found |= set(Talk.objects.filter(contact_key__in=part).values_list("day", flat=True))
        listed = CustomerLine.objects.filter(contact_key__in=part).values_list("day", flat=True)
        found |= {day for day in listed if day is not None}
    return found


def _counts(days: Collection[date]) -> Counts:
    """What the ledger is to hold of these days; who came from an unknown channel cannot stand there."""
    counts: Counts = defaultdict(lambda: dict.fromkeys(MEASURES, 0))
    if not days:
        return {}
    for case in queries.cases(first=min(days), last=max(days)):
        if case.day in days and case.channel_id is not None:
            one = counts[case.day, case.channel_id, _keyword(case)]
            one["conversations"] += case.is_conversation
            one["contacts_captured"] += case.has_contact and case.is_conversation
            one["inquiries"] += case.is_inquiry
            one["valid_inquiries"] += bool(case.is_valid)
    return dict(counts)


def _keyword(case: Case) -> str:
    return (case.keyword or case.term)[:LONGEST_KEYWORD]


def _post(before: Counts, after: Counts, now: datetime) -> None:
    changed = {key: after.get(key) for key in {*before, *after} if before.get(key) != after.get(key)}
    lines = [
        ledger.Line(
            day=day,
            measure=measure,
            value=counts[measure] if counts else None,
            source=SOURCE,
            source_id=f"{day}/{channel_id}/{hashlib.sha256(keyword.encode()).hexdigest()[:24]}",
            channel_id=channel_id,
            keyword=keyword,
        )
        for (day, channel_id, keyword), counts in sorted(changed.items())
        for measure in MEASURES
    ]
    ledger.post(lines=lines, actor=Viewer.system("promotion.book_talks"), now=now)
