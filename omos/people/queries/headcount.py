"""The organisation form (S139): positions, how many, who, from when, for what pay; and what the team costs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from omos.people.default_positions import OLD_PAY_EXAMPLES
from omos.people.masking import HIDDEN
from omos.people.models import Headcount, Position, Staff, Website
from omos.people.policy import is_cleared
from omos.people.queries.organisation import people_here
from omos.people.queries.scope import staff_in_scope
from omos.people.viewer import Viewer

PAY_FIELDS = ("people.Headcount.pay_low", "people.Headcount.pay_high")


@dataclass(frozen=True)
class FormRow:
    """One position of the form, as the viewer may see it; pay is monthly, in 分."""

    position_id: int
    position: str
    wanted: int
    names: tuple[str, ...]
    due_on: date | None
    is_due_from_launch: bool
    offset_days: int
    is_late: bool
    kind: str
    kind_label: str
    pay_low: int | None
    pay_high: int | None
    hidden_pay: str
    base_pay_share: int
    # Yuan a month in the source's example of 2011–2013; only ever shown as that.
    old_example: tuple[int, int] | None
    note: str

    @property
    def filled(self) -> int:
        return len(self.names)

    @property
    def missing(self) -> int:
        return max(0, self.wanted - self.filled)


@dataclass(frozen=True)
class Cost:
    """What the posts with a known pay range cost a month, and the base part of it (分)."""

    low: int
    high: int
    base_low: int
    base_high: int


@dataclass(frozen=True)
class OrganisationForm:
    """The whole form; `cost` is None where nothing is known or the viewer is not cleared for pay."""

    rows: tuple[FormRow, ...]
    launched_on: date | None
    cost: Cost | None
    rows_without_pay: int

    @property
    def wanted(self) -> int:
        return sum(row.wanted for row in self.rows)

    @property
    def filled(self) -> int:
        return sum(row.filled for row in self.rows)


def organisation_form(*, viewer: Viewer, today: date) -> OrganisationForm:
    """The organisation form with names in scope, due dates from the launch of the first website, cost of the team."""
    launched_on = (
        Website.objects.filter(is_active=True, launched_on__isnull=False)
        .order_by("launched_on")
        .values_list("launched_on", flat=True)
        .first()
    )
    names: dict[int, list[str]] = {}
    for person in people_here(staff_in_scope(viewer=viewer, verb="people.view_organisation"), today):
        names.setdefault(person.position_id, []).append(_name(person))
    sees_pay = all(is_cleared(viewer, field) for field in PAY_FIELDS)
    heads = Headcount.objects.select_related("position").order_by("position__sort_order", "position_id")
    rows = tuple(_row(head, tuple(names.get(head.position_id, ())), launched_on, today, sees_pay) for head in heads)
    return OrganisationForm(
        rows=rows,
        launched_on=launched_on,
        cost=cost_of(rows) if sees_pay else None,
        rows_without_pay=sum(row.pay_low is None for row in rows),
    )


def _name(person: Staff) -> str:
    return person.name if person.kind == Staff.Kind.EMPLOYED else f"{person.name} ({person.get_kind_display()})"


def _row(head: Headcount, names: tuple[str, ...], launched_on: date | None, today: date, sees_pay: bool) -> FormRow:
    position = head.position
    due_on = head.due_on or due_date(position, launched_on)
    return FormRow(
        position_id=position.pk,
        position=position.name,
        wanted=head.wanted,
        names=names,
        due_on=due_on,
        is_due_from_launch=head.due_on is None,
        offset_days=position.arrival_offset_days,
        is_late=due_on is not None and due_on < today and len(names) < head.wanted,
        kind=head.kind,
        kind_label=head.get_kind_display(),
        pay_low=head.pay_low if sees_pay else None,
        pay_high=head.pay_high if sees_pay else None,
        hidden_pay="" if sees_pay or head.pay_low is None else HIDDEN,
        base_pay_share=position.base_pay_share,
        old_example=OLD_PAY_EXAMPLES.get(position.code),
        note=head.note,
    )


def due_date(position: Position, launched_on: date | None) -> date | None:
    """When the post must be filled: the launch and so many days before or after (S140); unknown without a launch."""
    return launched_on + timedelta(days=position.arrival_offset_days) if launched_on else None


def cost_of(rows: Iterable[FormRow]) -> Cost | None:
    """Pay × how many, over the rows whose range is known; base pay is its share of it, rounded down to 分."""
    known = [
        (row.wanted * row.pay_low, row.wanted * (row.pay_high or row.pay_low), row.base_pay_share)
        for row in rows
        if row.pay_low is not None
    ]
    if not known:
        return None
    return Cost(
        low=sum(low for low, _high, _share in known),
        high=sum(high for _low, high, _share in known),
        base_low=sum(low * share // 100 for low, _high, share in known),
        base_high=sum(high * share // 100 for _low, high, share in known),
    )


def headcount_row(position_id: int) -> Headcount | None:
    """A position's row of the form, or None."""
    return Headcount.objects.filter(position_id=position_id).first()


def positions_without_headcount() -> QuerySet[Position]:
    """Positions in use that may still be added to the form."""
    in_form = Headcount.objects.values("position_id")
    return Position.objects.filter(is_active=True).exclude(pk__in=in_form).order_by("sort_order", "id")
