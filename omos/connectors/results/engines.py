"""Reading a saved result page of any engine, in bounded size and time whatever its shape."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from typing import Any, Final

from omos.connectors.pages.reading import is_monstrous, readable_part, run_alone
from omos.connectors.results.page import UNREADABLE, Result, ResultPage

# The engines' folders; loaded by name, so that engines stay strangers to one another.
ENGINES: Final = ("baidu", "so360", "sogou", "shenma", "bing", "google")
NAMES: Final = {
    "baidu": "百度",
    "so360": "360 搜索",
    "sogou": "搜狗",
    "shenma": "神马",
    "bing": "必应",
    "google": "Google",
}
LARGEST: Final = 12 << 20
_GZIP = b"\x1f\x8b"


def read_results(engine: str, body: bytes, *, declared: str | None = None) -> ResultPage:
    """Understand a saved result page, plain or gzipped; ``declared`` is the charset its answer named.

    :raises KeyError: if there is no such engine
    """
    if engine not in ENGINES:
        raise KeyError(engine)
    unpacked, is_cut = _unpacked(body)
    if unpacked is None:
        return ResultPage(engine=engine, verdict=UNREADABLE, why="damaged archive", is_whole=False)
    if not is_monstrous(unpacked):
        return _whole(parser_of(engine)(unpacked, declared=declared), is_cut)
    part, is_cut_more = readable_part(unpacked)
    about = json.dumps({"engine": engine, "declared": declared}).encode()
    answer = run_alone("omos.connectors.results.child", about + b"\n" + part)
    if answer is None:
        return ResultPage(engine=engine, verdict=UNREADABLE, why="monstrous", is_whole=False)
    return _whole(_page(json.loads(answer)), is_cut or is_cut_more)


def parser_of(engine: str) -> Callable[..., ResultPage]:
    """The engine's ``parse_results``."""
    parser: Callable[..., ResultPage] = import_module(f"omos.connectors.{engine}.parse").parse_results
    return parser


def told_by(page: ResultPage) -> bytes:
    """A result page as JSON, to hand it from one process to another."""
    return json.dumps(asdict(page)).encode()


def _page(told: dict[str, Any]) -> ResultPage:
    for name in ("results", "instead"):
        told[name] = tuple(Result(**each) for each in told[name])
    return ResultPage(**told)


def _whole(page: ResultPage, is_cut: bool) -> ResultPage:
    return ResultPage(**{**page.__dict__, "is_whole": page.is_whole and not is_cut})


def _unpacked(body: bytes) -> tuple[bytes | None, bool]:
    """The page's bytes and whether some are left out; None for an archive of which nothing can be read."""
    if not body.startswith(_GZIP):
        return body[:LARGEST], len(body) > LARGEST
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
            content = file.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error):
        return None, True
    return content[:LARGEST], len(content) > LARGEST
