"""`python -m omos.cli`: the same as `omos`, for child processes."""

from __future__ import annotations

import sys

from omos.cli import main

sys.exit(main())
