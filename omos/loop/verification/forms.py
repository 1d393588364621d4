"""What people type at the verify desk and on a piece's page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from omos.loop.verification import services
from omos.loop.verification.models import Decision, Engine, Verdict
from omos.loop.verification.reasons import RETURN_REASONS


class DecisionForm(forms.Form):
    """A person's answer over one piece."""

    answer = forms.ChoiceField(choices=Decision.Answer.choices)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reasons = forms.MultipleChoiceField(choices=[*RETURN_REASONS.items()], required=False, label=_("Why it goes back"))
    note = forms.CharField(max_length=1000, required=False, label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}))
    screenshot = forms.FileField(required=False, label=_("Screenshot"))


class IndexEntryForm(forms.Form):
    """What a person saw on an engine's result page."""

    verdict = forms.ChoiceField(
        label=_("Is the page indexed?"),
        choices=((Verdict.YES, _("Indexed")), (Verdict.NO, _("Not indexed")), (Verdict.UNKNOWN, _("Unknown"))),
        widget=forms.RadioSelect,
    )
    screenshot = forms.FileField(
        required=False, label=_("Screenshot of the result page"), help_text=_("A yes or no needs one.")
    )


class SentForm(forms.Form):
    """What the browser helper sends: a result page, or the rows it read from one."""

    address = forms.CharField(max_length=4000)
    at = forms.DateTimeField()
    engine = forms.ChoiceField(choices=Engine.choices, required=False)
    query = forms.CharField(max_length=300, required=False)
    html = forms.CharField(required=False, strip=False, max_length=services.LARGEST_PAGE)
    rows = forms.JSONField(required=False)

    def clean(self) -> dict[str, Any]:
        """A page, or rows that are rows."""
        told = super().clean() or {}
        rows = told.get("rows")
        if not told.get("html") and not isinstance(rows, list):
            raise forms.ValidationError(_("This is not what the helper sends."))
        return told

    def sent(self) -> services.Sent:
        """As the service takes it.

        :raises IndexRefused: when the page is too large
        """
        told = self.cleaned_data
        return services.Sent(
            address=told["address"],
            at=told["at"],
            engine=told["engine"],
            query=told["query"],
            html=services.unpacked_page(told["html"].encode("utf-8", "replace")),
            rows=services.rows_of(told["rows"]) if isinstance(told["rows"], list) else (),
        )


class QuestionForm(forms.Form):
    """What a person wants the supervisor to look at."""

    question = forms.CharField(
        max_length=300, required=False, label=_("What should be looked at?"), widget=forms.Textarea(attrs={"rows": 2})
    )
