"""Taking over an engine's own daily counts of indexed pages, website by website."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from omos.loop.verification.index_counts import CountsRead, NoIndexTable, read_counts
from omos.loop.verification.models import Engine, IndexCount
from omos.loop.verification.services.importing_index import IMPORTS
from omos.office.sheets import queries as sheets
from omos.people.clock import local_day
from omos.people.trail import record_action
from omos.people.viewer import Viewer


class CountsRefused(Exception):
    """Raised with a message fit for the person who imports."""


@dataclass(frozen=True)
class CountsTaken:
    """How many days ended as what; with faults and lines that say nothing they are all lines of the table."""

    new: int
    changed: int
    unchanged: int
    read: CountsRead


def import_index_counts(*, website_id: int, engine: str, content: bytes, actor: Viewer, now: datetime) -> CountsTaken:
    """Take over the days of an exported table; the same file again changes nothing.

    :raises UnreadableFile: with the reason in words
    :raises CountsRefused: if the table names no day and no count, or holds none
    """
    table = sheets.read_table(content)
    try:
        found = read_counts([(line.number, line.cells) for line in table.lines], today=local_day(now))
    except NoIndexTable as fault:
        words = _("The table needs a column of days (日期) and one of counts (索引量).")
        raise CountsRefused(words) from fault
    if not found.days:
        raise CountsRefused(_("No day with a count stands in the table."))
    return _take_over(website_id, Engine(engine), found, actor, now)


@transaction.atomic
def _take_over(website_id: int, engine: Engine, found: CountsRead, actor: Viewer, now: datetime) -> CountsTaken:
    rows = IndexCount.objects.filter(website_id=website_id, engine=engine, day__in=found.days)
    known: dict[date, int] = dict(rows.values_list("day", "count"))
    told = {day: count for day, count in found.days.items() if known.get(day) != count}
    IndexCount.objects.bulk_create(
        [
            IndexCount(
                website_id=website_id,
                engine=engine,
                day=day,
                count=count,
                imported_at=now,
                imported_by=actor.name[:60],
            )
            for day, count in told.items()
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["website", "engine", "day"],
        update_fields=["count", "imported_at", "imported_by"],
    )
    new = len(set(told) - set(known))
    after = {"engine": engine.value, "new": new, "changed": len(told) - new}
    record_action(IMPORTS, actor=actor, subject=("people.website", website_id), now=now, after=after)
    return CountsTaken(new, len(told) - new, len(found.days) - len(told), found)
