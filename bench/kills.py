"""Two hundred kill -9 at random: what was acknowledged is there once, nothing is there by half, the sums are true."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench._serving import environment, prepared_folder

KILLS = 200
LINES = 40
ROWS = 300
NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
DAY = date(2026, 11, 18)
RESTART_SECONDS = 5.0


def main() -> None:
    """Print what was acknowledged, what was lost, doubled or halved, and how long the next start took."""
    with prepared_folder() as folder:
        os.environ.update(environment(folder))
        os.environ["DJANGO_SETTINGS_MODULE"] = "omos.settings"
        import django

        django.setup()
        report = _run()
    for name, value in report.items():
        print(f"{name:<34} {value}")
    if report["lost"] or report["by half"] or report["sums that drifted"] or report["integrity"] != "ok":
        raise SystemExit(1)


def _run() -> dict[str, Any]:
    from django.db import connection, connections

    from omos.loop.ledger import queries

    draw, acknowledged, waits = random.Random(39), set[str](), list[float]()
    _prepare()
    for number in range(KILLS):
        connections.close_all()
        wait, told = _kill_one(number, draw.uniform(0.02, 2.0))
        waits += wait
        acknowledged |= told
    posts, books = _standing(acknowledged)
    with connection.cursor() as cursor:
        # By this connection: some rules of the tables call functions that only it knows.
        cursor.execute("PRAGMA integrity_check")
        integrity = cursor.fetchone()[0]
    return {
        "kills": KILLS,
        "acknowledged postings, bookings": f"{posts['told']}, {books['told']}",
        "lost": posts["lost"] + books["lost"],
        "by half": posts["half"] + books["half"],
        "sums that drifted": len(queries.drifted_sums()),
        "integrity": integrity,
        "longest until the first write": f"{max(waits):.2f} s (limit {RESTART_SECONDS})",
    }


def _prepare() -> None:
    from omos.loop.catalogue.models import Channel
    from omos.people.models import User

    User.objects.get_or_create(login="bench", defaults={"created_at": NOW})
    Channel.objects.get_or_create(
        code="BAIDU_SEARCH", defaults={"name": "百度搜索", "kind": "PAID", "is_active": True, "sort_order": 0}
    )
    # What the first booking loads would else be loaded by every child anew.
    _book("first")


def _kill_one(number: int, seconds: float) -> tuple[list[float], set[str]]:
    """Let a child write until it is killed; how long its first write took, and what it said is done."""
    reading, writing = os.pipe()
    started = time.monotonic()
    child = os.fork()
    if not child:
        os.close(reading)
        _work(number, writing)
    os.close(writing)
    with os.fdopen(reading) as told:
        first = told.readline()
        waited = time.monotonic() - started
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines = [first, *told]
    # A line cut off in the middle was not told.
    return [waited], {line.strip() for line in lines if line.endswith("\n")}


def _work(number: int, told: int) -> None:
    from omos.loop.catalogue.models import Channel

    channel = Channel.objects.get(code="BAIDU_SEARCH")
    try:
        for step, name in enumerate(_names(number)):
            _book(name) if step % 4 == 3 else _post(name, channel.pk)
            os.write(told, f"{'B' if step % 4 == 3 else 'P'}{name}\n".encode())
    finally:
        traceback.print_exc()
        os._exit(1)


def _names(number: int) -> Iterator[str]:
    step = 0
    while True:
        yield f"{number}-{step}"
        step += 1


def _post(name: str, channel_id: int) -> None:
    from omos.loop.ledger import services
    from omos.people.viewer import Viewer

    lines = [
        services.Line(DAY, "clicks", at + 1, "bench.kills", name, line=at, channel_id=channel_id) for at in range(LINES)
    ]
    services.post(lines=lines, actor=Viewer.system("bench"), now=NOW)


def _book(name: str) -> None:
    from omos.centres.promotion import services
    from omos.people.models import User
    from omos.people.viewer import Viewer

    actor = Viewer(User.objects.get(login="bench").pk, None, "bench")
    head = "时间,账户,推广计划,推广单元,关键词,展现量,点击量,点击率,消费,点击价格,平均排名"
    rows = [f"2026-11-17,{name},计划,单元,词{at},10,1,1%,1.00,1,1" for at in range(ROWS)]
    content = "\n".join((head, *rows)).encode()
    upload = services.start_upload(file_name=f"{name}.csv", content=content, actor=actor, now=NOW)
    services.queue_booking(upload=upload, actor=actor, now=NOW, true_now=NOW)
    services.book_queued(now=NOW)


def _standing(acknowledged: set[str]) -> tuple[dict[str, int], dict[str, int]]:
    from django.db.models import Count

    from omos.centres.promotion.models import AdLine
    from omos.loop.ledger.models import Fact

    facts = Fact.objects.filter(source="bench.kills").order_by().values_list("source_id").annotate(n=Count("id"))
    lines = AdLine.objects.order_by().values_list("account").annotate(n=Count("id"))
    return _judged(acknowledged, "P", dict(facts), LINES), _judged(acknowledged, "B", dict(lines), ROWS)


def _judged(acknowledged: set[str], sign: str, there: dict[str, int], whole: int) -> dict[str, int]:
    told = [one[1:] for one in acknowledged if one.startswith(sign)]
    return {
        "told": len(told),
        "lost": sum(there.get(name, 0) < whole for name in told),
        "half": sum(count != whole for count in there.values()),
    }


if __name__ == "__main__":
    main()
