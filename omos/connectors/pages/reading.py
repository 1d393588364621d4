from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
from dataclasses import asdict
from datetime import date
from typing import Any

from omos.connectors.pages.page import Anchor, Heading, Page
from omos.connectors.pages.parse import Headers, media_of, parse_page

# Parsers of HTML need time that grows with the square of some monstrous shapes, and code that runs in C cannot be
# interrupted: pages that look monstrous are read by a process of their own, which can be ended.
PATIENCE = 10.0
_LARGE = 1_500_000
_MANY_TAGS = 30_000
_MANY_OPEN = 3_000
_MOST_TAGS = 100_000
_TAG_OPENS = re.compile(rb"<[a-zA-Z]")
_ONE_LONG_TAG = re.compile(rb"<[a-zA-Z][^<>]{20000}")
_QUOTED_ENDS = re.compile(rb"=\s*(?:\"[^\"<>]{0,100}>|'[^'<>]{0,100}>)")
_NO_END = re.compile(rb"<(?:br|hr|img|input|link|meta|source|wbr|area|col|embed|param|track|base)\b|/>", re.IGNORECASE)


def read_page(
    body: bytes, headers: Headers, url: str, *, status: int = 200, asked: str = "", is_truncated: bool = False
) -> Page:
    """Understand a page like ``parse_page``, in bounded time whatever its shape; unreadable pages are marked so."""
    told = tuple(headers)
    if not is_monstrous(body):
        return parse_page(body, told, url, status=status, asked=asked, is_truncated=is_truncated)
    body, is_cut = readable_part(body)
    is_truncated = is_truncated or is_cut
    about = {"headers": told, "url": url, "status": status, "asked": asked, "is_truncated": is_truncated}
    found = _in_own_process(json.dumps(about).encode() + b"\n" + body)
    if found is not None:
        return found
    media = media_of(dict(told).get("content-type", ""), body)
    return Page(url=url, status=status, media=media, charset="", is_truncated=is_truncated, is_unreadable=True)


def is_monstrous(body: bytes) -> bool:
    """True for a shape that a parser of HTML may need very long for."""
    if len(body) > _LARGE:
        return True
    opened = len(_TAG_OPENS.findall(body))
    unclosed = opened - body.count(b"</") - len(_NO_END.findall(body))
    return (
        opened > _MANY_TAGS
        or unclosed > _MANY_OPEN
        or len(_QUOTED_ENDS.findall(body)) > _MANY_OPEN
        or any(len(found.split()) > _MANY_OPEN // 3 for found in _ONE_LONG_TAG.findall(body))
    )


def readable_part(body: bytes) -> tuple[bytes, bool]:
    """So much of a page as its tree fits in memory: a parsed element takes some 250 bytes, however short it is."""
    last = next(itertools.islice(_TAG_OPENS.finditer(body), _MOST_TAGS, None), None)
    return (body, False) if last is None else (body[: last.start()], True)


def _in_own_process(told: bytes) -> Page | None:
    answer = run_alone("omos.connectors.pages.child", told)
    try:
        return None if answer is None else _page(json.loads(answer))
    except (ValueError, TypeError, KeyError):
        return None


def run_alone(module: str, told: bytes) -> bytes | None:
    """What a module answers in a process of its own; None when it takes too long or fails."""
    command = [sys.executable, "-m", module]
    # Only where to find the code: what reads a hostile page needs to know no secret of the installation.
    knows = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            command, input=told, capture_output=True, timeout=PATIENCE, check=True, env=knows, cwd="/"
        )
    except (subprocess.SubprocessError, OSError):
        return None
    return done.stdout


def told_by(page: Page) -> bytes:
    """A page as JSON, to hand it from one process to another."""
    return json.dumps(asdict(page), default=str).encode()


def _page(told: dict[str, Any]) -> Page:
    told["headings"] = tuple(Heading(*each) for each in told["headings"])
    told["links"] = tuple(Anchor(*each) for each in told["links"])
    told["published"] = date.fromisoformat(told["published"]) if told["published"] else None
    return Page(**told)
