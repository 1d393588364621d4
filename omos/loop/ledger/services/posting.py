"""Posting: what a source says now is compared with what stands, and the difference is booked as the next revision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from omos.loop.catalogue import queries as catalogue
from omos.loop.ledger.measures import HAND, SHEET_MEASURES, STAGE_MEASURES
from omos.loop.ledger.models import DayTotal, Fact
from omos.loop.ledger.services.entries import DIMENSIONS, Entry, add_facts
from omos.loop.ledger.services.lines import Dimensions, Key, Line, checked
from omos.loop.ledger.services.sums import add_to_day_totals
from omos.people.trail import record_action
from omos.people.viewer import Viewer

_ATTEMPTS = 5
_CHUNK = 2_000


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


_NOTHING = _Standing()


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
    entries: list[Entry] = []
    new = changed = 0
    for key, line in every.items():
        known = standing.get(key)
        found = _difference(line, known or _NOTHING)
        entries += found
        if found and key in by_key:
            new += known is None
            changed += known is not None
    if entries:
        add_facts(entries, posted_at=now)
        add_to_day_totals(entries, posted_at=now)
        _leave_trail(by_key, actor, now, new, changed)
    return Posted(new, changed, len(by_key) - new - changed)


def _leave_trail(by_key: dict[Key, Line], actor: Viewer, now: datetime, new: int, changed: int) -> None:
    # The facts themselves are the machine's trail; a person's posting is named beside them.
    if actor.is_system:
        return
    source = next(iter(by_key.values())).source
    record_action(
        "ledger.post", actor=actor, subject=("ledger.source", source), now=now, after={"new": new, "changed": changed}
    )


def _difference(line: Line, known: _Standing) -> tuple[Entry, ...]:
    """What has to be booked so that the line stands as told; nothing where it does already."""
    if not known.stands or known.dimensions is None:
        return () if line.value is None else (_entry(line, line.dimensions, line.value, 1, known.revision + 1),)
    back = _entry(line, known.dimensions, -known.value, -1, known.revision + 1)
    if line.value is None:
        return (back,)
    if known.dimensions != line.dimensions:
        # Another day or dimension: what stands is taken back where it stood and booked anew where it belongs.
        return back, _entry(line, line.dimensions, line.value, 1, known.revision + 2)
    missed = line.value - known.value
    return (_entry(line, line.dimensions, missed, 0, known.revision + 1),) if missed else ()


def _entry(line: Line, dimensions: Dimensions, value: int, standing: int, revision: int) -> Entry:
    return Entry(dimensions, line.measure, value, standing, line.source, line.source_id, line.line, revision)


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
        .values_list("source_id", "measure", "line", "revision", "value", "standing", *DIMENSIONS)
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
