"""Fetch and understand pages of a site on this machine: pages a second, ours against the limit.

The limit is a plain client with its connections kept and nothing read but the title; "fresh" is the same client with a
new connection for every page, as a checker that visits each host once has it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import httpx
from selectolax.lexbor import LexborHTMLParser

from omos.connectors.outbound import OutboundRules, fetch
from omos.connectors.pages.client import get_page
from omos.connectors.pages.parse import parse_page

T = TypeVar("T")
ROUNDS = 3
PAGES = 150
SITE = Path(os.environ.get("OMOS_TEST_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data") / "sites"
SERVER = """
import sys, time
from pathlib import Path
from typing import TypeVar
from omos.connectors.tests.server import folder_pages, page, serve
folder = Path(sys.argv[1])
pages = folder_pages(folder) if folder.is_dir() else {}
text = "<title>页</title>" + "<p>一段中文正文，讲的是软件包。</p>" * 300
pages = pages or {f"/{number}.html": page(text) for number in range(17)}
with serve(pages) as site:
    print(site.place, *(path for path in pages if path.endswith(".html")), flush=True)
    sys.stdin.read()
"""


def main() -> None:
    """Print the medians of three alternating rounds."""
    command = [sys.executable, "-c", SERVER, str(SITE / "debian-faq-zh-cn")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        place, *paths = server.stdout.readline().split()
        _measure(place, [f"http://{place}{paths[number % len(paths)]}" for number in range(PAGES)])
        server.stdin.close()


def _measure(place: str, urls: list[str]) -> None:
    rules = OutboundRules(allow=frozenset({place}))
    bodies = [fetch(url, rules=rules).body for url in urls]
    headers = [("content-type", "text/html")]
    get_page(urls[0], rules=rules)
    with httpx.Client(trust_env=False) as client:
        runs: dict[str, Callable[[], None]] = {
            "fetch + understand": lambda: _each(urls, lambda url: get_page(url, rules=rules)),
            "fetch only": lambda: _each(urls, lambda url: fetch(url, rules=rules)),
            "understand only": lambda: _each(bodies, lambda body: parse_page(body, headers, "http://x.example/a")),
            "limit: kept connection, title": lambda: _each(urls, lambda url: _title(client.get(url))),
            "limit, fresh connection, title": lambda: _each(urls, _fresh),
        }
        rates: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(ROUNDS):
            for name, run in runs.items():
                begin = time.perf_counter()
                run()
                rates[name].append(PAGES / (time.perf_counter() - begin))
    _report(rates, sum(map(len, bodies)) // PAGES)


def _each(things: Sequence[T], visit: Callable[[T], object]) -> None:
    for thing in things:
        visit(thing)


def _title(answer: httpx.Response) -> str:
    node = LexborHTMLParser(answer.content).css_first("title")
    return node.text() if node is not None else ""


def _fresh(url: str) -> str:
    return _title(httpx.get(url, trust_env=False, verify=False))


def _report(rates: dict[str, list[float]], size: int) -> None:
    limit = statistics.median(rates["limit: kept connection, title"])
    print(f"{PAGES} pages of {size:,} bytes on average, {ROUNDS} rounds, load {os.getloadavg()[0]:.1f}")
    for name, found in rates.items():
        median = statistics.median(found)
        print(
            f"{name:32} {median:8.1f} pages/s  ({min(found):.1f}–{max(found):.1f})  {median / limit:6.1%} of the limit"
        )


if __name__ == "__main__":
    main()
