"""Access logs at size: lines a second read, understood and kept, beside plain reading of the same lines.

Everything runs against a database of its own; BENCH_LINES makes the log shorter.
"""

# ruff: noqa: E402  # Django must be ready before the rooms can be imported

from __future__ import annotations

import gzip
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["OMOS_DATA"] = tempfile.mkdtemp(prefix="omos-bench-")
os.environ["OMOS_MODE"] = "test"
os.environ["OMOS_LOG_LEVEL"] = "ERROR"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "omos.settings")

import django

django.setup()

from django.core.management import call_command

from omos.connectors.weblogs.crawlers import claimed_by
from omos.connectors.weblogs.reading import format_of, lines_of, opened, rows_of, sample_of, start_of
from omos.connectors.weblogs.request import Request
from omos.loop.verification import services
from omos.loop.verification.models import CrawlerVisit
from omos.people.tests.factories import make_company, make_website, system_viewer

LINES = int(os.environ.get("BENCH_LINES", "300000"))
ROUNDS = 3
GOAL_LINES = 30_000.0
PAGES = 5_000
NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
AGENTS = (
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36", 80),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148", 10),
    ("Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)", 5),
    ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", 3),
    ("Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", 2),
)


def write_log(path: Path) -> None:
    """A combined log of one day, in order of time."""
    draw = random.Random(20261120)
    agents = draw.choices([agent for agent, _ in AGENTS], weights=[weight for _, weight in AGENTS], k=LINES)
    with path.open("w") as file:
        for number, agent in enumerate(agents):
            moment = NOW + timedelta(seconds=number * 80_000 // LINES)
            client = f"203.0.{draw.randrange(256)}.{draw.randrange(256)}"
            page = f"/news/{draw.randrange(PAGES)}.html"
            file.write(
                f'{client} - - [{moment:%d/%b/%Y:%H:%M:%S} +0000] "GET {page} HTTP/1.1" 200 5120 "-" "{agent}"\n'
            )


def plain(path: Path) -> int:
    """The limit: the lines as text, one by one, and nothing more."""
    with path.open(encoding="latin-1") as file:
        return sum(1 for line in file if line)


def understand(path: Path) -> int:
    """Lines understood, and who each claims to be."""
    chosen = format_of(sample_of(start_of(path), path.name), path.name)
    with opened(path) as file:
        said = (row.said for row in rows_of(lines_of(file), chosen))
        claims = [claimed_by(one.agent) is None for one in said if isinstance(one, Request)]
    return len(claims)


def keep(path: Path) -> int:
    """The whole: visits written."""
    answer = services.read_log(website="www.yunfan.example", path=path, actor=system_viewer(), now=NOW)
    return answer.new_lines


def per_second(work: Callable[[Path], int], path: Path) -> float:
    """Lines a CPU-second."""
    start = time.process_time()
    count = work(path)
    return count / (time.process_time() - start)


def main() -> None:
    """Print ours, the limit and the ratios of one run."""
    call_command("migrate", verbosity=0)
    make_company()
    make_website()
    path = Path(os.environ["OMOS_DATA"], "access.log")
    write_log(path)
    print(f"{LINES:,} lines, {path.stat().st_size / 1e6:.0f} MB; load {os.getloadavg()[0]:.2f}")
    limits, readings = [], []
    for _ in range(ROUNDS):
        limits.append(per_second(plain, path))
        readings.append(per_second(understand, path))
    limit, reading = statistics.median(limits), statistics.median(readings)
    print(f"plain lines  {limit:12,.0f} a CPU-second")
    print(f"understood   {reading:12,.0f} a CPU-second   ours / limit {reading / limit:.3f}")
    kept = per_second(keep, path)
    print(
        f"kept         {kept:12,.0f} a CPU-second   goal {GOAL_LINES:,.0f}   ours / goal {kept / GOAL_LINES:.2f}",
        end="   ",
    )
    print(f"{CrawlerVisit.objects.count():,} visits")
    packed = path.with_suffix(".log.gz")
    packed.write_bytes(gzip.compress(path.read_bytes(), 1))
    print(f"gzip         {per_second(understand, packed):12,.0f} a CPU-second")
    start = time.perf_counter()
    again = services.read_log(website="www.yunfan.example", path=path, actor=system_viewer(), now=NOW)
    added = f"{again.new_lines} new lines, {again.new_requests} new requests"
    print(f"read again   {(time.perf_counter() - start) * 1000:8.1f} ms   {added}")
    print(f"peak memory  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:8.0f} MB")


if __name__ == "__main__":
    main()
