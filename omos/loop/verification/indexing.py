"""What stands of a page at an engine, worked out from all looks at it: pure, whatever order the looks came in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from omos.loop.verification.models import Verdict
from omos.people.clock import local_day

NOT_LOOKED = "nobody has looked yet"


@dataclass(frozen=True)
class Seen:
    """One look: its verdict, why, and when the engine was looked at."""

    verdict: str
    reason: str
    at: datetime
    source: str = ""
    rank: int | None = None


@dataclass(frozen=True)
class AtEngine:
    """What stands: the newest verdict that was found, since when, and the newest try of all."""

    verdict: str = Verdict.UNKNOWN
    reason: str = NOT_LOOKED
    source: str = ""
    rank: int | None = None
    first_seen_on: date | None = None
    last_seen_on: date | None = None
    lost_on: date | None = None
    decided_at: datetime | None = None
    tried_at: datetime | None = None
    tried_reason: str = ""


def at_engine(looks: Iterable[Seen]) -> AtEngine:
    """What all looks together say: a look that found nothing out changes no verdict that was found before."""
    # Of two looks at the same moment the one that saw the page wins: it is there.
    tries = sorted(looks, key=lambda look: (look.at, look.verdict == Verdict.YES))
    if not tries:
        return AtEngine()
    found = [look for look in tries if look.verdict != Verdict.UNKNOWN]
    newest = (found or tries)[-1]
    seen_on = [local_day(look.at) for look in found if look.verdict == Verdict.YES]
    return AtEngine(
        verdict=newest.verdict,
        reason=newest.reason,
        source=newest.source,
        rank=newest.rank,
        first_seen_on=next(iter(seen_on), None),
        last_seen_on=next(reversed(seen_on), None),
        lost_on=_lost_on(found),
        decided_at=newest.at if found else None,
        tried_at=tries[-1].at,
        tried_reason=tries[-1].reason,
    )


def _lost_on(found: list[Seen]) -> date | None:
    """The first day on which the page was gone after it was last seen; None where it stands or never stood."""
    places = [place for place, look in enumerate(found) if look.verdict == Verdict.YES]
    after = found[places[-1] + 1 :] if places else []
    return local_day(after[0].at) if after else None
