"""Input of the reports room."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from omos.loop.reports.queries import DUTIES, Asked, Period, period_of
from omos.loop.reports.services import TEXT_LENGTH, Sentences

LONGEST_PERIOD = timedelta(days=92)


class DayForm(forms.Form):
    """Which day an address names; none that makes no sense."""

    day = forms.DateField(required=False)

    @classmethod
    def asked(cls, text: str, *, today: date) -> date:
        """The day in the text, today where it names none or one to come."""
        form = cls({"day": text})
        day: date | None = form.cleaned_data["day"] if form.is_valid() else None
        return min(day, today) if day else today


class RowsForm(forms.Form):
    """Which rows stand behind a figure."""

    first = forms.DateField()
    last = forms.DateField()
    what = forms.ChoiceField(
        required=False,
        choices=[
            ("", _("Handed in")),
            ("planned", pgettext_lazy("pieces", "Planned")),
            ("missing", _("Missing")),
            ("passed", _("Passed")),
            ("failed", _("Not passed")),
            ("unknown", _("Unknown")),
            ("late", _("Late")),
        ],
    )
    staff = forms.IntegerField(required=False)
    category = forms.CharField(required=False, max_length=40)
    centre = forms.ChoiceField(required=False, choices=[("", "")] + [(centre, centre) for centre in DUTIES])

    def clean(self) -> dict[str, Any]:
        """A period runs forwards and holds at most a quarter."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and not first <= last <= first + LONGEST_PERIOD:
            raise forms.ValidationError("period")
        return data

    def asked(self) -> Asked:
        """The question."""
        data = self.cleaned_data
        return Asked(
            first=data["first"],
            last=data["last"],
            what=data["what"],
            staff_id=data["staff"],
            category=data["category"],
            duties=DUTIES[data["centre"]] if data["centre"] else frozenset(),
        )

    def what_words(self) -> str:
        """The name of the figure."""
        return str(dict(self.fields["what"].choices)[self.cleaned_data["what"]])  # type: ignore[attr-defined]  # choices


class ReportForm(forms.Form):
    """The two sentences of a daily report."""

    problem = forms.CharField(
        label=_("Problem of the day"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What stood in the way, and what would help. Your supervisor is told at once."),
    )
    tomorrow = forms.CharField(
        label=_("Tomorrow"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Filled from the plan; change it where you know better."),
    )
    day = forms.DateField(widget=forms.HiddenInput)
    row_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def sentences(self) -> Sentences:
        """What was typed."""
        return Sentences(problem=self.cleaned_data["problem"], tomorrow=self.cleaned_data["tomorrow"])


class CommentForm(forms.Form):
    """The supervisor's comment."""

    text = forms.CharField(
        label=_("Comment"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write the comment first.")},
    )


class RemindForm(forms.Form):
    """Whom to remind of which day."""

    day = forms.DateField()
    staff = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, *args: object, staff_ids: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through
        self.fields["staff"].choices = [(pk, pk) for pk in staff_ids]  # type: ignore[attr-defined]  # a choice field


class ReopenForm(forms.Form):
    """Why a closed day is opened again."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        error_messages={"required": _("Say why the day is reopened.")},
        help_text=_("The person is told, and the reason stays on record. Figures and times of hand-in do not change."),
    )


class PeriodForm(forms.Form):
    """A week or a month, by any day of it."""

    period = forms.ChoiceField(required=False, choices=[("week", "week"), ("month", "month")], initial="week")
    day = forms.DateField(required=False)

    def period_of(self, *, today: date) -> Period:
        """What was asked for; this week where it makes no sense."""
        self.is_valid()
        day: date | None = self.cleaned_data.get("day")
        kind = "month" if self.cleaned_data.get("period") == "month" else "week"
        return period_of(kind=kind, day=min(day or today, today), today=today)  # type: ignore[arg-type]  # one of two words
