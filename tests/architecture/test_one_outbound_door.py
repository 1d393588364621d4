"""Everything that leaves the machine by HTTP passes omos/connectors: nobody else may import a way out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOOR = "omos/connectors"
WAYS_OUT = frozenset(
    {
        "aiohttp",
        "asyncio.open_connection",
        "feedparser",
        "ftplib",
        "http.client",
        "httpcore",
        "httpx",
        "imaplib",
        "nntplib",
        "paramiko",
        "poplib",
        "pycurl",
        "requests",
        "smtplib",
        "socket",
        "socketserver",
        "ssl",
        "telnetlib",
        "trafilatura.downloads",
        "trafilatura.fetch_response",
        "trafilatura.fetch_url",
        "trafilatura.sitemaps",
        "trafilatura.spider",
        "urllib.request",
        "urllib3",
        "websocket",
        "websockets",
        "xmlrpc.client",
    }
)
# file -> import -> why it opens no way around the door
EXCEPTIONS: dict[str, dict[str, str]] = {
    "omos/cli/up.py": {"socket": "asks whether its own port is free and whether its own server answers"},
}


def ways_out(source: str) -> Iterator[str]:
    """The forbidden imports of a module, also those written as a call."""
    for node in ast.walk(ast.parse(source)):
        yield from (name for name in _imported(node) if _is_way_out(name))


def _imported(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (name.name for name in names)
        case ast.ImportFrom(module=str(module), names=names, level=0):
            yield module
            yield from (f"{module}.{name.name}" for name in names)
        case ast.Call(
            func=ast.Name(id="__import__") | ast.Attribute(attr="import_module") | ast.Name(id="import_module"),
            args=[ast.Constant(value=str(name)), *_],
        ):
            yield name
        case ast.Attribute(value=ast.Name(id=owner), attr=attr) if f"{owner}.{attr}" in WAYS_OUT:
            yield f"{owner}.{attr}"


def _is_way_out(name: str) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:length]) in WAYS_OUT for length in range(1, len(parts) + 1))


def modules() -> list[Path]:
    """Every module that runs in an installation, except those of the door itself and tests beside the code."""
    found = sorted((ROOT / "omos").rglob("*.py"))
    return [path for path in found if "tests" not in path.parts and not _name(path).startswith(f"{DOOR}/")]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", modules(), ids=_name)
def test_no_module_leaves_by_another_door(path: Path) -> None:
    found = set(ways_out(path.read_text(encoding="utf-8")))

    assert {name for name in found if name not in EXCEPTIONS.get(_name(path), {})} == set()


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_an_exception_is_still_needed(name: str) -> None:
    assert set(EXCEPTIONS[name]) <= set(ways_out((ROOT / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "line",
    [
        "import httpx",
        "import requests as r",
        "import urllib.request",
        "from urllib import request",
        "from urllib.request import urlopen",
        "from http import client",
        "import http.client",
        "def late():\n    import socket",
        "from socket import create_connection",
        "import importlib\nimportlib.import_module('httpx')",
        "__import__('requests')",
        "from trafilatura import fetch_url",
        "import trafilatura\ntrafilatura.fetch_url('x')",
        "import asyncio\nasyncio.open_connection('x', 1)",
    ],
)
def test_a_way_out_is_seen(line: str) -> None:
    assert list(ways_out(line))


@pytest.mark.parametrize(
    "line",
    [
        "from urllib.parse import urlsplit",
        "from http import HTTPStatus",
        "from omos.connectors.outbound import fetch",
        "from trafilatura import bare_extraction",
        "import asyncio",
        "self.socket.close()",
        "requests = []\nrequests.append(1)",
    ],
)
def test_what_is_no_way_out_is_left_alone(line: str) -> None:
    assert not list(ways_out(line))
