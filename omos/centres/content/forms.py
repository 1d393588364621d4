"""What people type in the content room."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from omos.centres.content import queries
from omos.centres.content.choices import everybody
from omos.centres.content.models import WatchedSource
from omos.people.viewer import Viewer

PERIODS = ((15, _("15 minutes")), (30, _("30 minutes")), (60, _("1 hour")), (240, _("4 hours")), (1440, _("1 day")))


class SearchForm(forms.Form):
    """The address of a website of ours."""

    address = forms.CharField(
        label=_("Address of the website"),
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "www.example.com", "autocomplete": "off"}),
    )


class SourceForm(forms.Form):
    """One source, typed by hand."""

    address = forms.CharField(label=_("Address"), max_length=2000, widget=forms.TextInput(attrs={"inputmode": "url"}))
    kind = forms.ChoiceField(label=_("Kind"), choices=WatchedSource.Kind.choices)
    period_minutes = forms.TypedChoiceField(label=_("Look every"), choices=PERIODS, coerce=int, initial=30)


class StaffChoice(forms.Form):
    """Somebody the viewer may give articles to."""

    staff = forms.TypedChoiceField(label=_("Author"), coerce=int)

    def __init__(self, *args: Any, viewer: Viewer, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = queries.receivers(viewer=viewer, today=today).values_list("id", "name")
        cast("forms.ChoiceField", self.fields["staff"]).choices = list(people)


class GiveForm(StaffChoice):
    """Whose article it is, and whether the by-line is that person's from now on."""

    has_pen_name = forms.BooleanField(label=_("Whoever signs so is this person from now on"), required=False)


class PenNameForm(StaffChoice):
    """A name and who signs with it."""

    name = forms.CharField(label=_("Signs with"), max_length=60)


class GiveManyForm(forms.Form):
    """Whose the chosen articles are."""

    staff_id = forms.TypedChoiceField(label=_("Author"), choices=everybody, coerce=int)
