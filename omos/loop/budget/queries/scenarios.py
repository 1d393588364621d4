"""Scenarios of a month, and the one that is adopted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, Max, QuerySet

from omos.loop.budget.inputs import Inputs, from_json
from omos.loop.budget.models import Budget
from omos.people.memory import once_a_view


@dataclass(frozen=True)
class AdoptedBudget:
    """The month's budget. `spend` and `revenue` in 分; `answers` as texts, money in yuan."""

    id: int
    month: date
    version: int
    name: str
    spend: int
    revenue: int
    inputs: Inputs
    answers: Mapping[str, str | None]
    made_by_name: str
    adopted_by_name: str
    adopted_at: datetime


@dataclass(frozen=True)
class Scenario:
    """One saved version of a month, adopted or not. `spend` and `revenue` in 分."""

    id: int
    month: date
    version: int
    name: str
    note: str
    is_adopted: bool
    spend: int
    revenue: int
    inputs: Inputs
    answers: Mapping[str, str | None]
    made_by_name: str
    made_at: datetime
    adopted_by_name: str
    adopted_at: datetime | None

    @property
    def was_adopted(self) -> bool:
        """Whether it is, or once was, the month's budget."""
        return self.adopted_at is not None

    def answer(self, name: str) -> Decimal | None:
        """One answer as a number; None where it is not known."""
        text = self.answers.get(name)
        return None if text is None else Decimal(text)


@once_a_view
def adopted(*, month: date) -> AdoptedBudget | None:
    """The budget adopted for the month a day lies in, or None."""
    row = _rows(month).filter(state=Budget.State.ADOPTED).first()
    return adopted_of([_scenario(row)]) if row else None


def adopted_of(versions: Iterable[Scenario]) -> AdoptedBudget | None:
    """The adopted one among versions read already, without asking again."""
    one = next((one for one in versions if one.is_adopted), None)
    if one is None or one.adopted_at is None:
        return None
    return AdoptedBudget(
        id=one.id,
        month=one.month,
        version=one.version,
        name=one.name,
        spend=one.spend,
        revenue=one.revenue,
        inputs=one.inputs,
        answers=one.answers,
        made_by_name=one.made_by_name,
        adopted_by_name=one.adopted_by_name,
        adopted_at=one.adopted_at,
    )


def scenarios(*, month: date) -> tuple[Scenario, ...]:
    """Every saved version of the month a day lies in: the adopted one first, then the latest first."""
    rows = sorted(_rows(month), key=lambda row: (not row.is_adopted, -row.version))
    return tuple(_scenario(row) for row in rows)


def scenario(*, budget_id: int) -> Scenario | None:
    """One saved version."""
    row = _every().filter(pk=budget_id).first()
    return _scenario(row) if row else None


def latest_before(*, month: date) -> Scenario | None:
    """What was last worked out for an earlier month, an adopted version before a mere draft."""
    earlier = _every().filter(month__lt=month.replace(day=1))
    row = earlier.order_by("-month", F("adopted_at").desc(nulls_last=True), "-version").first()
    return _scenario(row) if row else None


def next_version(*, month: date) -> int:
    """The number the next saved version of the month gets."""
    newest: int | None = Budget.objects.filter(month=month.replace(day=1)).aggregate(v=Max("version"))["v"]
    return (newest or 0) + 1


def _rows(month: date) -> QuerySet[Budget]:
    return _every().filter(month=month.replace(day=1))


def _every() -> QuerySet[Budget]:
    return Budget.objects.select_related("made_by", "adopted_by")


def _scenario(row: Budget) -> Scenario:
    return Scenario(
        id=row.pk,
        month=row.month,
        version=row.version,
        name=row.name,
        note=row.note,
        is_adopted=row.is_adopted,
        spend=row.spend,
        revenue=row.revenue,
        inputs=from_json(row.inputs),
        answers=row.answers,
        made_by_name=row.made_by.name if row.made_by else "",
        made_at=row.made_at,
        adopted_by_name=row.adopted_by.name if row.adopted_by else "",
        adopted_at=row.adopted_at,
    )
