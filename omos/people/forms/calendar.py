"""Forms of the calendar and the trail."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from omos.ui.widgets import DayInput


class DayForm(forms.Form):
    """A day set by hand."""

    is_workday = forms.TypedChoiceField(
        label=_("This day is"),
        choices=[("1", _("a workday")), ("0", _("a day off"))],
        coerce=lambda text: text == "1",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason"), max_length=60, help_text=_("For example: alternate Saturdays."))


class TrailFilter(forms.Form):
    """Which lines of the trail to show."""

    person = forms.CharField(label=_("Person"), max_length=60, required=False)
    verb = forms.ChoiceField(label=_("What"), required=False)
    day = forms.DateField(label=_("Day"), required=False, widget=DayInput())

    def __init__(self, *args: object, verbs: Iterable[tuple[str, str]] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through
        self.fields["verb"].choices = [("", _("All")), *verbs]  # type: ignore[attr-defined]
