"""What `make check` runs: style, types, architecture, pages, translations, migrations. Two at a time, slowest first."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Check:
    """One tool and how it is called."""

    name: str
    command: tuple[str, ...]


CHECKS = (
    Check("mypy", ("mypy",)),
    Check("djlint", ("djlint", "--quiet", "--lint", "omos")),
    Check("lint-imports", ("lint-imports", "--no-logo")),
    Check("migrations", ("python", "manage.py", "makemigrations", "--check", "--dry-run")),
    Check("ruff check", ("ruff", "check", "--quiet", ".")),
    Check("ruff format", ("ruff", "format", "--check", "--quiet", ".")),
    Check("translations", ("python", "scripts/translations.py", "check")),
    Check("pages name known icons", ("python", "scripts/assets.py", "--strict")),
)


def run(check: Check) -> tuple[Check, int, str, float]:
    """The check, its exit code, what it printed, and its seconds."""
    started = time.monotonic()
    done = subprocess.run(
        [BIN / check.command[0], *check.command[1:]],
        cwd=ROOT,
        env=os.environ | {"OMOS_MODE": "test"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return check, done.returncode, done.stdout, time.monotonic() - started


def main() -> int:
    """Run all, print what failed, and answer 1 if any did."""
    failed = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for check, code, output, seconds in pool.map(run, CHECKS):
            print(f"  {'ok ' if code == 0 else 'NO '} {check.name:24} {seconds:5.1f} s", flush=True)
            if code:
                failed.append(check.name)
                print(output.rstrip(), flush=True)
    print("check: " + (f"{', '.join(failed)} failed" if failed else f"{len(CHECKS)} passed"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
