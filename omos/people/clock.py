"""The one clock of views and jobs; `OMOS_NOW` freezes it in demo and tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """This moment, aware; the frozen one where `OMOS_NOW` is set."""
    frozen: datetime | None = settings.OMOS_NOW
    return frozen or timezone.now()


def real_now() -> datetime:
    """The true moment, for sessions and throttles: a frozen clock must keep no door open and none shut."""
    return timezone.now()


def today(tz: str | None = None) -> date:
    """The calendar day of this moment in the company's time zone (or the one named)."""
    return local_day(now(), tz=tz)


def local_day(moment: datetime, *, tz: str | None = None) -> date:
    """The calendar day of a moment in the company's time zone (or the one named)."""
    return moment.astimezone(ZoneInfo(tz or company_time_zone())).date()


def company_time_zone() -> str:
    """The company's time zone: the one the request or job works in (`in_company_time`), else the setting's."""
    return timezone.get_current_timezone_name()


@contextmanager
def in_company_time(tz: str) -> Iterator[None]:
    """Work in the company's time zone: days are cut and moments are shown by it."""
    with timezone.override(ZoneInfo(tz)):
        yield
