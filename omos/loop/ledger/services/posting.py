"""Posting: what a source says now is compared with what stands, and the difference is booked as the next revision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction

from omos.loop.catalogue import queries as catalogue
from omos.loop.ledger.measures import HAND, SHEET_MEASURES, STAGE_MEASURES
from omos.loop.ledger.models import DayTotal, Fact
from omos.loop.ledger.services.lines import Dimensions, Key, Line, checked
from omos.loop.ledger.services.sums import add_to_day_totals
from omos.people.trail import record_action
from omos.people.viewer import Viewer

_ATTEMPTS = 5
_CHUNK = 2_000
_DIMENSIONS = (
    "day",
    "website_id",
    "department_id",
    "staff_id",
    "channel_id",
    "product_id",
    "campaign_id",
    "category",
    "keyword",
    "page_key",
)
_ADD = "INSERT INTO {table} ({columns}) VALUES ({places})"
_PLAIN_COLUMNS = (
    *_DIMENSIONS[1:],
    "measure",
    "value",
    "standing",
    "source",
    "source_id",
    "line",
    "revision",
)


@dataclass(frozen=True)
class Posted:
    """How many lines were new, changed (withdrawn ones included) and already so."""

    new: int
    changed: int
    unchanged: int


@dataclass
class _Standing:
    """What stands for one line of a source."""

    revision: int = 0
    value: int = 0
    stands: bool = False
    dimensions: Dimensions | None = None


class _Step(NamedTuple):
    """One entry to book: the difference, whether the line begins or ceases to stand, its revision."""

    value: int
    standing: int
    revision: int


def post(*, lines: Iterable[Line], actor: Viewer, now: datetime) -> Posted:
    """Book what sources say now; posting the same again changes nothing.

    A figure typed by hand for the same channel, day and measure is withdrawn where a machine posts one.

    :raises PostingRefused: naming the first line that cannot be booked; then nothing was booked
    """
    by_key = checked(lines)
    if not by_key:
        return Posted(0, 0, 0)
    for _attempt in range(_ATTEMPTS - 1):
        try:
            return _book_all(by_key, actor, now)
        except IntegrityError:
            # Somebody else booked the same revision first: look again at what stands now.
            continue
    return _book_all(by_key, actor, now)


@transaction.atomic
def _book_all(by_key: dict[Key, Line], actor: Viewer, now: datetime) -> Posted:
    every = by_key | _taken_over(list(by_key.values()))
    standing = _standing(list(every))
    facts: list[Fact] = []
    new = changed = 0
    for key, line in every.items():
        known = standing.get(key)
        entries = list(_difference(line, known or _Standing(), now))
        facts += entries
        is_own = key in by_key
        new += bool(entries and known is None and is_own)
        changed += bool(entries and known is not None and is_own)
    if facts:
        _add(facts)
        add_to_day_totals(facts)
        _leave_trail(by_key, actor, now, new, changed)
    return Posted(new, changed, len(by_key) - new - changed)


def _add(facts: Iterable[Fact]) -> None:
    """Add the rows; an import brings so many that preparing each field one by one would take most of its time."""
    ops = connection.ops
    rows = [
        (
            ops.adapt_datefield_value(fact.day),
            *(getattr(fact, name) for name in _PLAIN_COLUMNS),
            ops.adapt_datetimefield_value(fact.posted_at),
        )
        for fact in facts
    ]
    columns = ("day", *_PLAIN_COLUMNS, "posted_at")
    statement = _ADD.format(
        table=ops.quote_name(Fact._meta.db_table),
        columns=", ".join(ops.quote_name(name) for name in columns),
        places=", ".join(["%s"] * len(columns)),
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def _leave_trail(by_key: dict[Key, Line], actor: Viewer, now: datetime, new: int, changed: int) -> None:
    # The facts themselves are the machine's trail; a person's posting is named beside them.
    if actor.is_system:
        return
    source = next(iter(by_key.values())).source
    record_action(
        "ledger.post", actor=actor, subject=("ledger.source", source), now=now, after={"new": new, "changed": changed}
    )


def _difference(line: Line, known: _Standing, now: datetime) -> Iterator[Fact]:
    if line.value is None:
        if known.stands and known.dimensions is not None:
            yield _fact(line, known.dimensions, _Step(-known.value, -1, known.revision + 1), now)
        return
    if not known.stands or known.dimensions is None:
        yield _fact(line, line.dimensions, _Step(line.value, 1, known.revision + 1), now)
        return
    if known.dimensions == line.dimensions:
        if known.value != line.value:
            yield _fact(line, line.dimensions, _Step(line.value - known.value, 0, known.revision + 1), now)
        return
    # Another day or dimension: what stands is taken back where it stood and booked anew where it belongs.
    yield _fact(line, known.dimensions, _Step(-known.value, -1, known.revision + 1), now)
    yield _fact(line, line.dimensions, _Step(line.value, 1, known.revision + 2), now)


def _fact(line: Line, dimensions: Dimensions, step: _Step, now: datetime) -> Fact:
    return Fact(
        measure=line.measure,
        value=step.value,
        standing=step.standing,
        source=line.source,
        source_id=line.source_id,
        line=line.line,
        revision=step.revision,
        posted_at=now,
        **dict(zip(_DIMENSIONS, dimensions, strict=True)),
    )


def _standing(keys: Sequence[Key]) -> dict[Key, _Standing]:
    ids_by_source: dict[str, set[str]] = defaultdict(set)
    for source, source_id, _measure, _line in keys:
        ids_by_source[source].add(source_id)
    wanted, found = set(keys), defaultdict[Key, _Standing](_Standing)
    for source, source_ids in ids_by_source.items():
        ordered = sorted(source_ids)
        for start in range(0, len(ordered), _CHUNK):
            _fold(source, ordered[start : start + _CHUNK], wanted, found)
    return dict(found)


def _fold(source: str, source_ids: list[str], wanted: set[Key], found: dict[Key, _Standing]) -> None:
    rows = (
        Fact.objects.filter(source=source, source_id__in=source_ids)
        .order_by("source_id", "measure", "line", "revision")
        .values_list("source_id", "measure", "line", "revision", "value", "standing", *_DIMENSIONS)
    )
    for source_id, measure, line, revision, value, step, *dimensions in rows.iterator(chunk_size=_CHUNK):
        key = (source, source_id, measure, line)
        if key not in wanted:
            continue
        one = found[key]
        one.revision = revision
        one.value += value
        if step:
            one.stands = step > 0
            one.dimensions = tuple(dimensions)


def _taken_over(lines: Sequence[Line]) -> dict[Key, Line]:
    """Withdrawals of what was typed by hand into the cells that a machine fills now."""
    touched = [line for line in lines if _is_typed(line)]
    lock_channels({line.channel_id for line in touched if line.channel_id})
    filled = [line for line in touched if line.source != HAND and line.value is not None]
    cells = {_cell(line) for line in filled}
    withdrawals = [hand_line(*cell, None) for cell in _typed_among(filled) if cell in cells]
    return {line.key: line for line in withdrawals}


def _is_typed(line: Line) -> bool:
    """Whether a person might have typed this figure."""
    return line.measure in STAGE_MEASURES or bool(line.channel_id and line.measure in SHEET_MEASURES)


def _cell(line: Line) -> tuple[date, int, str]:
    """The cell that a person would type it into."""
    return line.day, 0 if line.measure in STAGE_MEASURES else line.channel_id or 0, line.measure


def _typed_among(lines: Sequence[Line]) -> Iterable[tuple[date, int, str]]:
    """Cells that stand by hand in the days and measures of these lines."""
    if not lines:
        return ()
    days = [line.day for line in lines]
    typed = DayTotal.objects.filter(
        source=HAND,
        measure__in={line.measure for line in lines},
        day__range=(min(days), max(days)),
        standing__gt=0,
    )
    return typed.values_list("day", "channel_id", "measure")


def lock_channels(channel_ids: set[int]) -> None:
    """Let one at a time decide over the sheet's cells of these channels: hand and machine may press at once."""
    list(catalogue.all_channels().filter(pk__in=channel_ids).select_for_update().order_by("pk").values_list("pk"))


def hand_line(day: date, channel_id: int, measure: str, value: int | None) -> Line:
    """One cell of the daily data sheet as a line of the source "hand"."""
    return Line(
        day=day,
        measure=measure,
        value=value,
        source=HAND,
        source_id=f"{day}/{channel_id}",
        channel_id=channel_id or None,
    )
