"""Counts of answered requests since this process started, by route, status and time; numbers only, kept in memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate
from threading import Lock

# Upper ends of the time buckets, in seconds; the goals for pages are 0.04 (p50) and 0.1 (p95).
BUCKETS = (0.005, 0.015, 0.04, 0.1, 0.3, 1.0, 3.0, 10.0)


@dataclass
class RouteTraffic:
    """What one route has answered: by status, by bucket, and the seconds it took in all."""

    statuses: Counter[int] = field(default_factory=Counter)
    buckets: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    seconds: float = 0.0


_routes: dict[str, RouteTraffic] = {}
_lock = Lock()


def count(*, route: str, status: int, seconds: float) -> None:
    """Add one answered request."""
    bucket = next((index for index, end in enumerate(BUCKETS) if seconds <= end), len(BUCKETS))
    with _lock:
        traffic = _routes.setdefault(route or "unknown", RouteTraffic())
        traffic.statuses[status] += 1
        traffic.buckets[bucket] += 1
        traffic.seconds += seconds


def lines() -> list[str]:
    """The counts in Prometheus text form."""
    with _lock:
        routes = {
            name: RouteTraffic(Counter(one.statuses), list(one.buckets), one.seconds) for name, one in _routes.items()
        }
    written = [
        "# HELP omos_requests_total Requests answered, by route and status.",
        "# TYPE omos_requests_total counter",
    ]
    for name, one in sorted(routes.items()):
        for status, times in sorted(one.statuses.items()):
            written.append(f'omos_requests_total{{route="{name}",status="{status}"}} {times}')
    written += [
        "# HELP omos_request_seconds Time to answer, by route.",
        "# TYPE omos_request_seconds histogram",
    ]
    for name, one in sorted(routes.items()):
        written += _histogram(name, one)
    return written


def _histogram(name: str, one: RouteTraffic) -> list[str]:
    ends = [*(f"{end:g}" for end in BUCKETS), "+Inf"]
    sums = accumulate(one.buckets)
    return [
        *(
            f'omos_request_seconds_bucket{{route="{name}",le="{end}"}} {sum_}'
            for end, sum_ in zip(ends, sums, strict=True)
        ),
        f'omos_request_seconds_sum{{route="{name}"}} {one.seconds:.6f}',
        f'omos_request_seconds_count{{route="{name}"}} {sum(one.buckets)}',
    ]
