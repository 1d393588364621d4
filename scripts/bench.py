"""Run every benchmark in `bench/`, or those named: each prints ours, the peer or the limit, and the ratio."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(names: list[str]) -> int:
    """Run them one after another, so that none disturbs another; answer 1 if one failed or there is none."""
    files = [path for path in sorted((ROOT / "bench").glob("[a-z]*.py")) if not names or path.stem in names]
    failed = [path.name for path in files if not _runs(path)]
    for name in failed:
        print(f"bench: {name} failed")
    print(f"bench: {len(files) - len(failed)} of {len(files)} ran")
    return 1 if failed or not files else 0


def _runs(path: Path) -> bool:
    started = time.monotonic()
    print(f"\n== {path.stem}", flush=True)
    code = subprocess.run([sys.executable, "-m", f"bench.{path.stem}"], cwd=ROOT, check=False).returncode
    print(f"   ({time.monotonic() - started:.0f} s)", flush=True)
    return code == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
