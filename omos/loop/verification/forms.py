"""What people type at the verify desk and on a piece's page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from omos.loop.verification.models import Decision
from omos.loop.verification.reasons import RETURN_REASONS


class DecisionForm(forms.Form):
    """A person's answer over one piece."""

    answer = forms.ChoiceField(choices=Decision.Answer.choices)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reasons = forms.MultipleChoiceField(choices=[*RETURN_REASONS.items()], required=False, label=_("Why it goes back"))
    note = forms.CharField(max_length=1000, required=False, label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}))
    screenshot = forms.FileField(required=False, label=_("Screenshot"))


class QuestionForm(forms.Form):
    """What a person wants the supervisor to look at."""

    question = forms.CharField(
        max_length=300, required=False, label=_("What should be looked at?"), widget=forms.Textarea(attrs={"rows": 2})
    )
