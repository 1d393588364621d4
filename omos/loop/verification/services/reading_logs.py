"""Reading a website's access log: crawlers' visits are kept, every line is accounted for, nothing counts twice.

Each portion of visits is written in one transaction with how far the log has been read, so that a reading that was
broken off goes on where it stopped; and a line that comes again in another file adds nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from omos.connectors.weblogs.crawlers import claimed_by, crawler_list
from omos.connectors.weblogs.formats import Format
from omos.connectors.weblogs.reading import NotALog, Row, format_of, lines_of, opened, rows_of, sample_of, start_of
from omos.connectors.weblogs.request import Request
from omos.connectors.weblogs.w3c import W3C
from omos.loop.verification.models import WebLog
from omos.loop.verification.services.log_places import go_on, log_of, tail_of
from omos.loop.verification.services.visits import Visits
from omos.people import queries as people
from omos.people.trail import record_action
from omos.people.viewer import Viewer

# A portion is so many lines, or so many visits, whichever comes first: memory stays small.
PORTION = 200_000
VISITS = 20_000
SHOWN_BAD = 5

Bad = tuple[int, str, str]
Progress = Callable[[int, int], None]


class NoSuchWebsite(Exception):
    """No website is called so; the message names those there are."""


@dataclass
class Counts:
    """Every line of a log that tells of a request or should: lines = parsed + bad."""

    lines: int = 0
    parsed: int = 0
    bad: int = 0
    elsewhere: int = 0
    crawlers: Counter[str] = field(default_factory=Counter)


@dataclass
class LogReading:
    """What a log says, counting all that was ever read of it; ``new_…`` is what this reading added.

    ``first`` shows one line as it was understood; ``broken_off`` says why a damaged file was not read to its end.
    """

    log_format: str
    counts: Counts
    list_version: str
    new_lines: int = 0
    new_visits: int = 0
    new_requests: int = 0
    bad_lines: list[Bad] = field(default_factory=list)
    first: Request | None = None
    broken_off: str = ""


def read_log(
    *,
    website: str,
    path: Path,
    actor: Viewer,
    now: datetime,
    log_format: str = "",
    keep_bad: Callable[[Bad], None] = lambda bad: None,
    progress: Progress = lambda read, lines: None,
) -> LogReading:
    """Read an access log into the website's crawler visits; ``progress`` is told bytes and lines read.

    :raises NoSuchWebsite: if no website is called so
    :raises NotALog: if the file is no access log of a known format
    """
    place = website_named(website)
    start = start_of(path)
    if not start.strip():
        return LogReading("", Counts(), crawler_list().version)
    log = log_of(website_id=place.pk, path=path, start=start, now=now)
    with opened(path) as file:
        if not log.end or not go_on(file, log):
            file.seek(0)
        sampled, forced = sample_of(start, str(path)), log_format or log.log_format
        chosen = format_of(sampled, str(path), forced=forced, fields=tuple(log.fields))
        answer = LogReading(chosen.name, _counted(log), crawler_list().version)
        log.log_format = chosen.name
        _Reader(log, Visits(place), chosen, answer, now, keep_bad, progress).read(file)
    _record(log, answer, actor=actor, now=now)
    return answer


def website_named(name: str) -> Any:
    """The website with this domain, name or number.

    :raises NoSuchWebsite: naming those there are
    """
    wanted = name.strip().lower().partition("://")[2 if "://" in name else 0].partition("/")[0].removeprefix("www.")
    websites = list(people.websites())
    for one in websites:
        if wanted in {one.domain.lower().removeprefix("www."), one.name.lower(), str(one.pk)}:
            return one
    known = ", ".join(one.domain for one in websites) or "none yet"
    raise NoSuchWebsite(f"there is no website {name}; known: {known}.")


def _counted(log: WebLog) -> Counts:
    return Counts(log.lines, log.parsed, log.bad, log.elsewhere, Counter(log.crawlers))


@dataclass
class _Reader:
    """One reading: rows are counted, and every portion is written with the place it ends at."""

    log: WebLog
    visits: Visits
    log_format: Format
    answer: LogReading
    now: datetime
    keep_bad: Callable[[Bad], None]
    progress: Progress

    def read(self, file: Any) -> None:
        """Read to the end, or to where the archive is damaged."""
        last: Row | None = None
        unwritten = 0
        for row in self._rows(file):
            if row.is_open:
                # The server may still be writing this line: it counts now and is read again next time.
                self._write(last)
                last = None
            self._count(row)
            unwritten += 1
            if not row.is_open:
                last = row
            if unwritten >= PORTION or len(self.visits) >= VISITS:
                self._write(last)
                unwritten = 0
        self._write(last)

    def _rows(self, file: Any) -> Iterator[Row]:
        try:
            yield from rows_of(lines_of(file, self.log.end), self.log_format, before=self.log.rows)
        except NotALog as damage:
            self.answer.broken_off = str(damage)

    def _count(self, row: Row) -> None:
        counts, said = self.answer.counts, row.said
        counts.lines += 1
        self.answer.new_lines += 1
        if isinstance(said, str):
            counts.bad += 1
            self._keep_bad((row.number, said, row.text))
            return
        counts.parsed += 1
        self.answer.first = self.answer.first or said
        crawler = claimed_by(said.agent) if said.agent else None
        if crawler is not None:
            counts.crawlers[crawler.name] += 1
        if self.visits.is_elsewhere(said):
            counts.elsewhere += 1
        elif crawler is not None:
            self.visits.add(said, crawler)

    def _keep_bad(self, bad: Bad) -> None:
        if len(self.answer.bad_lines) < SHOWN_BAD:
            self.answer.bad_lines.append(bad)
        self.keep_bad(bad)

    def _write(self, last: Row | None) -> None:
        """Visits and place in one transaction, one reading of a website at a time."""
        with transaction.atomic():
            list(people.websites().select_for_update().filter(pk=self.log.website_id).values_list("pk"))
            visits, requests = self.visits.write()
            if last is not None:
                self._move_to(last)
        self.answer.new_visits += visits
        self.answer.new_requests += requests
        self.progress(last.end if last else self.log.end, self.answer.new_lines)

    def _move_to(self, last: Row) -> None:
        log, counts = self.log, self.answer.counts
        log.end, log.rows, log.tail = last.end, last.number, tail_of(last.text)
        log.lines, log.parsed, log.bad = counts.lines, counts.parsed, counts.bad
        log.elsewhere, log.crawlers = counts.elsewhere, dict(counts.crawlers)
        log.fields = list(self.log_format.fields) if isinstance(self.log_format, W3C) else []
        log.list_version, log.read_at = self.answer.list_version, self.now
        log.save()


@transaction.atomic
def _record(log: WebLog, answer: LogReading, *, actor: Viewer, now: datetime) -> None:
    if not log.end:
        log.save()
    after = {"name": log.name, "new_lines": answer.new_lines, "new_requests": answer.new_requests}
    record_action(
        "verification.import_logs", actor=actor, subject=("verification.WebLog", log.pk), now=now, after=after
    )
