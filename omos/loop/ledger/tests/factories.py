"""Makes facts for tests of any room."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from omos.loop.catalogue.tests.factories import make_channel
from omos.loop.ledger.measures import HAND
from omos.loop.ledger.services import Line, post
from omos.people import clock
from omos.people.tests.factories import system_viewer

DAY = date(2026, 11, 20)
POSTED = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
_numbers = count(1)


def line(measure: str = "inquiries", value: int | None = 3, *, day: date = DAY, **fields: object) -> Line:
    """A line of a machine; the channel is made where the measure needs one and none is named."""
    defaults: dict[str, object] = {"source": "test.machine", "source_id": str(next(_numbers))}
    if measure not in {"work_minutes", "evidence_verified", "articles_published", "pages_indexed", "keywords_top10"}:
        defaults["channel_id"] = None if "channel_id" in fields else make_channel().pk
    return Line(day=day, measure=measure, value=value, **(defaults | fields))  # type: ignore[arg-type]


def make_fact(measure: str = "inquiries", value: int = 3, *, now: datetime = POSTED, **fields: object) -> None:
    """Post one line of a machine."""
    post(lines=[line(measure, value, **fields)], actor=system_viewer(), now=now)  # type: ignore[arg-type]


def _fill_facts() -> None:
    # By hand, for these rows lead to a page.
    for value in range(3):
        number = f"typed/{next(_numbers)}"
        make_fact("inquiries", value + 1, day=clock.today(), source=HAND, source_id=number)


# What the table contract fills each list with.
LIST_ROWS = {"facts": _fill_facts}
