"""The `omos` command: everything one does to an installation from the shell.

In: `OMOS_*` settings and what was typed.
Out: the work done, or one clear line when something is wrong (exit code 2), never a stack trace.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from omos import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the answer is the exit code: 0 done, 1 checks failed, 2 refused with a reason."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments in (["version"], ["--version"]):
        # Asked by scripts again and again: answered before anything heavy is loaded.
        sys.stdout.write(f"omos {__version__}\n")
        return 0
    from omos.cli.commands import run

    return run(arguments)
