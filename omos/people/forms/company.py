"""Forms of the company page."""

from __future__ import annotations

import re
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from omos.people.models import Company, Website
from omos.people.services import CompanyDetails, WebsiteDetails
from omos.ui.widgets import DayInput

_HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


def time_zones() -> list[tuple[str, str]]:
    """Time zones with the company's likely ones first."""
    likely = ("Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore")
    others = sorted(zone for zone in available_timezones() if "/" in zone and zone not in likely)
    return [(zone, zone) for zone in (*likely, *others)]


class CompanyForm(forms.Form):
    """The company: names, industry, time zone, and from when scores count."""

    name = forms.CharField(label=_("Full name"), max_length=120)
    short_name = forms.CharField(label=_("Short name"), max_length=40, help_text=_("Shown at the top left."))
    industry = forms.CharField(label=_("Industry"), max_length=40, required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    scores_count_from = forms.DateField(
        label=_("Scores count from"),
        required=False,
        widget=DayInput(),
        help_text=_(
            "Until this day everything is shown and nothing is scored (a trial month). Empty: the trial goes on."
        ),
    )
    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def details(self, *, is_demo: bool) -> CompanyDetails:
        """What was typed."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "row_version"}
        return CompanyDetails(**values, is_demo=is_demo)

    @staticmethod
    def initial_of(company: Company) -> dict[str, object]:
        """The saved company, as the form shows it."""
        names = ("name", "short_name", "industry", "time_zone", "scores_count_from", "row_version")
        return {name: getattr(company, name) for name in names}


class WebsiteForm(forms.Form):
    """A domain of the company."""

    domain = forms.CharField(
        label=_("Domain"), max_length=253, help_text=_("For example www.example.com, without http:// and path.")
    )
    name = forms.CharField(label=_("Name"), max_length=60)
    launched_on = forms.DateField(
        label=_("Live since"),
        required=False,
        widget=DayInput(),
        help_text=_("Posts are due so many days before or after."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def clean_domain(self) -> str:
        """The bare host name, whatever was pasted around it."""
        typed = str(self.cleaned_data["domain"]).strip().lower()
        host = re.sub(r"^[a-z]+://", "", typed).split("/")[0].split(":")[0].rstrip(".")
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError as strange:
            raise forms.ValidationError(_("This is not a domain.")) from strange
        if not _HOST.fullmatch(host):
            raise forms.ValidationError(_("This is not a domain."))
        return host

    def details(self) -> WebsiteDetails:
        """What was typed."""
        return WebsiteDetails(**self.cleaned_data)

    @staticmethod
    def initial_of(website: Website) -> dict[str, object]:
        """The saved website, as the form shows it."""
        return {name: getattr(website, name) for name in ("domain", "name", "launched_on", "time_zone", "is_active")}
