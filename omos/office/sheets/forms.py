"""Forms of the import wizard."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from omos.office.sheets.models import ImportRun

NO_HEADER = 0


class UploadForm(forms.Form):
    """The file to import."""

    file = forms.FileField(
        label=_("Table"),
        help_text=_(
            "Excel (xlsx, xls) or CSV, up to 10 MB and 50,000 rows. Title lines above the header do not matter."
        ),
        error_messages={"required": _("Choose a file first."), "empty": _("There is nothing in this file.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.xlsm,.ods,.csv,.txt,.tsv"}),
    )


class SheetForm(forms.Form):
    """Which sheet, and which of its lines is the header."""

    sheet = forms.IntegerField(min_value=0, max_value=1000)
    header_line = forms.IntegerField(min_value=NO_HEADER, max_value=1_048_576, required=False)


class DecisionForm(forms.Form):
    """What happens to rows that are in the records already."""

    decision = forms.ChoiceField(choices=ImportRun.Decision.choices)


class ReplaceForm(forms.Form):
    """One word for another, everywhere it is wrong."""

    field = forms.CharField(max_length=60)
    old = forms.CharField(max_length=200, required=False, strip=False)
    new = forms.CharField(max_length=2000)
