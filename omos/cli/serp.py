"""`omos serp parse ENGINE FILE`: what a saved result page says; needs no data folder, loads no Django, asks nobody."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from omos.cli.speech import Refused, say

if TYPE_CHECKING:
    from omos.connectors.results.page import Result, ResultPage

UNKNOWN = "—"


def serp(arguments: argparse.Namespace) -> int:
    """Print what the page says; a page that says nothing is an answer too, so the exit code is 0.

    :raises Refused: if the file cannot be read or the host is none
    """
    from omos.connectors.results.engines import read_results

    _require_host(arguments.host)
    page = read_results(arguments.engine, _content(arguments.file))
    if arguments.json:
        say(json.dumps(as_json(page, arguments.host), ensure_ascii=False, indent=2))
    else:
        _print_for_people(page, arguments.host)
    return 0


def as_json(page: ResultPage, host: str) -> dict[str, object]:
    """The answer as plain values; null is unknown."""
    return {
        "engine": page.engine,
        "verdict": page.verdict,
        "why": page.why,
        "query": page.query,
        "total": page.total,
        "results": [_row(result) for result in page.results],
        "host_rank": page.rank_of(host) if host else None,
        "hidden_hosts": page.hidden_hosts,
        "instead": [_row(result) for result in page.instead],
        "is_whole": page.is_whole,
    }


def _row(result: Result) -> dict[str, object]:
    return {
        "rank": result.rank,
        "title": result.title,
        "url": result.url,
        "host": result.host,
        "is_redirect": result.is_redirect,
        "is_own": result.is_own,
    }


def _require_host(host: str) -> None:
    from omos.connectors.results.addresses import host_of, shown_host

    if host and not (host_of(host) or shown_host(host.lower())):
        raise Refused(f"--host {host!r} is not the name of a host, for example www.example.com.")


def _content(place: str) -> bytes:
    from omos.connectors.results.engines import LARGEST

    try:
        if place == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(place).open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise Refused(f"{place} cannot be read: {error.strerror}.") from error


def _print_for_people(page: ResultPage, host: str) -> None:
    total = UNKNOWN if page.total is None else f"{page.total:,}"
    say(f"{page.engine}  {page.verdict}  {page.why}".rstrip())
    say(f"query {page.query or UNKNOWN}   total {total}   {'whole' if page.is_whole else 'not whole'}")
    for result in page.results:
        say(f"{result.rank:>3}  {result.host or UNKNOWN:<32} {result.title}")
    if page.instead:
        say(f"shown instead of what was asked: {len(page.instead)}")
    if host:
        _print_rank(page, host)


def _print_rank(page: ResultPage, host: str) -> None:
    rank = page.rank_of(host)
    hidden = f"; {page.hidden_hosts} results do not tell their host" if page.hidden_hosts else ""
    say(f"{host}: " + (f"rank {rank}" if rank else f"not seen among {len(page.results)}{hidden}"))
