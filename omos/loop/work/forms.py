"""Input of the work room."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from omos.loop.work.models import WorkCategory
from omos.loop.work.services import AdHoc, Cell
from omos.ui.widgets import ClockInput, DayInput


class WeekForm(forms.Form):
    """Which week: any day of it; the form gives its Monday."""

    monday = forms.DateField()

    def week(self) -> date:
        """The Monday of the week asked for."""
        day: date = self.cleaned_data["monday"]
        return date.fromordinal(day.toordinal() - day.weekday())


class CellForm(forms.Form):
    """How many of one category for one person and day."""

    category = forms.ModelChoiceField(WorkCategory.objects.filter(is_active=True))
    quantity = forms.IntegerField(min_value=0, max_value=999)

    def cell(self, *, department_id: int, staff_id: int, day: date) -> Cell:
        """The cell that was meant."""
        return Cell(
            department_id=department_id, staff_id=staff_id, category_id=self.cleaned_data["category"].pk, day=day
        )


class AdHocForm(forms.Form):
    """Work outside the weekly plan."""

    staff: Any = forms.ModelChoiceField(None, label=_("Who"))
    category = forms.ModelChoiceField(WorkCategory.objects.filter(is_active=True), label=_("Category"))
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=999, initial=1)
    due_date = forms.DateField(label=_("Due"), widget=DayInput())
    due_time = forms.TimeField(label=_("At"), required=False, widget=ClockInput())
    brief = forms.CharField(
        label=_("What exactly"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField

    def work(self) -> AdHoc:
        """What was typed."""
        data = self.cleaned_data
        return AdHoc(
            staff_id=data["staff"].pk,
            category_id=data["category"].pk,
            quantity=data["quantity"],
            due_date=data["due_date"],
            due_time=data["due_time"],
            brief=data["brief"],
        )


class LinksForm(forms.Form):
    """Any number of pasted links."""

    links = forms.CharField(
        label=_("Links"),
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "placeholder": "https://"}),
        error_messages={"required": _("Paste at least one link.")},
    )
    assignment = forms.IntegerField(required=False, widget=forms.HiddenInput)
    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput)


class NoteForm(forms.Form):
    """Work that leaves no link."""

    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=999)
    note = forms.CharField(
        label=_("What was done"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    file = forms.FileField(label=_("Screenshot or file"), required=False)


class CategoryForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A kind of countable work."""

    class Meta:
        model = WorkCategory
        fields = (
            "name",
            "code",
            "duty",
            "unit",
            "evidence_kind",
            "minutes",
            "points",
            "position",
            "needs_keyword",
            "min_characters",
            "is_active",
        )
        labels = {  # Django reads the plain mapping
            "name": _("Name"),
            "code": _("Code"),
            "duty": _("Duty"),
            "unit": _("Unit"),
            "evidence_kind": _("Evidence"),
            "minutes": _("Minutes for one"),
            "points": _("Points for one"),
            "position": _("Position"),
            "needs_keyword": _("Serves a keyword"),
            "min_characters": _("Least characters"),
            "is_active": _("In use"),
        }
