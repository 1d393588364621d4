"""Server time of the main pages, at the demo's scale and with 5 M facts and 20,000 pieces of evidence.

The limit is a bare Django view that answers with the very same bytes, asked in turn with ours in the same run.
`--quick`: a twenty-fifth of the facts, a tenth of the evidence; `--demo FOLDER`: a folder where the demo is loaded.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench import _serving as serving

NOW = "2026-11-20T17:30:00+08:00"
DAYS_LOADED = 30
FACTS, EVIDENCE = 5_000_000, 20_000
FIRST, DAYS = "2025-09-22", 425
PIECES = 5  # of evidence for one assignment
MEASURES = ("visits", "inquiries", "valid_inquiries", "lost_deals", "won_deals", "revenue", "spend", "clicks",
            "impressions", "conversations", "contacts_captured", "follow_ups")  # fmt: skip
PAGES = (
    ("home of the supervisor", "SUPERVISOR", "/"),
    ("home of the editor", "EDITOR", "/"),
    ("home of the boss", "BOSS", "/"),
    ("weekly work plan", "SUPERVISOR", "/work/week/"),
    ("verify desk", "SUPERVISOR", "/verify/"),
    ("day closing", "SUPERVISOR", "/day-closing/"),
    ("daily report", "EDITOR", "/daily-report/"),
    ("keyword library", "SUPERVISOR", "/keywords/"),
    ("goals", "SUPERVISOR", "/goals/"),
    ("paid budget", "SUPERVISOR", "/budget/"),
    ("daily data sheet", "SUPERVISOR", "/daily-sheet/"),
    ("figures and rows", "SUPERVISOR", "/facts/"),
    ("my day", "EDITOR", "/my-day/"),
)
BARE = serving.BARE.replace(
    'path("healthz", lambda request: HttpResponse("ok"))',
    'path("healthz", lambda request: HttpResponse("ok")), path("<int:page>", lambda request, page: '
    'HttpResponse(PAGES[page]))',
).replace("import asyncio, sys", "import asyncio, sys, pathlib\n"
          "PAGES = [pathlib.Path(sys.argv[2], str(n)).read_bytes() for n in range(int(sys.argv[3]))]")  # fmt: skip


def load_demo(folder: Path, demo: Path | None) -> None:
    """Put the demo company into the folder, by loading it or from a folder that holds it."""
    if demo:
        shutil.copytree(demo, folder)
    os.environ.update(serving.environment(folder, OMOS_MODE="demo", OMOS_NOW=NOW))
    subprocess.run([sys.executable, "-m", "omos.cli", "init"], check=True, stdout=subprocess.DEVNULL)
    os.environ["DJANGO_SETTINGS_MODULE"] = "omos.settings"
    import django

    django.setup()
    from omos.demo.services import load
    from omos.people.clock import now
    from omos.people.viewer import Viewer

    load(actor=Viewer.system("bench"), now=now(), days=DAYS_LOADED)


def cookies() -> dict[str, str]:
    """A signed-in session for one person of each role that the pages need."""
    from django.test import Client

    from omos.people.models import User
    from omos.people.queries import viewer_of

    found: dict[str, str] = {}
    for user in User.objects.filter(is_active=True).order_by("id"):
        for role in viewer_of(user).roles - set(found):
            client = Client(headers={"user-agent": "bench"})
            client.force_login(user)
            found[role] = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return found


def fill(facts: int, evidence: int) -> None:
    """Facts with their day totals, assignments, evidence, looks and standings, copied from one row of each."""
    from django.db import connection, transaction

    # One copied row stands for thousands; what it points to is there already.
    with transaction.atomic(), connection.cursor() as cursor:

        def ids(question: str) -> list[int]:
            cursor.execute(question)
            return [row[0] for row in cursor.fetchall()]

        channels, staff = ids("SELECT id FROM catalogue_channel"), ids("SELECT id FROM people_staff")
        categories = ids("SELECT id FROM work_workcategory")
        day = f"date('{FIRST}', '+' || (i % {DAYS}) || ' days')"
        cursor.execute(_copied(cursor, "ledger_fact", facts, {
            "day": day,
            "measure": _pick(f"i / {DAYS}", [f"'{name}'" for name in MEASURES]),
            "channel_id": _pick(f"i / {DAYS * len(MEASURES)}", channels),
            "staff_id": _pick(f"i / {DAYS * len(MEASURES)} * 7", staff),
            "value": "i % 97 + 1", "standing": "1", "source_id": "'bench-' || i",
            "category": "''", "keyword": "''", "page_key": "''",
        }))  # fmt: skip
        _sum_up(cursor)
        assigned = evidence // PIECES
        first = ids("SELECT max(id) + 1 FROM work_assignment")[0]
        person = _pick(f"i / {PIECES}", staff)
        due = f"date('{FIRST}', '+' || (i / {PIECES} % {DAYS}) || ' days')"
        cursor.execute(_copied(cursor, "work_assignment", assigned, {
            "id": f"{first} + i", "code": "'B' || i", "staff_id": _pick("i", staff),
            "category_id": _pick("i", categories), "quantity": str(PIECES), "handed_in_count": str(PIECES),
            "due_date": day, "plan_id": "NULL", "is_ad_hoc": "1",
                    "state": "'DONE'",
        }))  # fmt: skip
        piece = ids("SELECT max(id) + 1 FROM work_evidence")[0]
        cursor.execute(_copied(cursor, "work_evidence", evidence, {
            "id": f"{piece} + i", "assignment_id": f"{first} + i / {PIECES}", "staff_id": person, "keyword_id": "NULL",
            "url": "'https://www.yunfan.example/bench/' || i", "page_key": "'bench-' || i", "day": due,
            "handed_in_at": f"{due} || ' 08:00:00'", "withdrawn_at": "NULL", "replaces_id": "NULL",
        }))  # fmt: skip
        look = ids("SELECT max(id) + 1 FROM verification_check")[0]
        done = {"state": "'DONE'", "outcome": "'PASSED'", "evidence_id": f"{piece} + i", "leased_until": "NULL"}
        cursor.execute(_copied(cursor, "verification_check", evidence, done | {"id": f"{look} + i"}))
        stands = {"outcome": "'PASSED'", "evidence_id": f"{piece} + i", "check_row_id": f"{look} + i",
                  "needs_eyes": "0", "why": "''"}  # fmt: skip
        cursor.execute(_copied(cursor, "verification_standing", evidence, stands))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()


def _copied(cursor: object, table: str, count: int, other: dict[str, str]) -> str:
    """An INSERT of `count` copies of the newest row of a table, some columns written anew; `i` counts them."""
    cursor.execute(f"PRAGMA table_info({table})")  # type: ignore[attr-defined]
    names = [row[1] for row in cursor.fetchall() if row[1] != "id" or "id" in other]  # type: ignore[attr-defined]
    values = ", ".join(other.get(name, f"model.{name}") for name in names)
    return (
        f"INSERT INTO {table} ({', '.join(names)}) "
        f"WITH RECURSIVE counter(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM counter WHERE i < {count - 1}) "
        f"SELECT {values} FROM counter, (SELECT * FROM {table} ORDER BY id DESC LIMIT 1) AS model"
    )


def _pick(which: str, among: Sequence[object]) -> str:
    """One of several values by a running number."""
    cases = " ".join(f"WHEN {place} THEN {value}" for place, value in enumerate(among))
    return f"CASE ({which}) % {len(among)} {cases} END"


def _sum_up(cursor: object) -> None:
    from omos.loop.ledger.models import DIMENSION_FIELDS

    key = [f"coalesce({name}, {0 if name.endswith('_id') else repr('')})" for name in DIMENSION_FIELDS]
    place = len(DIMENSION_FIELDS) + 3
    cursor.execute(  # type: ignore[attr-defined]
        f"INSERT INTO ledger_daytotal (measure, day, source, {', '.join(DIMENSION_FIELDS)}, "
        "value, standing, entries, posted_at) "
        f"SELECT measure, day, source, {', '.join(key)}, sum(value), sum(standing), count(*), max(posted_at) "
        f"FROM ledger_fact WHERE source_id LIKE 'bench-%%' GROUP BY {', '.join(str(n) for n in range(1, place + 1))} "
        "ON CONFLICT DO UPDATE SET value = value + excluded.value, standing = standing + excluded.standing, "
        "entries = entries + excluded.entries"
    )


def measure(folder: Path, signed_in: dict[str, str], rounds: int) -> None:
    """Ask every page and its bare twin in turn, and print how long each took."""
    ours, twin = serving.free_port(), serving.free_port()
    settings = serving.environment(folder, OMOS_MODE="demo", OMOS_NOW=NOW, OMOS_BIND=f"127.0.0.1:{ours}")
    with (
        tempfile.TemporaryDirectory() as bodies,
        serving.served([sys.executable, "-m", "omos.cli", "child", "web"], settings) as server,
    ):
        serving.wait_for_answer(ours)
        for number, (_name, role, path) in enumerate(PAGES):
            Path(bodies, str(number)).write_bytes(_asked(ours, path, signed_in[role])[1])
        bare = [sys.executable, "-c", BARE, str(twin), bodies, str(len(PAGES))]
        with serving.served(bare, settings):
            serving.wait_for_answer(twin)
            print(f"{'page':<24}{'KiB':>6}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'limit':>8}{'ratio':>8}")
            for number in range(len(PAGES)):
                _compare(number, rounds, (ours, twin), server.pid, signed_in)


def _compare(number: int, rounds: int, ports: tuple[int, int], server: int, signed_in: dict[str, str]) -> None:
    name, role, path = PAGES[number]
    times, limits, used = [], [], 0.0
    for _round in range(rounds):
        before = _cpu(server)
        took, body = _asked(ports[0], path, signed_in[role])
        used += _cpu(server) - before
        times.append(took)
        limits.append(_asked(ports[1], f"/{number}", "")[0])
    took, limit = statistics.median(times), statistics.median(limits)
    slow = sorted(times)[max(0, round(len(times) * 0.95) - 1)]
    print(
        f"{name:<24}{len(body) / 1024:6.0f}{took:9.1f}{slow:9.1f}{used / rounds * 1000:9.1f}{limit:8.1f}"
        f"{took / limit:7.1f}x",
        flush=True,
    )


def _cpu(process: int) -> float:
    """Seconds of processor time a process has used, to a hundredth: what a busy machine does not distort."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _asked(port: int, path: str, cookie: str) -> tuple[float, bytes]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    start = time.perf_counter()
    line.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = line.getresponse()
    body = answer.read()
    took = (time.perf_counter() - start) * 1000
    line.close()
    if answer.status != 200:
        raise SystemExit(f"{path} answered {answer.status}: {re.sub(rb'<[^>]+>', b' ', body)[:200].decode()}")
    return took, body


def main() -> None:
    """Print the table at the demo's scale and at the large one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small large scale, few rounds")
    parser.add_argument("--demo", type=Path, help="a folder where the demo is loaded already; it is copied")
    parser.add_argument("--rounds", type=int, help="how often each page is asked")
    asked = parser.parse_args()
    rounds = asked.rounds or (15 if asked.quick else 60)
    facts, evidence = (FACTS // 25, EVIDENCE // 10) if asked.quick else (FACTS, EVIDENCE)
    with tempfile.TemporaryDirectory(prefix="omos-bench-") as base:
        folder = Path(base) / "data"
        load_demo(folder, asked.demo)
        signed_in = cookies()
        print(f"at the demo's scale ({rounds} rounds)")
        measure(folder, signed_in, rounds)
        start = time.monotonic()
        fill(facts, evidence)
        print(
            f"\nwith {facts:,} facts and {evidence:,} pieces of evidence (filled in {time.monotonic() - start:.0f} s)"
        )
        measure(folder, signed_in, rounds)


if __name__ == "__main__":
    main()
