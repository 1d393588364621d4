"""Lines of advertising: kept here as reported, posted to the ledger per channel, keyword and day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from omos.centres.promotion import queries
from omos.centres.promotion.models import AdLine, Replaced, Upload
from omos.centres.promotion.queries.drafts import Draft
from omos.centres.promotion.services import replaced
from omos.centres.promotion.services.ad_rows import drop_lines, save_drafts, save_lines
from omos.centres.promotion.services.progress import COMPARED, KEPT, POSTED, UNWATCHED, Way
from omos.connectors.adreports.reading import Reading
from omos.loop.catalogue import queries as catalogue
from omos.loop.ledger import queries as ledger_queries
from omos.loop.ledger import services as ledger
from omos.people.viewer import Viewer

# Measure of the ledger → field of a line.
MEASURES = {"impressions": "impressions", "clicks": "clicks", "spend": "spend", "ad_conversions": "conversions"}
SOURCE = "ads."
LONGEST_KEYWORD = 100
POSTED_AT_ONCE = 10_000
Typed = dict[date, dict[tuple[int, str], int | None]]


def book_ads(
    *, upload: Upload, reading: Reading, actor: Viewer, now: datetime, way: Way = UNWATCHED
) -> Mapping[int, str]:
    """Book a platform's report as the plan says; returns what became of each row."""
    _let_one_at_a_time(upload.channel_id)
    plan = queries.plan_of(upload, reading)
    way.reached(COMPARED)
    upload.outcome |= {"typed": _typed(upload, plan.days), "withdrawn": len(plan.withdrawn)}
    replaced.remember(Replaced.Kind.AD, plan.replaced, by=upload)
    save_drafts(upload, [*plan.new, *plan.changed, *plan.same])
    drop_lines(plan.withdrawn)
    way.reached(KEPT)
    posted = [*_of_new(upload, plan.new), *_of_changed(upload, plan.changed), *_withdrawn(plan.withdrawn)]
    _post(posted, actor=Viewer.system("promotion.book_ads"), now=now, way=way)
    return plan.outcomes()


def _post(lines: Sequence[ledger.Line], *, actor: Viewer, now: datetime, way: Way = UNWATCHED) -> None:
    """Hand the ledger part after part: all of one transaction, but somebody may be watching."""
    for start in range(0, len(lines), POSTED_AT_ONCE):
        ledger.post(lines=lines[start : start + POSTED_AT_ONCE], actor=actor, now=now)
        way.within(KEPT, POSTED, min(start + POSTED_AT_ONCE, len(lines)) / len(lines))


def _of_new(upload: Upload, drafts: Iterable[Draft]) -> list[ledger.Line]:
    """A figure the platform did not give was never there."""
    origin = _Origin(upload.platform, upload.channel_id)
    return [one for draft in drafts for one in _figures_of(draft, origin) if one.value is not None]


def _of_changed(upload: Upload, drafts: Iterable[Draft]) -> list[ledger.Line]:
    """A figure the platform does not give any more is withdrawn, not nought."""
    origin = _Origin(upload.platform, upload.channel_id)
    return [one for draft in drafts for one in _figures_of(draft, origin)]


def _standing(lines: Iterable[AdLine]) -> list[ledger.Line]:
    return [one for line in lines for one in _figures_of(line, _Origin(line.platform, line.channel_id))]


def _withdrawn(lines: Iterable[AdLine]) -> list[ledger.Line]:
    return [replace(one, value=None) for one in _standing(lines)]


def _let_one_at_a_time(channel_id: int | None) -> None:
    """Two uploads of the same days would each see the other's lines as not there."""
    list(catalogue.all_channels().filter(pk=channel_id or 0).select_for_update().values_list("pk"))


class _Origin(NamedTuple):
    """Whose figures they are, and of which channel."""

    platform: str
    channel_id: int | None


def _figures_of(line: AdLine | Draft, origin: _Origin) -> Iterable[ledger.Line]:
    for measure, name in MEASURES.items():
        yield ledger.Line(
            day=line.day,
            measure=measure,
            value=getattr(line, name),
            source=SOURCE + origin.platform,
            source_id=line.key,
            channel_id=origin.channel_id,
            keyword=line.keyword[:LONGEST_KEYWORD],
        )


def _typed(upload: Upload, days: Iterable[date]) -> list[list[str | int]]:
    """What was typed by hand into the cells this upload fills: day, measure, value."""
    listed = list(days)
    if not listed:
        return []
    cells = ledger_queries.filled_cells(first=min(listed), last=max(listed))
    return [
        [day.isoformat(), measure, cell.typed]
        for (day, channel, measure), cell in sorted(cells.items())
        if channel == upload.channel_id and measure in MEASURES and cell.typed is not None and day in set(listed)
    ]


def withdraw_ads(*, upload: Upload, actor: Viewer, now: datetime) -> int:
    """Take back the lines a file left; what it took the place of stands again, lines of files and typed figures alike.

    Returns how many lines of the file stood.
    """
    unwound = replaced.unwind(Replaced.Kind.AD, upload=upload)
    own = AdLine.objects.filter(upload=upload).count()
    save_lines(unwound.restored)
    drop_lines(unwound.dropped)
    posted = [*_standing(unwound.restored), *_withdrawn(unwound.dropped)]
    _post(posted, actor=Viewer.system("promotion.withdraw_ads"), now=now)
    _type_again(upload, actor, now)
    return own


def _type_again(upload: Upload, actor: Viewer, now: datetime) -> None:
    """Type again what the file had taken the place of; where another file stands, that one remembers it instead."""
    by_day = _typed_by_day(upload)
    if not by_day:
        return
    cells = ledger_queries.filled_cells(first=min(by_day), last=max(by_day))
    for day, typed in by_day.items():
        free = {cell: value for cell, value in typed.items() if (day, *cell) not in cells}
        ledger.record_by_hand(day=day, cells=free, actor=actor, now=now)
        _hand_on(day, {cell: value for cell, value in typed.items() if cell not in free})


def _typed_by_day(upload: Upload) -> Typed:
    by_day: Typed = {}
    for day_text, measure, value in upload.outcome.get("typed", []):
        by_day.setdefault(date.fromisoformat(day_text), {})[upload.channel_id or 0, measure] = value
    return by_day


def _hand_on(day: date, typed: Mapping[tuple[int, str], int | None]) -> None:
    channel_id = next((channel for channel, _measure in typed), 0)
    line = AdLine.objects.filter(day=day, channel_id=channel_id).select_related("upload").order_by("id").first()
    if line is not None:
        other = line.upload
        known = other.outcome.get("typed", [])
        other.outcome["typed"] = known + [[day.isoformat(), measure, value] for (_, measure), value in typed.items()]
        other.save(update_fields=["outcome"])
