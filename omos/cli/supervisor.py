"""One process that keeps the others alive: starts them, restarts the dead with growing pauses, stops all cleanly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from omos.cli.speech import REFUSED, complain

# Exit code of a child that must not be started again: the environment is wrong, not the moment.
CONFIGURATION_IS_WRONG = 78
STOP_WITHIN = 4.5
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
STEADY_AFTER = 60.0
# Not called OMOS_*: the settings refuse names they do not know.
LIFELINE = "LIFELINE_FD"


@dataclass
class Child:
    """One kept process and how its restarts went."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    pause: float = FIRST_PAUSE
    starts: int = 0

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass
class Supervisor:
    """Keeps its children; `on_tick` is called several times a second."""

    children: Sequence[Child]
    on_tick: Callable[[], None] = lambda: None
    lifeline: tuple[int, int] = field(default_factory=os.pipe)
    is_stopping: bool = False

    def run(self) -> int:
        """Serve until a signal comes or a child says the environment is wrong; the answer is the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        code = 0
        try:
            while not self.is_stopping and not code:
                code = self._tend()
                self.on_tick()
                time.sleep(0.05)
        finally:
            self.stop()
        return code

    def _ask_to_stop(self, number: int, frame: object) -> None:
        self.is_stopping = True

    def _tend(self) -> int:
        """Start what is not running and due; nonzero when a child refuses to run at all."""
        now = time.monotonic()
        for child in self.children:
            if child.is_alive:
                continue
            if child.process is not None and child.process.returncode == CONFIGURATION_IS_WRONG:
                return REFUSED
            if child.process is not None:
                self._plan_restart(child, now)
            if now >= child.start_again_at:
                self._start(child, now)
        return 0

    def _plan_restart(self, child: Child, now: float) -> None:
        code = child.process.returncode if child.process else 0
        if now - child.started_at > STEADY_AFTER:
            child.pause = FIRST_PAUSE
        complain(f"{child.name} ended ({code}); it starts again in {child.pause:g} s")
        child.start_again_at, child.process = now + child.pause, None
        child.pause = min(child.pause * 2, LONGEST_PAUSE)

    def _start(self, child: Child, now: float) -> None:
        # A pipe nobody writes to: it closes when we die, however we die, and the child then stops by itself.
        environment = {**os.environ, LIFELINE: str(self.lifeline[0])}
        child.process = subprocess.Popen(
            child.command,
            env=environment,
            pass_fds=[self.lifeline[0]],
            stdin=subprocess.DEVNULL,
            # Ctrl-C in the terminal reaches us alone; we stop the children in order.
            start_new_session=True,
        )
        child.started_at, child.starts = now, child.starts + 1

    def stop(self) -> None:
        """Ask all to stop, wait a moment, end those that do not."""
        alive = [child.process for child in self.children if child.process is not None and child.is_alive]
        for process in alive:
            process.terminate()
        deadline = time.monotonic() + STOP_WITHIN
        for process in alive:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        os.close(self.lifeline[1])
        os.close(self.lifeline[0])


def child_command(name: str) -> list[str]:
    """How a part of OMOS is started as a process of its own."""
    return [sys.executable, "-m", "omos.cli", "child", name]
