"""How fast each kind of outlet may be spoken to, when it wants silence, and how long to wait after a failure. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

MINUTE = timedelta(minutes=1)
# Waiting after each failure to reach anybody; after the last one the message is given up.
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 30, 60))


@dataclass(frozen=True)
class Pace:
    """A token bucket: `burst` at once, then one `every` so long; any stretch T sees at most burst + T ÷ every."""

    burst: int
    every: timedelta

    @property
    def ahead(self) -> timedelta:
        """How far ahead of its pace the bucket may run."""
        return self.every * (self.burst - 1)

    def room(self, free_at: datetime | None, *, now: datetime) -> int:
        """How many tokens are left now."""
        if free_at is None or free_at <= now:
            return self.burst
        return max(0, (self.ahead - (free_at - now)) // self.every + 1)


# 企业微信 and 钉钉 take 20 a minute: 8 at once and one every six seconds make 18 in any minute.
TWENTY_A_MINUTE = Pace(burst=8, every=timedelta(seconds=6))
# 飞书 takes 5 a second and 100 a minute: 4 at once and one a second make 5 and 64.
FIVE_A_SECOND = Pace(burst=4, every=timedelta(seconds=1))
PACES = {
    "WECOM": TWENTY_A_MINUTE,
    "DINGTALK": TWENTY_A_MINUTE,
    "FEISHU": FIVE_A_SECOND,
    "WEBHOOK": Pace(burst=10, every=timedelta(seconds=1)),
    "MAIL": Pace(burst=10, every=timedelta(seconds=2)),
}
# 飞书 asks for silence when everybody's robots speak: it refuses then, whatever the pace.
CROWDED = {"FEISHU": (time(10, 0), time(17, 30))}
CROWDED_FOR = timedelta(minutes=3)


def is_quiet(at: time, *, quiet_from: time, quiet_until: time) -> bool:
    """Whether a time of day lies in the quiet hours, which usually run over midnight; equal ends mean never."""
    if quiet_from <= quiet_until:
        return quiet_from <= at < quiet_until
    return at >= quiet_from or at < quiet_until


def is_crowded(kind: str, at: datetime) -> bool:
    """Whether the service is overrun at this minute of the company's day."""
    return any(
        timedelta(0) <= at - datetime.combine(at.date(), busy, tzinfo=at.tzinfo) < CROWDED_FOR
        for busy in CROWDED.get(kind, ())
    )


def next_try(attempts: int, *, now: datetime) -> datetime | None:
    """When to try again after so many attempts; None when enough were made."""
    return now + BACKOFF[attempts - 1] if 0 < attempts <= len(BACKOFF) else None
