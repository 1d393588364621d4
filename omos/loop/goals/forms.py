"""What people type about goals: one goal, a reason, a whole table of targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from omos.formulas.periods import Grain, Period, period_of, read_period
from omos.loop.goals.models import Goal
from omos.loop.goals.queries import Owner
from omos.loop.goals.services import GoalDraft, Target
from omos.loop.ledger import queries as ledger

COMPANY = "COMPANY"
LONGEST_TEXT = 40
_NEEDED = {"required": _("A goal is concrete, counted and checkable only with this.")}


class GoalForm(forms.Form):
    """One goal: owner, quantity (a measure's number, or a milestone), quality, deadline."""

    owner = forms.ChoiceField(label=_("Whose goal"))
    measure = forms.ChoiceField(label=_("Measure"), error_messages=_NEEDED)
    target = forms.CharField(
        label=_("Number"),
        max_length=LONGEST_TEXT,
        help_text=_("For example 800,000, 505 or 6.4%."),
        error_messages=_NEEDED,
    )
    milestone = forms.CharField(
        label=_("Or a milestone"),
        max_length=120,
        required=False,
        help_text=_("Where nothing can be counted: what stands finished at the deadline."),
    )
    quality = forms.CharField(
        label=_("Quality"),
        max_length=200,
        required=False,
        help_text=_("How good it must be, for example: original at least 80%."),
    )
    deadline = forms.DateField(
        label=_("Deadline"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages=_NEEDED,
    )
    category = forms.CharField(
        label=_("Work category"), max_length=40, required=False, help_text=_("Code of the category, to count only it.")
    )

    def __init__(
        self, data: Any = None, *, owners: Sequence[Owner], may_company: bool, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        choices: list[tuple[str, Any]] = [(COMPANY, _("Company"))] if may_company else []
        choices += [(f"{owner.level}-{owner.id}", owner.name) for owner in owners]
        measures = [(one.code, one.label) for one in ledger.measures()]
        if data and data.get("milestone", "").strip():
            # A milestone stands in for measure and number.
            self.fields["measure"].required = self.fields["target"].required = False
        _choices(self, "owner", choices)
        _choices(self, "measure", [("", "—"), *measures])

    def clean(self) -> dict[str, Any]:
        """Read the number in the measure's own unit."""
        typed = super().clean() or {}
        measure = typed.get("measure")
        if measure and typed.get("target"):
            one = ledger.measure(measure)
            try:
                typed["target_value"] = ledger.read_figure(typed["target"], one, scale=one.target_scale)
            except ledger.UnreadableFigure as fault:
                self.add_error("target", str(fault))
        return typed

    def draft(self, *, first: date, last: date) -> GoalDraft:
        """The goal as typed, for this period."""
        typed = self.cleaned_data
        level, _dash, owner_id = typed["owner"].partition("-")
        return GoalDraft(
            level=level,
            first_day=first,
            last_day=last,
            measure=typed["measure"],
            target=typed.get("target_value"),
            deadline=typed["deadline"],
            category=typed["category"].strip(),
            milestone=typed["milestone"].strip(),
            quality=typed["quality"].strip(),
            department_id=int(owner_id) if level == Goal.Level.DEPARTMENT else None,
            staff_id=int(owner_id) if level == Goal.Level.PERSON else None,
        )


class StepForm(forms.Form):
    """One small step of a goal: its day, and the sum due by then or what is finished."""

    due_date = forms.DateField(
        label=_("By"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), error_messages=_NEEDED
    )
    target = forms.CharField(label=_("Sum due by then"), max_length=LONGEST_TEXT, error_messages=_NEEDED)
    text = forms.CharField(label=_("What is finished"), max_length=120, error_messages=_NEEDED)

    def __init__(self, data: Any = None, *, goal: Goal) -> None:
        super().__init__(data)
        self.goal = goal
        # A milestone's step is told in words, a number's is counted.
        del self.fields["target" if goal.is_milestone else "text"]

    def clean_target(self) -> int | None:
        """The sum in the measure's smallest unit."""
        measure = ledger.measure(self.goal.measure)
        try:
            return ledger.read_figure(self.cleaned_data["target"], measure, scale=measure.target_scale)
        except ledger.UnreadableFigure as fault:
            raise forms.ValidationError(str(fault)) from fault

    def step(self) -> dict[str, Any]:
        """The step as the service takes it."""
        return dict(self.cleaned_data)


class StagesForm(forms.Form):
    """What the month's measures came to through a day; empty cells say nothing."""

    day_typed = forms.DateField(
        label=_("Through"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), error_messages=_NEEDED
    )
    channel = forms.TypedChoiceField(
        label=_("Channel"), coerce=int, empty_value=None, required=False, help_text=_("Where these sums came from.")
    )

    def __init__(self, data: QueryDict | None, *, asked: str, today: date, channels: Sequence[tuple[int, str]]) -> None:
        self.texts: dict[str, str] = {}
        self.faults: dict[str, str] = {}
        self._typed = data or QueryDict()
        self.day = min(_read_day(self._typed.get("day_typed", asked)), today)
        super().__init__(data, initial={"day_typed": self.day})
        _choices(self, "channel", [("", "—"), *channels])

    @property
    def channel_id(self) -> int | None:
        """The channel named."""
        found: int | None = self.cleaned_data.get("channel")
        return found

    def totals(self, measures: Iterable[ledger.Measure]) -> dict[str, int]:
        """The sums typed for these measures; what cannot be read is noted in `faults`."""
        found: dict[str, int] = {}
        for measure in measures:
            text = self._typed.get(f"total-{measure.code}", "")[:LONGEST_TEXT].strip()
            self.texts[measure.code] = text
            try:
                value = ledger.read_figure(text, measure)
            except ledger.UnreadableFigure as fault:
                self.faults[measure.code] = str(fault)
                continue
            if value is not None:
                found[measure.code] = value
        if self.faults:
            self.add_error(None, _now("Some cells could not be read; nothing was saved yet."))
        return found

    def refuse(self, message: str, faults: Mapping[tuple[int, str], str]) -> None:
        """Take over why nothing was saved, by channel and measure."""
        self.faults |= {measure: fault for (_channel, measure), fault in faults.items()}
        self.add_error(None, message)


def _read_day(text: str) -> date:
    """The day named; the last day there is where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.max


def values_of(goal: Goal) -> dict[str, Any]:
    """A goal as the form shows it."""
    owner_id = goal.department_id or goal.staff_id
    scale = ledger.measure(goal.measure).target_scale if goal.measure else 1
    return {
        "owner": f"{goal.level}-{owner_id}" if owner_id else COMPANY,
        "measure": goal.measure,
        "target": ledger.typed_text(goal.measure, goal.target, scale=scale) if goal.measure else "",
        "milestone": goal.milestone,
        "quality": goal.quality,
        "deadline": goal.deadline,
        "category": goal.category,
    }


@dataclass
class TargetsForm:
    """The month's table as typed: texts by cell, their values, what is wrong with them."""

    allowed: Mapping[str, Target]
    texts: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    general: list[str] = field(default_factory=list)

    @classmethod
    def typed(cls, allowed: Mapping[str, Target], post: QueryDict) -> TargetsForm:
        """What a person sent into the cells that are open to them."""
        texts = {name: post.get(name, "") for name in allowed if name in post}
        return cls(allowed, {name: text[:LONGEST_TEXT].strip() for name, text in texts.items()})

    def targets(self) -> dict[Target, int | None]:
        """The typed cells as targets; unreadable ones are noted in `faults` and left out."""
        found: dict[Target, int | None] = {}
        for name, text in self.texts.items():
            target = self.allowed[name]
            measure = ledger.measure(target.measure)
            try:
                found[target] = ledger.read_figure(text, measure, scale=measure.target_scale)
            except ledger.UnreadableFigure as fault:
                self.faults[name] = str(fault)
        if self.faults:
            self.general.append(_now("Some cells could not be read; nothing was saved yet."))
        return found


def target_name(target: Target) -> str:
    """The name of a cell's input."""
    name = f"target-{target.level}-{target.owner_id or 0}-{target.measure}-{target.category}"
    return f"{name}-{target.period}" if target.period else name


def read_asked(text: str, *, today: date) -> Period:
    """The year, quarter, month or week an address asks for; this month where it is none."""
    return read_period(text) or period_of(today, Grain.MONTH)


def _choices(form: forms.Form, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
    one = form.fields[name]
    if isinstance(one, forms.ChoiceField):
        one.choices = list(choices)
