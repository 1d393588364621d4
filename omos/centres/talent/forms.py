"""What bulk actions on staff ask for, and the writing of working processes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from omos.centres.talent.declare import places
from omos.centres.talent.models import ProcessStep
from omos.centres.talent.queries import ProcessDraft, StepDraft, weekday_names
from omos.people import queries as people
from omos.ui.widgets import ClockInput

BLANK_STEPS = 3
MOST_ROWS = 80


def department_choices() -> list[tuple[int, str]]:
    """Departments in use, in the order of the tree."""
    return list(people.department_names().items())


class MoveForm(forms.Form):
    """The department people move to."""

    department = forms.TypedChoiceField(label=_("Department"), choices=department_choices, coerce=int)


def _lines(label: object, help_text: object = "", rows: int = 6) -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]  # a lazy text
        help_text=help_text,  # type: ignore[arg-type]  # a lazy text
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def tidy(text: str) -> str:
    """Lines without spaces around them and without empty ones."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def place_choices() -> list[tuple[str, str]]:
    """Pages a step may lead to, after none."""
    return [("", str(_("Not in OMOS"))), *((place.key, str(place.label)) for place in places())]


def weekday_choices() -> list[tuple[str, str]]:
    """Days of a weekly step, after none in particular."""
    return [("", "—"), *((str(place), name) for place, name in enumerate(weekday_names(), start=1))]


class ProcessForm(forms.Form):
    """What a position is for, its duties and its standard; one line each."""

    description = _lines(_("What the position is for"), rows=3)
    duties = _lines(_("Duties"), _("One duty per line."))
    standard = _lines(_("Standard"), _("When the post is well filled, so that anybody can check it."), rows=3)
    note = forms.CharField(
        label=_("What changed, and why"),
        max_length=200,
        required=False,
        help_text=_("Stands beside the version, so that everybody sees why."),
    )
    base_number = forms.IntegerField(min_value=0, max_value=30000, widget=forms.HiddenInput)

    def draft(self, steps: tuple[StepDraft, ...]) -> ProcessDraft:
        """What was written."""
        values = self.cleaned_data
        return ProcessDraft(tidy(values["description"]), tidy(values["duties"]), tidy(values["standard"]), steps)


class StepForm(forms.Form):
    """One step; one without words is left out."""

    place = forms.IntegerField(label=_("Order"), min_value=0, max_value=999, required=False)
    text = forms.CharField(label=_("Step"), max_length=200, required=False)
    rhythm = forms.ChoiceField(label=_("How often"), choices=ProcessStep.Rhythm.choices, required=False)
    weekday = forms.TypedChoiceField(
        label=_("On which day of the week"), choices=weekday_choices, coerce=int, empty_value=None, required=False
    )
    month_day = forms.IntegerField(
        label=_("On which day of the month"),
        min_value=1,
        max_value=31,
        required=False,
    )
    at = forms.TimeField(label=_("At what time"), required=False, widget=ClockInput)
    page = forms.ChoiceField(label=_("On which page"), choices=place_choices, required=False)
    done = forms.CharField(label=_("Done when"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """A day only belongs to the rhythm it is a day of."""
        values = super().clean() or self.cleaned_data
        values["rhythm"] = values.get("rhythm") or ProcessStep.Rhythm.DAILY
        if values["rhythm"] != ProcessStep.Rhythm.WEEKLY:
            values["weekday"] = None
        if values["rhythm"] != ProcessStep.Rhythm.MONTHLY:
            values["month_day"] = None
        return values

    def draft(self) -> StepDraft:
        """The step as it was written."""
        values = {name: self.cleaned_data[name] for name in ("rhythm", "weekday", "month_day", "at", "page")}
        return StepDraft(text=self.cleaned_data["text"].strip(), done=self.cleaned_data["done"].strip(), **values)


StepForms = forms.formset_factory(StepForm, extra=BLANK_STEPS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def initial_steps(steps: Sequence[StepDraft]) -> list[dict[str, object]]:
    """Steps as their forms show them; tens leave room to put one between."""
    names = ("text", "done", "rhythm", "weekday", "month_day", "at", "page")
    return [
        {"place": number * 10, **{name: getattr(step, name) for name in names}}
        for number, step in enumerate(steps, start=1)
    ]


def written_steps(rows: forms.BaseFormSet[StepForm]) -> tuple[StepDraft, ...]:
    """The steps that have words, in the order that was asked for; those without a number come last."""
    kept = [row for row in rows.forms if row.cleaned_data.get("text", "").strip()]
    return tuple(row.draft() for row in sorted(kept, key=lambda row: row.cleaned_data["place"] or 1000))


class DocumentForm(forms.Form):
    """A file to hand over with the position."""

    file = forms.FileField(label=_("File"), help_text=_("At most 10 MB."))
    title = forms.CharField(
        label=_("What it is"), max_length=120, required=False, help_text=_("Empty: the file's name.")
    )
