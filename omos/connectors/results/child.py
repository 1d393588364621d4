"""Reads one monstrous result page: it comes by standard input, what it says leaves by standard output."""

from __future__ import annotations

import json
import sys

from omos.connectors.pages.child import bound
from omos.connectors.results.engines import parser_of, told_by


def main() -> None:
    """Bound memory and processor time, then read."""
    bound()
    about, _, body = sys.stdin.buffer.read().partition(b"\n")
    told = json.loads(about)
    sys.stdout.buffer.write(told_by(parser_of(told["engine"])(body, declared=told["declared"])))


if __name__ == "__main__":
    main()
