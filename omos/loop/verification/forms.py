"""What people type at the verify desk and on a piece's page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from omos.loop.verification import services
from omos.loop.verification.models import Decision, Engine, Verdict
from omos.loop.verification.reasons import RETURN_REASONS
from omos.people import queries as people


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


class CountsForm(forms.Form):
    """An engine's own table of how many pages it holds each day."""

    website: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Website"), queryset=None, empty_label=None)
    table = forms.FileField(
        label=_("The exported table"),
        help_text=_("Baidu Search Resource Platform, indexed pages (索引量), as downloaded: csv or xlsx."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.xls,.txt"}),
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.fields["website"].queryset = people.websites()  # type: ignore[attr-defined]  # it is a model's choice


class LogForm(forms.Form):
    """An access log: a small one as a file, a large one announced by name and size and sent in pieces."""

    website: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Website"), queryset=None, empty_label=None)
    log = forms.FileField(
        label=_("The access log"),
        help_text=_("nginx, Apache, IIS and others, as the server wrote it, packed (gz) or not; 200 MB at most."),
        widget=forms.FileInput(attrs={"data-log": ""}),
    )
    name = forms.CharField(max_length=300, required=False)
    size = forms.IntegerField(min_value=0, required=False)

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.fields["website"].queryset = people.websites()  # type: ignore[attr-defined]  # it is a model's choice
        # One that is announced comes in pieces.
        self.fields["log"].required = not (data and data.get("name"))

    def clean(self) -> dict[str, Any]:
        """A file, or the announcement of one."""
        told = super().clean() or {}
        if not told.get("log") and not (told.get("name") and told.get("size") is not None) and not self.errors:
            raise forms.ValidationError(_("Choose a file first."))
        return told


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
