from __future__ import annotations

import time

from omos.connectors.outbound.errors import OutboundError


class Deadline:
    """One clock for a whole request: resolving, connecting, every redirect and every byte share it."""

    def __init__(self, seconds: float) -> None:
        self._start = time.monotonic()
        self._end = self._start + seconds

    @property
    def elapsed(self) -> float:
        """Seconds since the request began."""
        return time.monotonic() - self._start

    def remaining(self) -> float:
        """Seconds left.

        :raises OutboundError: if none is left
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise OutboundError("the page did not answer in time")
        return left
