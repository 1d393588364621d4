"""Whether the sums kept beside the facts are what the facts say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Sum

from omos.loop.ledger.models import DIMENSION_FIELDS, DayTotal, Fact

_KEY = ("day", "source", *DIMENSION_FIELDS)
_Sums = tuple[int, int, int]


@dataclass(frozen=True)
class Drift:
    """A sum that is not what its facts say: value, how many lines stand, how many facts; kept and true."""

    measure: str
    day: date
    source: str
    kept: _Sums
    true: _Sums


def drifted_sums() -> tuple[Drift, ...]:
    """Every sum that differs from its facts, measure by measure; none as long as all is well."""
    measures = {*Fact.objects.order_by().values_list("measure", flat=True).distinct()}
    measures |= {*DayTotal.objects.order_by().values_list("measure", flat=True).distinct()}
    return tuple(drift for measure in sorted(measures) for drift in _drifted(measure))


def _drifted(measure: str) -> Iterator[Drift]:
    facts = Fact.objects.filter(measure=measure).order_by().values_list(*_KEY)
    true = dict(map(_split, facts.annotate(v=Sum("value"), s=Sum("standing"), n=Count("id")).iterator()))
    rows = DayTotal.objects.filter(measure=measure).values_list(*_KEY, "value", "standing", "entries")
    kept = dict(map(_split, rows.iterator()))
    for key in sorted({*true, *kept}, key=str):
        pair = kept.get(key, (0, 0, 0)), true.get(key, (0, 0, 0))
        if pair[0] != pair[1]:
            yield Drift(measure, key[0], key[1], *pair)


def _split(row: tuple[Any, ...]) -> tuple[tuple[Any, ...], _Sums]:
    """Key and sums; what has no dimension is 0 in one table and empty in the other."""
    day, source, *dimensions = row[: len(_KEY)]
    value, standing, entries = row[len(_KEY) :]
    return (day, source, *(one or 0 for one in dimensions)), (value, standing, entries)
