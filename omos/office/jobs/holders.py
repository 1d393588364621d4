"""Who holds a lease: a name for this process that no later process ever bears, and whether another one surely died."""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path

PROC = Path("/proc")


@cache
def _machine() -> str:
    """This boot of this machine and this process namespace: only here do process numbers mean the same."""
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        namespace = os.stat(PROC / "self/ns/pid").st_ino
    except OSError:
        return "elsewhere"
    return f"{boot.replace('-', '')[:16]}.{namespace}"


def _started(pid: int) -> str:
    """The start tick of a process, or nothing when there is no such process; zombies count as gone."""
    try:
        fields = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in {"Z", "X"} else fields[19]


def own_name() -> str:
    """The name of this process as a lease holder: machine, process, start, and a random part."""
    return f"{_machine()}.{os.getpid()}.{_started(os.getpid()) or '0'}.{secrets.token_hex(4)}"


def is_surely_dead(holder: str) -> bool:
    """Whether the holder ran on this very machine and is gone; others are given the benefit of their lease."""
    parts = holder.split(".")
    if len(parts) != 5 or ".".join(parts[:2]) != _machine() or not parts[2].isdigit():
        return False
    return _started(int(parts[2])) != parts[3]
