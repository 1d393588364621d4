"""Memory at rest of everything `omos up` starts, ours against one bare Django process. Goal: 220 MiB in all."""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

from bench._serving import (
    BARE,
    environment,
    free_port,
    prepared_folder,
    served,
    status_of,
    tree,
    wait_for_answer,
    weight,
)

ROUNDS = 3
GOAL = 220
REST = 8.0


def main() -> None:
    """Print the medians of three alternating rounds, in MiB of proportional set size."""
    bare: list[float] = []
    ours: list[list[float]] = []
    with prepared_folder() as folder:
        for _ in range(ROUNDS):
            bare.append(sum(_weights([sys.executable, "-c", BARE], folder, is_bare=True)))
            ours.append(_weights([sys.executable, "-m", "omos.cli", "up"], folder))
    totals = [sum(parts) for parts in ours]
    print(f"load {os.getloadavg()[0]:.1f}, {ROUNDS} rounds; MiB (PSS), median (least – most)")
    print(f"  bare Django      {statistics.median(bare):6.1f}  ({min(bare):.1f} – {max(bare):.1f})")
    print(f"  omos up          {statistics.median(totals):6.1f}  ({min(totals):.1f} – {max(totals):.1f})")
    print("    supervisor, web, worker: " + ", ".join(f"{part:.1f}" for part in ours[-1]))
    verdict = "within" if statistics.median(totals) <= GOAL else "MISSES"
    ratio = statistics.median(totals) / statistics.median(bare)
    print(f"  omos up : bare Django: {ratio:.2f}x; {verdict} the goal of {GOAL} MiB")


def _weights(command: list[str], folder: Path, *, is_bare: bool = False) -> list[float]:
    """Weight of each process after some pages and a rest."""
    port = free_port()
    settings = environment(folder, OMOS_BIND=f"127.0.0.1:{port}")
    with served([*command, str(port)] if is_bare else command, settings) as process:
        wait_for_answer(port)
        for _ in range(20):
            status_of(port, "/healthz" if is_bare else "/sign-in/")
        time.sleep(REST)
        return [weight(pid) for pid in tree(process.pid)]


if __name__ == "__main__":
    main()
