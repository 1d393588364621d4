"""Lines of advertising: kept here as reported, posted to the ledger per channel, keyword and day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from omos.centres.promotion import queries
from omos.centres.promotion.models import AdLine, Upload
from omos.centres.promotion.queries.drafts import Draft
from omos.connectors.adreports.reading import Reading
from omos.loop.catalogue import queries as catalogue
from omos.loop.ledger import queries as ledger_queries
from omos.loop.ledger import services as ledger
from omos.people.viewer import Viewer

BATCH = 500
# Measure of the ledger → field of a line.
MEASURES = {"impressions": "impressions", "clicks": "clicks", "spend": "spend", "ad_conversions": "conversions"}
SOURCE = "ads."
LONGEST_KEYWORD = 100


def book_ads(*, upload: Upload, reading: Reading, actor: Viewer, now: datetime) -> Mapping[int, str]:
    """Book a platform's report as the plan says; returns what became of each row."""
    _let_one_at_a_time(upload.channel_id)
    plan = queries.plan_of(upload, reading)
    lines = [_line(upload, draft) for draft in (*plan.new, *plan.changed)]
    upload.outcome |= {"typed": _typed(upload, plan.days), "withdrawn": len(plan.withdrawn)}
    AdLine.objects.bulk_create(
        lines, batch_size=BATCH, update_conflicts=True, unique_fields=["key"], update_fields=_CHANGING
    )
    _drop([line.pk for line in plan.withdrawn])
    posted = [*_posted(lines), *_posted(plan.withdrawn, is_withdrawn=True)]
    ledger.post(lines=posted, actor=Viewer.system("promotion.book_ads"), now=now)
    return plan.outcomes()


def _posted(lines: Iterable[AdLine], *, is_withdrawn: bool = False) -> list[ledger.Line]:
    return [one for line in lines for one in _of_line(line, is_withdrawn=is_withdrawn)]


_CHANGING = ["upload", "number", "channel", "impressions", "clicks", "spend", "conversions"]


def _let_one_at_a_time(channel_id: int | None) -> None:
    """Two uploads of the same days would each see the other's lines as not there."""
    list(catalogue.all_channels().filter(pk=channel_id or 0).select_for_update().values_list("pk"))


def _line(upload: Upload, draft: Draft) -> AdLine:
    assert upload.channel_id is not None
    return AdLine(
        upload=upload,
        number=draft.numbers[0],
        key=draft.key,
        platform=upload.platform,
        level=draft.level,
        day=draft.day,
        channel_id=upload.channel_id,
        impressions=draft.impressions,
        clicks=draft.clicks,
        spend=draft.spend,
        conversions=draft.conversions,
        **draft.names,
    )


def _of_line(line: AdLine, *, is_withdrawn: bool = False) -> Iterable[ledger.Line]:
    """What the ledger gets of a line; a figure the platform did not give is withdrawn, not nought."""
    for measure, name in MEASURES.items():
        yield ledger.Line(
            day=line.day,
            measure=measure,
            value=None if is_withdrawn else getattr(line, name),
            source=f"{SOURCE}{line.platform}",
            source_id=line.key,
            channel_id=line.channel_id,
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
    """Take back the lines this upload was the last to write, and type again what it had taken the place of."""
    lines = list(AdLine.objects.filter(upload=upload))
    _drop([line.pk for line in lines])
    ledger.post(lines=_posted(lines, is_withdrawn=True), actor=Viewer.system("promotion.withdraw_ads"), now=now)
    _type_again(upload, actor, now)
    return len(lines)


def _type_again(upload: Upload, actor: Viewer, now: datetime) -> None:
    by_day: dict[date, dict[tuple[int, str], int | None]] = {}
    for day_text, measure, value in upload.outcome.get("typed", []):
        by_day.setdefault(date.fromisoformat(day_text), {})[upload.channel_id or 0, measure] = value
    if not by_day:
        return
    cells = ledger_queries.filled_cells(first=min(by_day), last=max(by_day))
    for day, typed in by_day.items():
        free = {cell: value for cell, value in typed.items() if (day, *cell) not in cells}
        ledger.record_by_hand(day=day, cells=free, actor=actor, now=now)


def _drop(ids: list[int]) -> None:
    for start in range(0, len(ids), BATCH):
        AdLine.objects.filter(pk__in=ids[start : start + BATCH]).delete()
