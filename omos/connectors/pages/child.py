"""Reads one monstrous page: its description and bytes come by standard input, the page leaves by standard output."""

from __future__ import annotations

import json
import resource
import sys

from omos.connectors.pages.parse import parse_page
from omos.connectors.pages.reading import PATIENCE, told_by

_MEMORY = 1_500_000_000


def bound() -> None:
    """Bound this process's memory and processor time."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(PATIENCE), int(PATIENCE)))


def main() -> None:
    """Bound memory and processor time, then read."""
    bound()
    about, _, body = sys.stdin.buffer.read().partition(b"\n")
    told = json.loads(about)
    headers = [(str(name), str(value)) for name, value in told.pop("headers")]
    sys.stdout.buffer.write(told_by(parse_page(body, headers, told.pop("url"), **told)))


if __name__ == "__main__":
    main()
