"""How far a log has been read: it is known by its beginning, and goes on where its last line still stands."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO

from omos.connectors.weblogs.reading import DAMAGED, LONGEST_LINE, clean
from omos.loop.verification.models import WebLog

HEAD = 4096


def log_of(*, website_id: int, path: Path, start: bytes, now: datetime) -> WebLog:
    """The log with this beginning, whatever it was called when it was read first; else a new one, not yet stored."""
    for log in WebLog.objects.filter(website_id=website_id).order_by("-head_size", "pk"):
        if log.head_size <= len(start) and _digest(start[: log.head_size]) == log.head:
            log.name = path.name[:255]
            return log
    head = start[:HEAD]
    return WebLog(website_id=website_id, name=path.name[:255], head=_digest(head), head_size=len(head), read_at=now)


def go_on(file: IO[bytes], log: WebLog) -> bool:
    """Move to where reading stopped; False, and the log forgets what it counted, when another text stands there."""
    if _still_stands(file, log):
        file.seek(log.end)
        return True
    file.seek(0)
    log.end = log.rows = log.lines = log.parsed = log.bad = log.elsewhere = 0
    log.crawlers, log.fields, log.tail = {}, [], ""
    return False


def _still_stands(file: IO[bytes], log: WebLog) -> bool:
    first = max(0, log.end - LONGEST_LINE - 2)
    try:
        file.seek(first)
        before = file.read(log.end - first)
    except DAMAGED:
        return False
    last = before.rstrip(b"\n").rpartition(b"\n")[2]
    return len(before) == log.end - first and tail_of(clean(last.decode("latin-1"))) == log.tail


def tail_of(line: str) -> str:
    """The digest of the last line that was read."""
    return _digest(line.encode("latin-1", "replace")) if line else ""


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
