"""From start to the first 200, ours against a bare Django page under the same server; and `omos --version`.

Goals: pages within 1.5 s, collector within 0.4 s, version within 0.15 s.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench._serving import BARE, environment, free_port, prepared_folder, served, wait_for_answer

ROUNDS = 3


def main() -> None:
    """Print the medians of three alternating rounds."""
    with prepared_folder() as folder:
        ways: dict[str, Callable[[], float]] = {
            "bare Django": lambda: _served([sys.executable, "-c", BARE], folder, is_bare=True),
            "omos up": lambda: _served([sys.executable, "-m", "omos.cli", "up"], folder),
            "collector": lambda: _served([sys.executable, "-m", "omos.cli", "child", "collector"], folder),
            "python -c pass": lambda: _run([sys.executable, "-c", "pass"], folder),
            "omos --version": lambda: _run([sys.executable, "-m", "omos.cli", "--version"], folder),
        }
        times: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, way in ways.items():
                times[name].append(way())
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, {ROUNDS} rounds; seconds, median (least – most)")
    for name, found in times.items():
        print(f"  {name:<16} {statistics.median(found):6.3f}  ({min(found):.3f} – {max(found):.3f})")
    _compare("omos up : bare Django", times["omos up"], times["bare Django"], 1.5)
    _compare("omos --version : python -c pass", times["omos --version"], times["python -c pass"], 0.15)
    _compare("collector : bare Django", times["collector"], times["bare Django"], 0.4)


def _served(command: list[str], folder: Path, *, is_bare: bool = False) -> float:
    port = free_port()
    settings = environment(folder, OMOS_BIND=f"127.0.0.1:{port}")
    if command[-1] == "collector":
        settings = environment(folder, OMOS_COLLECTOR_BIND=f"127.0.0.1:{port}")
    began = time.perf_counter()
    with served([*command, str(port)] if is_bare else command, settings):
        wait_for_answer(port)
        return time.perf_counter() - began


def _run(command: list[str], folder: Path) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=environment(folder), check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def _compare(what: str, ours: list[float], limit: list[float], goal: float) -> None:
    ratio = statistics.median(ours) / statistics.median(limit)
    verdict = "within" if statistics.median(ours) <= goal else "MISSES"
    print(f"  {what}: {ratio:.2f}x; {verdict} the goal of {goal} s")


if __name__ == "__main__":
    main()
