"""Reading the content room: what was found on a day, what waits for somebody, which sources are watched."""

from omos.centres.content.queries.days import CountedLine, FoundDay, FoundLine, counted_on, found_between, found_on
from omos.centres.content.queries.desk import desk_on, writers
from omos.centres.content.queries.pages import (
    PageView,
    claimable,
    found_page,
    found_pages,
    readable,
    receivers,
    unsettled,
)
from omos.centres.content.queries.sources import (
    SourceLine,
    due_sources,
    oldest_due,
    pen_names,
    source_lines,
    website_of,
)

__all__ = [
    "CountedLine",
    "FoundDay",
    "FoundLine",
    "PageView",
    "SourceLine",
    "claimable",
    "counted_on",
    "desk_on",
    "due_sources",
    "found_between",
    "found_on",
    "found_page",
    "found_pages",
    "oldest_due",
    "pen_names",
    "readable",
    "receivers",
    "source_lines",
    "unsettled",
    "website_of",
    "writers",
]
