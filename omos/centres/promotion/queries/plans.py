"""What booking an upload of advertising would do: line by line, day by day beside what stands, nothing changed yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from omos.centres.promotion.models import AdLine, Upload
from omos.centres.promotion.queries.drafts import FIGURES, RANK, Draft, drafts_of
from omos.connectors.adreports.reading import Reading
from omos.loop.ledger import queries as ledger

Days = Mapping[date, "DayPlan"]


@dataclass
class DayPlan:
    """One day of a report: its spend in 分, what stands of it now, what was typed into the daily data sheet."""

    day: date
    rows: int = 0
    spend: int | None = None
    clicks: int | None = None
    standing_spend: int | None = None
    standing_level: str = ""
    typed_spend: int | None = None
    # What other machines have posted for this channel, in 分: it counts beside the report.
    other_spend: int = 0
    is_kept: bool = False

    @property
    def change(self) -> int | None:
        """By how much the day's spend differs from what stands; None where nothing stands."""
        return None if self.standing_spend is None else (self.spend or 0) - self.standing_spend

    @property
    def typed_difference(self) -> int | None:
        """By how much the report differs from what was typed, in 分; None where nothing was."""
        return None if self.typed_spend is None else (self.spend or 0) - self.typed_spend


@dataclass
class Plan:
    """What booking would add, change, leave and withdraw."""

    new: list[Draft] = field(default_factory=list)
    changed: list[Draft] = field(default_factory=list)
    same: list[Draft] = field(default_factory=list)
    # Finer lines stand for their days and stay.
    kept: list[Draft] = field(default_factory=list)
    withdrawn: list[AdLine] = field(default_factory=list)
    # Lines of earlier files whose place would be taken, those withdrawn among them.
    replaced: list[AdLine] = field(default_factory=list)
    days: dict[date, DayPlan] = field(default_factory=dict)

    @property
    def withdrawn_spend(self) -> int:
        """Spend of the lines that would be withdrawn, in 分."""
        return sum(line.spend or 0 for line in self.withdrawn)

    def rows(self, part: str) -> int:
        """How many rows of the file end in a part of the plan."""
        drafts: list[Draft] = getattr(self, part)
        return sum(len(one.numbers) for one in drafts)

    def outcomes(self) -> dict[int, str]:
        """What becomes of each row that can be booked, by its number in the file."""
        named = (("added", self.new), ("updated", self.changed), ("unchanged", self.same), ("finer_stands", self.kept))
        return {number: name for name, drafts in named for draft in drafts for number in draft.numbers}


def plan_of(upload: Upload, reading: Reading) -> Plan:
    """What booking this upload would do now. Three queries."""
    drafts = drafts_of(reading, upload)
    plan = Plan(days=_days(drafts))
    if not drafts:
        return plan
    standing = _standing(upload, drafts)
    _note_standing(plan.days, standing)
    _note_typed(plan.days, upload.channel_id)
    kept_days = set() if upload.replaces_finer else _days_with_finer(drafts[0].level, standing)
    by_key = {line.key: line for line in standing}
    for draft in drafts:
        if draft.day in kept_days:
            plan.days[draft.day].is_kept = True
            plan.kept.append(draft)
        else:
            _sort(plan, draft, by_key.get(draft.key), upload.channel_id)
    plan.withdrawn = list(_withdrawn(upload, drafts, standing, kept_days))
    written = {draft.key for draft in (*plan.changed, *plan.same)}
    plan.replaced = plan.withdrawn + [line for line in standing if line.key in written]
    return plan


def _sort(plan: Plan, draft: Draft, line: AdLine | None, channel_id: int | None) -> None:
    if line is None:
        plan.new.append(draft)
    elif line.channel_id == channel_id and all(getattr(line, name) == getattr(draft, name) for name in FIGURES):
        plan.same.append(draft)
    else:
        plan.changed.append(draft)


def _standing(upload: Upload, drafts: Sequence[Draft]) -> list[AdLine]:
    """Lines of the same platform, accounts and days."""
    days, accounts = {one.day for one in drafts}, {one.names["account"] for one in drafts}
    rows = AdLine.objects.filter(
        platform=upload.platform, day__range=(min(days), max(days)), account__in=sorted(accounts)
    )
    pairs = {(one.names["account"], one.day) for one in drafts}
    return [line for line in rows.order_by("id") if (line.account, line.day) in pairs]


def _withdrawn(
    upload: Upload, drafts: Sequence[Draft], standing: Iterable[AdLine], kept_days: set[date]
) -> Iterable[AdLine]:
    """Lines the file does not name any more, and those of another fineness: both would count twice or for nothing."""
    keys, level = {one.key for one in drafts}, drafts[0].level
    for line in standing:
        is_replaced = line.level != level
        is_missing = line.key not in keys and not upload.is_part
        if line.day not in kept_days and (is_replaced or is_missing):
            yield line


def _days_with_finer(level: str, standing: Iterable[AdLine]) -> set[date]:
    return {line.day for line in standing if RANK[AdLine.Level(line.level)] > RANK[AdLine.Level(level)]}


def _days(drafts: Iterable[Draft]) -> dict[date, DayPlan]:
    found: dict[date, DayPlan] = {}
    for one in sorted(drafts, key=lambda draft: draft.day):
        day = found.setdefault(one.day, DayPlan(one.day))
        day.rows += len(one.numbers)
        day.spend = _plus(day.spend, one.spend)
        day.clicks = _plus(day.clicks, one.clicks)
    return found


def _note_standing(days: Days, standing: Iterable[AdLine]) -> None:
    sums: dict[date, int] = defaultdict(int)
    for line in standing:
        sums[line.day] += line.spend or 0
        days[line.day].standing_level = str(AdLine.Level(line.level).label)
    for day, total in sums.items():
        days[day].standing_spend = total


def _note_typed(days: Days, channel_id: int | None) -> None:
    """What stands in the same cells of the daily data sheet, typed or posted by others than these reports."""
    if channel_id is None:
        return
    first, last = min(days), max(days)
    cells = ledger.filled_cells(first=first, last=last)
    own = AdLine.objects.filter(channel_id=channel_id, day__range=(first, last)).order_by()
    own_spend = dict(own.values_list("day").annotate(Sum("spend")))
    for day, plan in days.items():
        cell = cells.get((day, channel_id, "spend"), ledger.FilledCell())
        plan.typed_spend = cell.typed
        plan.other_spend = max((cell.posted or 0) - (own_spend.get(day) or 0), 0)


def _plus(one: int | None, other: int | None) -> int | None:
    return one if other is None else (one or 0) + other
