"""What the command says, and how it says no."""

from __future__ import annotations

import os
import sys
from typing import TextIO

REFUSED = 2
RED = "\033[31;1m"
YELLOW = "\033[33m"
PLAIN = "\033[0m"


class Refused(Exception):
    """Something outside is not as it must be; the message is one clear line for the person at the keyboard."""


def say(text: str = "") -> None:
    """One line on standard output."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """One line on standard error."""
    sys.stderr.write(f"omos: {text}\n")
    sys.stderr.flush()


def coloured(text: str, colour: str, stream: TextIO | None = None) -> str:
    """The text in a colour where a person looks at a terminal, plain in files and pipes."""
    target = stream or sys.stdout
    is_wanted = bool(os.environ.get("FORCE_COLOR")) or (target.isatty() and "NO_COLOR" not in os.environ)
    return f"{colour}{text}{PLAIN}" if is_wanted else text


def size(count: float) -> str:
    """Bytes as people say them: 1.5 MB."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"
