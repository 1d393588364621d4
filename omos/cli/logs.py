"""`omos logs import FILE --website W`: crawlers' visits out of a website's access log, every line accounted for."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from omos.cli import house
from omos.cli.speech import Refused, complain, say, size

if TYPE_CHECKING:
    from omos.loop.verification.services.reading_logs import Bad, LogReading

_PATIENCE = 1.0
_BAD_FOLDER = "logs"
# So much of a bad line is worth keeping, and so many lines.
_KEPT_TEXT = 2_000
_KEPT_LINES = 100_000
_LONGEST_SHOWN = 160


def logs(arguments: argparse.Namespace) -> int:
    """Read the log into the records; the exit code is 1 when the file broke off before its end.

    :raises Refused: if the file, its format or the website makes no sense
    """
    house.refuse_unprepared()
    house.make_django_ready()
    house.refuse_pending_migrations()
    from omos.connectors.weblogs.reading import NotALog
    from omos.loop.verification import services
    from omos.people import clock
    from omos.people.viewer import Viewer

    bad = _BadLines(house.data_folder() / _BAD_FOLDER, Path(arguments.file).name)
    try:
        reading = services.read_log(
            website=arguments.website,
            path=Path(arguments.file),
            actor=Viewer.system("omos logs"),
            now=clock.now(),
            log_format=arguments.format,
            keep_bad=bad.keep,
            progress=_Progress(Path(arguments.file)).tell,
        )
    except (NotALog, services.NoSuchWebsite) as refusal:
        raise Refused(str(refusal)) from refusal
    finally:
        bad.close()
    _answer(as_json(reading, bad.shown_path), reading, is_json=arguments.json)
    return 1 if reading.broken_off else 0


def as_json(reading: LogReading, bad_file: str) -> dict[str, Any]:
    """The answer as plain values; lines = parsed + bad."""
    counts = reading.counts
    return {
        "format": reading.log_format,
        "lines": counts.lines,
        "parsed": counts.parsed,
        "bad": counts.bad,
        "crawlers": dict(counts.crawlers.most_common()),
        "crawlers_are_verified": None,
        "crawler_list": reading.list_version,
        "elsewhere": counts.elsewhere,
        "new": {"lines": reading.new_lines, "visits": reading.new_visits, "requests": reading.new_requests},
        "bad_lines": [{"line": line, "reason": why, "text": _printable(text)} for line, why, text in reading.bad_lines],
        "bad_file": bad_file,
        "broken_off": reading.broken_off,
        "first": _first(reading),
    }


def _first(reading: LogReading) -> dict[str, Any] | None:
    if reading.first is None:
        return None
    told = reading.first._asdict()
    return told | {"moment": told["moment"].isoformat()}


def _answer(answer: dict[str, Any], reading: LogReading, *, is_json: bool) -> None:
    if is_json:
        say(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        _print_for_people(answer)
    if not answer["lines"]:
        complain("the log tells of no request.")
    if reading.broken_off:
        complain(reading.broken_off)


def _print_for_people(answer: dict[str, Any]) -> None:
    say(f"{answer['format'] or '—'}: {answer['lines']:,} lines = {answer['parsed']:,} parsed + {answer['bad']:,} bad")
    new = answer["new"]
    say(f"new: {new['lines']:,} lines, {new['visits']:,} visits kept, {new['requests']:,} requests")
    for line in answer["bad_lines"]:
        say(f"  line {line['line']}: {line['reason']}: {line['text']}")
    if answer["bad_file"]:
        say(f"bad lines are kept in {answer['bad_file']}")
    if answer["crawlers"]:
        say(f"crawlers by their own claim, list of {answer['crawler_list']}; who they really are is unknown:")
    for name, count in answer["crawlers"].items():
        say(f"  {name:<24} {count:>10,}")
    if answer["elsewhere"]:
        say(f"requests to other hosts, not kept: {answer['elsewhere']:,}")


def _printable(text: str) -> str:
    """One line that a terminal may show: nothing in it moves the cursor."""
    return "".join(letter if letter.isprintable() else "·" for letter in text[:_LONGEST_SHOWN])


class _BadLines:
    """The file that keeps bad lines, made when the first comes; for the owner's eyes, as logs hold addresses."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / f"bad-lines-{name[:100]}.txt"
        self._file: TextIO | None = None
        self._kept = 0

    @property
    def shown_path(self) -> str:
        """Where the lines lie; empty when there are none."""
        return str(self._path) if self._kept else ""

    def keep(self, bad: Bad) -> None:
        """Write one line: number, reason, text."""
        if self._kept >= _KEPT_LINES:
            return
        if self._file is None:
            self._path.parent.mkdir(mode=0o700, exist_ok=True)
            self._file = self._path.open("w", encoding="utf-8", errors="replace")
            self._path.chmod(0o600)
        line, why, text = bad
        self._file.write(f"{line}\t{why}\t{text[:_KEPT_TEXT]}\n")
        self._kept += 1

    def close(self) -> None:
        """Nothing more comes."""
        if self._file is not None:
            self._file.close()


class _Progress:
    """Lines on standard error for whatever takes longer than a second."""

    def __init__(self, path: Path) -> None:
        self._started = self._told = time.monotonic()
        self._total = path.stat().st_size if path.is_file() else 0

    def tell(self, read: int, lines: int) -> None:
        """Say how far it is, about once a second; of packed logs only what was unpacked is known."""
        now = time.monotonic()
        if now - self._told < _PATIENCE:
            return
        self._told = now
        share = f" of {size(self._total)}" if self._total >= read else ""
        sys.stderr.write(f"read {size(read)}{share}, {lines:,} lines, {lines / (now - self._started):,.0f} a second\n")
        sys.stderr.flush()
