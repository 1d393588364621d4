"""`omos ads read FILE`: what an export of an advertising platform says, before anything of it is booked."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from omos.cli import house
from omos.cli.speech import Refused, say

MEASURES = ("impressions", "clicks", "spend", "conversions", "ctr", "cpc")


def read(arguments: argparse.Namespace) -> int:
    """Print what was read; rows that cannot be taken are an answer too, so the exit code is 0.

    :raises Refused: if the file cannot be read as a table, or platform or day make no sense
    """
    house.make_django_ready()
    from omos.centres.promotion import queries
    from omos.office.sheets.queries import UnreadableFile
    from omos.people import clock

    content = _content(Path(arguments.file))
    try:
        answer = queries.reading_as_json(
            content,
            file_name=Path(arguments.file).name,
            platform=arguments.platform.lower(),
            day=_day(arguments.day),
            today=clock.today(),
        )
    except (UnreadableFile, queries.NoSuchPlatform) as refusal:
        raise Refused(str(refusal)) from refusal
    if arguments.json:
        say(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        _print_for_people(answer)
    return 0


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refused(f"{text} is not a day; write 2026-01-04.") from error


def _print_for_people(answer: dict[str, Any]) -> None:
    parts = f"{answer['imported']} to import + {answer['skipped']} skipped + {len(answer['errors'])} errors"
    say(f"{answer['platform']}: {answer['rows']} rows = {parts}")
    days = answer["days"]
    say(f"days      {days[0]} – {days[-1]} ({len(days)})" if days else "days      none named; give --day")
    _print_sums("rows", answer["totals"])
    if answer["file_totals"]:
        _print_sums("file says", answer["file_totals"])
        say("the same" if not answer["difference"] else f"difference {answer['difference']}")
    for one in answer["campaigns"]:
        _print_sums(one["campaign"] or "—", one)
    for error in answer["errors"]:
        say(f"  row {error['row']} {error['field']} “{error['text']}”: {error['reason']}")


def _print_sums(title: str, sums: dict[str, Any]) -> None:
    # The price of a click that never came is unknown, not 0.
    figures = (f"{name} {'—' if sums[name] is None else sums[name]}" for name in MEASURES)
    say(f"{title:<10}" + "  ".join(figures))
