"""Input of the keywords room."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from omos.loop.keywords.models import Keyword, PlannedKeyword
from omos.loop.keywords.services import KeywordDraft
from omos.people.models import Staff


class KeywordForm(forms.Form):
    """One word of the library."""

    text = forms.CharField(label=_("Keyword"), max_length=100)
    intent = forms.ChoiceField(label=_("Intent"), choices=Keyword.Intent.choices, initial=Keyword.Intent.UNKNOWN)
    group = forms.CharField(label=_("Group"), max_length=40, required=False)
    landing_page = forms.CharField(label=_("Landing page"), max_length=500, required=False)
    owner = forms.ModelChoiceField(Staff.objects.order_by("id"), label=_("Owner"), required=False)
    priority = forms.IntegerField(
        label=_("Priority"),
        min_value=1,
        max_value=5,
        initial=3,
        help_text=_("1 is a core word, 5 the least important."),
    )
    target_rank = forms.IntegerField(label=_("Rank to reach"), min_value=1, max_value=100, required=False)
    month_searches = forms.IntegerField(label=_("Searches a month"), min_value=0, required=False)
    row_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def draft(self) -> KeywordDraft:
        """What was typed."""
        data = self.cleaned_data
        return KeywordDraft(
            text=data["text"],
            group=data["group"],
            intent=data["intent"],
            landing_page=data["landing_page"],
            owner_id=data["owner"].pk if data["owner"] else None,
            priority=data["priority"],
            target_rank=data["target_rank"],
            month_searches=data["month_searches"],
        )


class WeekChoiceForm(forms.Form):
    """Which week; any day of it will do."""

    monday = forms.DateField(label=_("A day of the week"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean_monday(self) -> date:
        """The Monday of the week asked for."""
        day: date = self.cleaned_data["monday"]
        return day - timedelta(days=day.weekday())


class OwnerForm(forms.Form):
    """Who is to own the words."""

    owner = forms.ModelChoiceField(Staff.objects.filter(left_on__isnull=True).order_by("id"), label=_("Owner"))


class PlannedForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A word of the week: day, person, page and rank."""

    class Meta:
        model = PlannedKeyword
        fields = ("day", "staff", "landing_page", "target_rank")
        labels = {  # Django reads the plain mapping
            "day": _("Day"),
            "staff": _("Owner"),
            "landing_page": _("Landing page"),
            "target_rank": _("Rank to reach"),
        }
        widgets = {"day": forms.DateInput(attrs={"type": "date"})}  # the browser's own calendar
