"""Input of the keywords room."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from omos.loop.keywords.models import Keyword
from omos.loop.keywords.services import KeywordDraft
from omos.people import queries as people
from omos.people.viewer import Viewer
from omos.ui.widgets import DayInput


def _people() -> list[tuple[int | str, str]]:
    """Whoever may own words: everybody who works here, by name."""
    cards = people.staff_cards(viewer=Viewer.system("keywords.owners"), verb="keywords.view")
    return [(card.id, card.name) for card in cards]


def _people_or_nobody() -> list[tuple[int | str, str]]:
    return [("", "—"), *_people()]


class KeywordForm(forms.Form):
    """One word of the library."""

    text = forms.CharField(label=_("Keyword"), max_length=100)
    intent = forms.ChoiceField(label=_("Intent"), choices=Keyword.Intent.choices, initial=Keyword.Intent.UNKNOWN)
    group = forms.CharField(label=_("Group"), max_length=40, required=False)
    landing_page = forms.CharField(label=_("Landing page"), max_length=500, required=False)
    owner = forms.TypedChoiceField(
        label=_("Owner"), choices=_people_or_nobody, coerce=int, empty_value=None, required=False
    )
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
            owner_id=data["owner"],
            priority=data["priority"],
            target_rank=data["target_rank"],
            month_searches=data["month_searches"],
        )


class WeekChoiceForm(forms.Form):
    """Which week; any day of it will do."""

    monday = forms.DateField(label=_("A day of the week"), widget=DayInput())

    def clean_monday(self) -> date:
        """The Monday of the week asked for, whatever its day."""
        day: date = self.cleaned_data["monday"]
        return day - timedelta(days=day.weekday())

    def week(self) -> date:
        """The Monday, once the form is valid."""
        monday: date = self.cleaned_data["monday"]
        return monday


class OwnerForm(forms.Form):
    """Who is to own the words."""

    owner = forms.TypedChoiceField(label=_("Owner"), choices=_people, coerce=int)


class PlannedForm(forms.Form):
    """A word of the week: day, person, page and rank."""

    day = forms.DateField(label=_("Day"), widget=DayInput())
    staff = forms.TypedChoiceField(
        label=_("Owner"), choices=_people_or_nobody, coerce=int, empty_value=None, required=False
    )
    landing_page = forms.CharField(label=_("Landing page"), max_length=500, required=False)
    target_rank = forms.IntegerField(label=_("Rank to reach"), min_value=1, max_value=100, required=False)
