from __future__ import annotations

from hypothesis import settings

# The same cases every time, and no stop-watch: a busy machine is no fault of a formula.
settings.register_profile("formulas", deadline=None, derandomize=True)
settings.load_profile("formulas")
