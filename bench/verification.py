"""Verification at size: whole looks a second, one new text against 100,000 stored ones, the desk over 20,000 pieces.

Everything runs against a database of its own; BENCH_TEXTS makes the stored texts fewer.
"""

# ruff: noqa: E402  # Django must be ready before the rooms can be imported

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["OMOS_DATA"] = tempfile.mkdtemp(prefix="omos-bench-")
os.environ["OMOS_MODE"] = "test"
os.environ["OMOS_LOG_LEVEL"] = "ERROR"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "omos.settings")
Path(os.environ["OMOS_DATA"], "static").mkdir()

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment

from bench.near_duplicates import edited, make_texts
from omos.connectors.pages.client import get_page
from omos.connectors.tests.server import page, serve
from omos.formulas.similarity import band_keys, signatures
from omos.loop.verification import services
from omos.loop.verification.checks import Place
from omos.loop.verification.models import Check, Fingerprint, FingerprintBand, Standing
from omos.loop.verification.services.originality import Author, compare_with_others
from omos.loop.verification.tests.factories import a_runner, make_piece
from omos.loop.work.models import Evidence
from omos.people.models import Staff
from omos.people.tests.factories import make_company, make_staff, make_website

TEXTS = int(os.environ.get("BENCH_TEXTS", "100000"))
PIECES = 20_000
PEOPLE = 20
LOOKS = 200
PROBES = 200
LOOKUP_GOAL_MS = 20.0
DESK_GOAL_MS = 200.0
NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
YES = {"verdict": "yes", "reason": "open", "data": {}}
COPIED = {"verdict": "no", "reason": "copied", "data": {"share": 0.37, "whose": "苏晴", "day": "2026-10-28"}}


def main() -> None:
    """Print ours, the goals or the limit, and the ratios of one run."""
    call_command("migrate", verbosity=0)
    make_company()
    make_website("127.0.0.1")
    supervisor, editor = make_staff("林岚", role="SUPERVISOR"), make_staff("陈思远")
    print(f"load {os.getloadavg()[0]:.2f}")
    _show_looks(editor)
    texts = make_texts(TEXTS)
    first = _store(texts, editor)
    _show_lookups(texts, editor)
    _show_desk(supervisor, first)


def _show_looks(editor: Staff) -> None:
    """Fetch, understand, ten checks, originality, proof, standing, facts; the limit is fetch + understand."""
    texts = make_texts(LOOKS)
    pages = {f"/{place}.html": _article(text) for place, text in enumerate(texts)}
    with serve(pages) as site:
        for place in range(LOOKS):
            make_piece(editor, url=site.url(f"/{place}.html"), handed_in_at=NOW + timedelta(seconds=place))
        with _seconds() as limit:
            for place in range(LOOKS):
                get_page(site.url(f"/{place}.html"), rules=site.rules)
        services.enqueue_checks(now=NOW + timedelta(hours=1))
        with _seconds() as ours:
            done = services.run_due(now=NOW + timedelta(hours=1), runner=a_runner(site.rules, lasts=timedelta(hours=1)))
    rate, bare = done / ours[0], LOOKS / limit[0]
    print(f"whole looks {rate:8.1f} a second   fetch + understand alone {bare:.1f}   ours / limit {rate / bare:.2f}")


def _show_lookups(texts: list[str], editor: Staff) -> None:
    draw, times, found = random.Random(5), [], 0
    probe = make_piece(editor, handed_in_at=NOW + timedelta(days=2))
    author = Author(probe.pk, editor.pk, probe.handed_in_at, Place.OWN, probe.url)
    for number in range(PROBES):
        copy = edited(texts[number * (len(texts) // PROBES)], draw)
        start = time.perf_counter()
        compared = compare_with_others(
            author=author, text=copy, characters=len(copy), final_url="", is_text_asked=True, now=NOW
        )
        times.append((time.perf_counter() - start) * 1000)
        found += compared.finding.reason == "copied"
    lookup, slow = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"new text    {lookup:8.2f} ms  p95 {slow:.2f}   goal {LOOKUP_GOAL_MS:.0f}", end="   ")
    print(f"ours / goal {lookup / LOOKUP_GOAL_MS:.2f}   copies found {found / PROBES:.3f} among {len(texts):,} stored")


def _show_desk(supervisor: Staff, first: int) -> None:
    ids = list(Evidence.objects.filter(pk__gte=first).order_by("pk").values_list("pk", flat=True)[:PIECES])
    _make_standings(ids)
    setup_test_environment(debug=False)
    client = Client()
    assert supervisor.user is not None
    client.force_login(supervisor.user)
    for name, address in (
        ("desk", "/verify/"),
        ("all of today", "/verify/?tab=all"),
        ("piece", f"/evidence/{ids[0]}/"),
    ):
        client.get(address)
        times = [_milliseconds(lambda: client.get(address)) for _ in range(20)]  # noqa: B023 - called at once
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        median, slow = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(
            f"{name:12}{median:7.1f} ms  p95 {slow:.1f}   goal {DESK_GOAL_MS:.0f}   {len(queries)} queries", end="   "
        )
        print(f"ours / goal {median / DESK_GOAL_MS:.2f}   over {len(ids):,} pieces")


def _bands(fingerprint: Fingerprint) -> list[FingerprintBand]:
    keys = band_keys(bytes(fingerprint.signature))
    return [FingerprintBand(fingerprint_id=fingerprint.pk, band=key) for key in keys]


def _store(texts: list[str], editor: Staff) -> int:
    """Keep every text as a piece with its fingerprint; returns the first piece's id."""
    models = [make_piece(staff) for staff in (editor, *(make_staff() for _ in range(PEOPLE - 1)))]
    rows = [
        Evidence(
            assignment_id=models[place % PEOPLE].assignment_id,
            staff_id=models[place % PEOPLE].staff_id,
            url=f"https://www.yunfan.example/{place}",
            page_key=f"{place:063x}t",
            handed_in_at=NOW - timedelta(minutes=len(texts) - place),
            day=NOW.date() if place % 200 == 0 else (NOW - timedelta(minutes=len(texts) - place)).date(),
        )
        for place in range(len(texts))
    ]
    kept = Evidence.objects.bulk_create(rows, batch_size=500)
    with _seconds() as took:
        prints = Fingerprint.objects.bulk_create(_fingerprints(kept, texts), batch_size=500)
        for start in range(0, len(prints), 500):
            bands = chain.from_iterable(map(_bands, prints[start : start + 500]))
            FingerprintBand.objects.bulk_create(bands, batch_size=8_000)
    size = Path(os.environ["OMOS_DATA"], "omos.sqlite3").stat().st_size / len(texts)
    print(f"stored      {len(texts):,} texts in {took[0]:.0f} s, {size / 1000:.1f} kB each")
    return kept[0].pk


def _fingerprints(kept: list[Evidence], texts: list[str]) -> Iterator[Fingerprint]:
    for row, text, signed in zip(kept, texts, signatures(texts), strict=True):
        packed = zlib.compress(text.encode(), 1)
        yield Fingerprint(
            evidence_id=row.pk, signature=signed, text=packed, text_length=len(text), owned_since=row.handed_in_at
        )


def _make_standings(ids: list[int]) -> None:
    checks = Check.objects.bulk_create(
        [
            Check(
                evidence_id=pk,
                due_at=NOW,
                state="DONE",
                outcome="FAILED" if place % 100 == 0 else "PASSED",
                title=f"第 {place} 篇",
                verdicts={code: YES for code in ("reachable", "host", "keyword_text")}
                | {"original": COPIED if place % 100 == 0 else YES},
                checked_at=NOW,
            )
            for place, pk in enumerate(ids)
        ],
        batch_size=500,
    )
    Standing.objects.bulk_create(
        [
            Standing(
                evidence_id=check.evidence_id,
                outcome=check.outcome,
                needs_eyes=check.outcome == "FAILED",
                why="FAILED" if check.outcome == "FAILED" else "",
                check_row=check,
                changed_at=NOW,
            )
            for check in checks
        ],
        batch_size=500,
    )


def _article(text: str):  # type: ignore[no-untyped-def]  # the server's own reply
    return page(f"<title>{text[:20]}</title><h1>{text[:20]}</h1><article><p>{text}</p></article>")


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


@contextmanager
def _seconds() -> Iterator[list[float]]:
    took = [0.0]
    start = time.perf_counter()
    yield took
    took[0] = time.perf_counter() - start


if __name__ == "__main__":
    main()
