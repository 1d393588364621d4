"""Short codes of assignments: W47-031."""

from __future__ import annotations

from datetime import date

from django.db.models import F

from omos.loop.work.models import CodeCounter


def next_codes(day: date, count: int) -> list[tuple[str, int]]:
    """As many fresh (code, year) pairs for the week of that day; call inside a transaction.

    The update holds the counter's row until the transaction ends, so two planners never get the same number.
    """
    year, week, _weekday = day.isocalendar()
    counter = CodeCounter.objects.get_or_create(iso_year=year, iso_week=week)[0]
    CodeCounter.objects.filter(pk=counter.pk).update(last=F("last") + count)
    counter.refresh_from_db(fields=["last"])
    first = counter.last - count + 1
    return [(f"W{week:02d}-{number:03d}", year) for number in range(first, first + count)]
