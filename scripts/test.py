"""The test run, stage by stage, with the minutes each took. `scripts/test.sh` sets up first and then calls this.

python -m scripts.test [--all] [check] [sqlite] [postgres] [journeys]
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from scripts.postgres import private_server

ROOT = Path(__file__).resolve().parent.parent
JOURNEYS = "tests/journeys"
# What can differ between the two databases; `make test-all` runs everything on both.
ON_POSTGRES = "(postgres or concurrency or migration or constraint or queries) and not slow"
LIMIT = 45 * 60  # seconds after which a stage hangs rather than works


@dataclass(frozen=True)
class Outcome:
    """How a stage ended: counted tests, and whether it may be called good."""

    name: str
    seconds: float
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    is_good: bool = True

    @property
    def line(self) -> str:
        """The stage as a line of the table."""
        counts = f"{self.passed:8}{self.failed:8}{self.skipped:9}"
        return f"{self.name:10}{self.seconds / 60:9.1f}{counts}  {'ok' if self.is_good else 'FAILED'}"


def run_pytest(name: str, arguments: Iterable[str], environ: dict[str, str] | None = None) -> Outcome:
    """Run pytest over two processes; a run without any test is not good."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        code = _call(["-m", "pytest", "-q", f"--junitxml={report}", *arguments], environ)
        passed, failed, skipped = _counts(report)
    return Outcome(name, time.monotonic() - started, passed, failed, skipped, is_good=code == 0 and passed > 0)


def _call(arguments: list[str], environ: dict[str, str] | None = None) -> int:
    try:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=os.environ | (environ or {}),
            stdin=subprocess.DEVNULL,
            timeout=LIMIT,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        print(f"stopped after {LIMIT // 60} minutes", flush=True)
        return 1


def _counts(report: Path) -> tuple[int, int, int]:
    if not report.exists():
        return 0, 0, 0
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))
    total, failures, errors, skipped = (
        sum(int(suite.get(name, "0")) for suite in suites) for name in ("tests", "failures", "errors", "skipped")
    )
    failed = failures + errors
    return max(total - failed - skipped, 0), failed, skipped


def check(*, is_long: bool) -> Outcome:
    """Style, types, architecture, translations, migrations."""
    started = time.monotonic()
    code = _call(["-m", "scripts.check"])
    return Outcome("check", time.monotonic() - started, is_good=code == 0)


def sqlite(*, is_long: bool) -> Outcome:
    """Everything but the journeys, on SQLite."""
    chosen = [] if is_long else ["-m", "not slow"]
    return run_pytest("sqlite", ["-n", "2", "--dist", "loadfile", f"--ignore={JOURNEYS}", *chosen])


def postgres(*, is_long: bool) -> Outcome:
    """What may differ on PostgreSQL, on a server of its own."""
    started = time.monotonic()
    chosen = [] if is_long else ["-m", ON_POSTGRES]
    with private_server() as address:
        outcome = run_pytest(
            "postgres",
            ["-n", "2", "--dist", "loadfile", f"--ignore={JOURNEYS}", *chosen],
            {"OMOS_DATABASE_URL": address},
        )
    return Outcome(**{**vars(outcome), "seconds": time.monotonic() - started})


def journeys(*, is_long: bool) -> Outcome:
    """Whole working days in Chromium on the served demo."""
    return run_pytest("journeys", [JOURNEYS, *([] if is_long else ["-m", "not slow"])])


STAGES: dict[str, Callable[..., Outcome]] = {
    "check": check,
    "sqlite": sqlite,
    "postgres": postgres,
    "journeys": journeys,
}


def report(outcomes: list[Outcome]) -> int:
    """Print minutes per stage and the totals; answer 1 unless all is good."""
    print("\nstage       minutes  passed  failed  skipped")
    for outcome in outcomes:
        print(outcome.line)
    print(f"{'together':10}{sum(outcome.seconds for outcome in outcomes) / 60:9.1f}")
    passed, failed, skipped = (sum(getattr(one, name) for one in outcomes) for name in ("passed", "failed", "skipped"))
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 0 if all(outcome.is_good for outcome in outcomes) and passed else 1


def main() -> int:
    """Run the stages asked for, all of them by default, in order."""
    parser = argparse.ArgumentParser(description="Run the tests stage by stage.")
    parser.add_argument("stages", nargs="*", metavar="stage", help=", ".join(STAGES))
    parser.add_argument("--all", action="store_true", help="everything on both databases, slow tests included")
    parser.add_argument("--set-up-took", type=float, default=0, help="seconds the set-up took, for the table")
    asked = parser.parse_args()
    unknown = set(asked.stages) - set(STAGES)
    if unknown:
        parser.error(f"no such stage: {', '.join(sorted(unknown))}")
    # Stopping the run must stop the database as well.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    outcomes = [Outcome("set-up", asked.set_up_took)]
    for name in asked.stages or STAGES:
        print(f"\n=== {name}", flush=True)
        outcomes.append(STAGES[name](is_long=asked.all))
    return report(outcomes)


if __name__ == "__main__":
    sys.exit(main())
