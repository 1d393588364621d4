"""What the search engines know of the website: exports imported on Mondays, looks by the helper, a week of visits."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from omos.connectors.results import indexing as told
from omos.demo.people import WEBSITE, Cast
from omos.demo.pieces import chance_of
from omos.demo.stage import TIME_ZONE, Stage, days_between
from omos.loop.verification import queries, services
from omos.loop.verification.services import Found

# Pieces asked after, the newest first; the demo's own website publishes about nine a workday.
_WATCHED: Final = 900
_HELPER_PAGES: Final = 45
_LOG_DAYS: Final = 7
_SLOWEST: Final = 21.0
# Share of the pages that each engine ever takes, how many weeks ago its export was first imported, and what it says.
_EXPORTS: Final = (("baidu", 0.86, 5), ("bing", 0.62, 1))
_LEFT_OUT: Final = 0.3
_AGENTS: Final = (
    ("Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)", "180.76.15.%d", 0.55),
    ("Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)", "106.38.241.%d", 0.2),
    ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", "40.77.167.%d", 0.3),
    ("Mozilla/5.0 (compatible; 360Spider; +http://www.haosou.com/help/help_3_2.html)", "42.236.10.%d", 0.15),
    ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36", "203.0.113.%d", 0.6),
)
_BY_HELPER: Final = (
    ("yes", told.LISTED),
    ("yes", told.LISTED),
    ("no", told.NOTHING_FOUND),
    ("unknown", told.ENGINE_BLOCKED),
)


@dataclass(frozen=True)
class Place:
    """A page of the website at one engine."""

    state_id: int
    url: str
    day: date


def play(stage: Stage, cast: Cast) -> None:
    """Everything the engines' pages show."""
    services.watch_passed_pages(now=stage.now, limit=_WATCHED)
    _import_exports(stage, cast)
    _send_by_helper(stage, cast)
    _read_log(stage, cast)


def _import_exports(stage: Stage, cast: Cast) -> None:
    by_id = cast.viewers["赵一鸣"].staff_id
    for engine, share, weeks in _EXPORTS:
        places = _places(stage, engine)
        for back in range(weeks, -1, -1):
            at = stage.at(stage.monday - timedelta(weeks=back), 9.4)
            found = {
                place.state_id: Found("yes", services.IN_EXPORT, "EXPORT", looked_at=at)
                for place in places
                if _is_taken(place, engine, share, at.date())
            }
            services.record_index_looks(found=found, by_id=by_id, now=at)
    _import_left_out(stage, by_id)


def _import_left_out(stage: Stage, by_id: int | None) -> None:
    """One export of what Google left out."""
    at = stage.at(stage.monday, 9.6)
    found = {
        place.state_id: Found("no", services.NOT_IN_INDEX, "EXPORT", looked_at=at)
        for place in _places(stage, "google")
        if place.day < at.date() and _chance(place, "google").random() < _LEFT_OUT
    }
    services.record_index_looks(found=found, by_id=by_id, now=at)


def _send_by_helper(stage: Stage, cast: Cast) -> None:
    """One person searches for the newest pages at three engines, a page a minute."""
    at = stage.at(stage.back(1), 15.2)
    for engine in ("baidu", "so360", "sogou"):
        newest = sorted(_places(stage, engine), key=lambda place: (place.day, place.state_id))[-_HELPER_PAGES:]
        found = {}
        for minute, place in enumerate(place for place in newest if place.day < at.date()):
            chance = _chance(place, f"helper {engine}")
            verdict, reason = _BY_HELPER[chance.randrange(len(_BY_HELPER))]
            found[place.state_id] = Found(
                verdict,
                reason,
                "HELPER",
                looked_at=at + timedelta(minutes=minute),
                query=place.url,
                rank=chance.randint(1, 3) if verdict == "yes" else None,
            )
        services.record_index_looks(found=found, by_id=cast.viewers["赵一鸣"].staff_id, now=at + timedelta(hours=1))


def _places(stage: Stage, engine: str) -> list[Place]:
    rows = queries.index_list(stage.actor).filter(engine=engine, website__isnull=False)
    handed_in = rows.filter(evidence__isnull=False).order_by("id")
    return [Place(*row) for row in handed_in.values_list("id", "url", "evidence__day")]


def _chance(place: Place, what: str) -> Random:
    return chance_of(f"{place.url} {what}")


def _is_taken(place: Place, engine: str, share: float, day: date) -> bool:
    """Whether the engine holds the page on a day: most pages sooner or later, some never."""
    chance = _chance(place, engine)
    return chance.random() < share and (day - place.day).days >= 1 + chance.random() ** 2 * _SLOWEST


def _read_log(stage: Stage, cast: Cast) -> None:
    """The website's access log of the last days, as its server wrote it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "access.log")
        path.write_text("\n".join(_lines(stage)) + "\n", "utf-8")
        at = stage.at(stage.today, 8.7)
        services.read_log(website=WEBSITE, path=path, actor=cast.viewers["赵一鸣"], now=min(at, stage.now))


def _lines(stage: Stage) -> Iterator[str]:
    places = _places(stage, "baidu")
    for day in days_between(stage.today - timedelta(days=_LOG_DAYS), stage.today - timedelta(days=1)):
        found = [line for place in places if place.day <= day for line in _visits(place, day)]
        yield from (line for _at, line in sorted(found))


def _visits(place: Place, day: date) -> Iterator[tuple[datetime, str]]:
    """Requests for one page on one day: the younger the page, the likelier."""
    chance = _chance(place, f"log {day}")
    freshness = 1 / (1 + (day - place.day).days)
    for agent, network, share in _AGENTS:
        if chance.random() >= share * freshness:
            continue
        at = datetime.combine(day, time(), ZoneInfo(TIME_ZONE)) + timedelta(seconds=chance.randrange(86_400))
        status = 304 if chance.random() < 0.1 else 200
        path = place.url.partition(WEBSITE)[2]
        address = network % chance.randint(1, 250)
        moment = at.strftime("%d/%b/%Y:%H:%M:%S %z")
        size = chance.randint(9_000, 24_000)
        yield at, f'{address} - - [{moment}] "GET {path} HTTP/1.1" {status} {size} "-" "{agent}"'
