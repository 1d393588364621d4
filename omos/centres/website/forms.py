"""What people type about requests, versions and columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from omos.centres.website.models import SiteColumn, SiteRequest, SiteVersion
from omos.centres.website.services import ColumnDraft, HandedOver, VersionDraft, Wanted
from omos.ui.widgets import DayInput

Choices = Sequence[tuple[Any, str]]
_NOTHING: Choices = (("", "—"),)


def _area(rows: int, placeholder: Any = "") -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "placeholder": placeholder})


class RequestForm(forms.Form):
    """A request: four things to say, the rest folded away."""

    kind = forms.ChoiceField(label=_("What kind"), choices=SiteRequest.Kind.choices)
    title = forms.CharField(label=_("What is needed"), max_length=80)
    purpose = forms.CharField(label=_("What it must do"), max_length=2000, widget=_area(3))
    to = forms.ChoiceField(label=_("From whom"))
    needed_by = forms.DateField(label=_("Needed by"), widget=DayInput())
    is_urgent = forms.BooleanField(label=_("Urgent: work waits for it"), required=False)
    attachment = forms.FileField(label=_("Example or material"), required=False)
    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=99, initial=1)
    website = forms.TypedChoiceField(label=_("Website"), coerce=int, empty_value=None, required=False)
    page = forms.CharField(label=_("Page"), max_length=300, required=False)
    campaign = forms.TypedChoiceField(label=_("Campaign"), coerce=int, empty_value=None, required=False)
    serves = forms.TypedChoiceField(label=_("For which work of mine"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, choices: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = choices["to"]  # type: ignore[attr-defined]  # a ChoiceField
        for name in ("website", "campaign", "serves"):
            self.fields[name].choices = [*_NOTHING, *choices[name]]  # type: ignore[attr-defined]  # as above

    def wanted(self, *, attachment_id: int | None) -> Wanted:
        """What was typed, with the id of the kept attachment."""
        typed = self.cleaned_data
        names = ("kind", "title", "purpose", "to", "needed_by", "quantity", "is_urgent", "page")
        return Wanted(
            **{name: typed[name] for name in names},
            website_id=typed["website"],
            campaign_id=typed["campaign"],
            serves_id=typed["serves"],
            attachment_id=attachment_id,
        )


# Seen only by who asks for more.
FOLDED = ("quantity", "website", "page", "campaign", "serves")


class TakeForm(forms.Form):
    """The day by which it is ready."""

    ready_on = forms.DateField(label=_("Ready on"), widget=DayInput())


class HandOverForm(forms.Form):
    """Where it is to be seen, or the file itself."""

    result = forms.CharField(
        label=_("Link, and what to look at"), max_length=2000, required=False, widget=_area(3, "https://")
    )
    file = forms.FileField(label=_("Draft or finished file"), required=False)

    def handed(self, *, file_id: int | None) -> HandedOver:
        """What was typed, with the id of the kept file."""
        return HandedOver(self.cleaned_data["result"], file_id)


class ReasonForm(forms.Form):
    """Why something is sent back or refused."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class VersionForm(forms.Form):
    """A version of a website."""

    website = forms.TypedChoiceField(label=_("Website"), coerce=int)
    day = forms.DateField(label=_("Live since"), widget=DayInput())
    title = forms.CharField(label=_("What changed"), max_length=120)
    reason = forms.CharField(label=_("Why"), max_length=300, required=False, widget=_area(2))
    before = forms.FileField(label=_("Screenshot before"), required=False)
    after = forms.FileField(label=_("Screenshot after"), required=False)
    requests = forms.TypedMultipleChoiceField(
        label=_("Requests that made it up"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, websites: Choices, requests: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["website"].choices = websites  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["requests"].choices = requests  # type: ignore[attr-defined]  # as above
        if not requests:
            del self.fields["requests"]

    def draft(self, *, before_id: int | None, after_id: int | None) -> VersionDraft:
        """What was typed, with the ids of the kept pictures."""
        typed = self.cleaned_data
        return VersionDraft(
            website_id=typed["website"],
            day=typed["day"],
            title=typed["title"],
            reason=typed["reason"],
            request_ids=typed.get("requests", ()),
            before_id=before_id,
            after_id=after_id,
        )


class ColumnForm(forms.Form):
    """A column of a website."""

    website = forms.TypedChoiceField(label=_("Website"), coerce=int)
    name = forms.CharField(label=_("Column name"), max_length=40)
    path = forms.CharField(label=_("Path"), max_length=200, required=False)
    purpose = forms.CharField(label=_("What it is for"), max_length=200)
    owner = forms.TypedChoiceField(label=_("Kept by"), coerce=int, empty_value=None, required=False)
    posts_per_week = forms.IntegerField(label=_("Posts a week"), min_value=0, max_value=500, initial=0)
    is_key = forms.BooleanField(label=_("Key column"), required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, *args: Any, websites: Choices, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["website"].choices = websites  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["owner"].choices = [*_NOTHING, *people]  # type: ignore[attr-defined]  # as above

    def draft(self) -> ColumnDraft:
        """What was typed."""
        typed = dict(self.cleaned_data)
        return ColumnDraft(website_id=typed.pop("website"), owner_id=typed.pop("owner"), **typed)


def version_values(row: SiteVersion | None, *, today: date, request_ids: Sequence[int]) -> dict[str, Any]:
    """What a version's form starts with."""
    if row is None:
        return {"day": today}
    kept = {"website": row.website_id, "day": row.day, "title": row.title, "reason": row.reason}
    return {**kept, "requests": list(request_ids)}


def column_values(row: SiteColumn | None) -> dict[str, Any]:
    """What a column's form starts with."""
    if row is None:
        return {"is_active": True, "posts_per_week": 0}
    names = ("name", "path", "purpose", "posts_per_week", "is_key", "is_active")
    return {"website": row.website_id, "owner": row.owner_id, **{name: getattr(row, name) for name in names}}
