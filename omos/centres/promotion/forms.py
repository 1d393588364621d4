"""What people type and choose about uploads, costs and rebates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from omos.centres.promotion.models import Upload
from omos.centres.promotion.services import Choices
from omos.centres.promotion.words import PLATFORMS
from omos.connectors.adreports.fields import FIELDS
from omos.connectors.adreports.platforms import BY_CODE
from omos.formulas.keyword_costs import Split
from omos.loop.catalogue import queries as catalogue
from omos.ui.widgets import DayInput

MOST_FILES = 20
LONGEST_PASTE = 5_000_000
COLUMN_PREFIX = "f-"


class _ManyFiles(forms.FileInput):
    """Lets several files be chosen; the field itself looks at one, the form takes all."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.get(name)


class DropForm(forms.Form):
    """Files as they were downloaded, or cells copied from a table."""

    reports = forms.FileField(
        label=_("Reports, chat exports, customer sheets"),
        required=False,
        help_text=_("Drop several at once, as they were downloaded: xlsx, xls, csv, up to 10 MB each."),
        widget=_ManyFiles(attrs={"accept": ".xlsx,.xls,.xlsm,.ods,.csv,.txt,.tsv", "multiple": True, "data-drop": ""}),
    )
    pasted = forms.CharField(
        label=_("Or paste cells here"),
        required=False,
        max_length=LONGEST_PASTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("With the line of column names."),
    )

    def __init__(self, data: Any = None, files: MultiValueDict[str, Any] | None = None) -> None:
        super().__init__(data, files)
        self.uploads: list[tuple[str, bytes]] = []

    def clean(self) -> dict[str, Any]:
        """Name and content of everything that came."""
        cleaned = super().clean() or {}
        sent = self._sent()
        if len(sent) > MOST_FILES:
            raise forms.ValidationError(_("At most 20 files at once."))
        self.uploads = [(one.name or "", one.read()) for one in sent]
        if cleaned.get("pasted", "").strip():
            self.uploads.append((str(_("Pasted cells")), cleaned["pasted"].encode()))
        if not self.uploads and not self.errors:
            raise forms.ValidationError(_("Choose a file first, or paste cells."))
        return cleaned

    def _sent(self) -> list[Any]:
        return self.files.getlist("reports")


class ReadingForm(forms.Form):
    """How an upload is to be read."""

    platform = forms.ChoiceField(label=_("Kind of table"), choices=list(PLATFORMS.items()))
    channel: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Channel"), queryset=None, required=False, empty_label=_("not chosen")
    )
    typed_day = forms.DateField(
        label=_("Day of the figures"), required=False, widget=DayInput, help_text=_("Where the table names none.")
    )
    account = forms.CharField(
        label=_("Account"),
        required=False,
        max_length=80,
        help_text=_("Where the table names none and you have several."),
    )
    exchange_rate = forms.DecimalField(
        label=_("Yuan for one unit"), required=False, max_digits=12, decimal_places=6, min_value=Decimal("0.000001")
    )
    sheet = forms.IntegerField(min_value=0, max_value=1000, required=False)
    head = forms.IntegerField(label=_("The header stands in line"), min_value=0, max_value=1_048_576, required=False)
    is_part = forms.BooleanField(label=_("Only a part of its days: keep what else is booked for them"), required=False)
    replaces_finer = forms.BooleanField(label=_("Take the place of finer figures of the same days"), required=False)

    def __init__(self, data: QueryDict | None = None, *, upload: Upload) -> None:
        super().__init__(
            data,
            initial={
                "platform": upload.platform,
                "channel": upload.channel_id,
                "typed_day": upload.typed_day,
                "account": upload.account,
                "exchange_rate": upload.exchange_rate,
                "sheet": upload.sheet,
                "head": upload.head,
                "is_part": upload.is_part,
                "replaces_finer": upload.replaces_finer,
            },
        )
        self.upload = upload
        self.fields["channel"].queryset = catalogue.channels()  # type: ignore[attr-defined]  # it is a model's choice

    def choices(self) -> Choices:
        """The choices as made."""
        typed = self.cleaned_data
        sheet, head = typed["sheet"], typed["head"]
        return Choices(
            platform=typed["platform"],
            mapping=self.mapping(),
            sheet=self.upload.sheet if sheet is None else sheet,
            head=self.upload.head if head is None else head,
            day=typed["typed_day"],
            account=typed["account"],
            channel_id=typed["channel"].pk if typed["channel"] else None,
            exchange_rate=typed["exchange_rate"],
            is_part=typed["is_part"],
            replaces_finer=typed["replaces_finer"],
        )

    def mapping(self) -> dict[str, int]:
        """Field → column as chosen; without any choice sent, as it is."""
        names = [one.name for one in FIELDS[BY_CODE[self.upload.platform].kind]]
        sent = {name: self.data[f"{COLUMN_PREFIX}{name}"] for name in names if f"{COLUMN_PREFIX}{name}" in self.data}
        if not sent:
            return dict(self.upload.mapping)
        return {name: int(at) for name, at in sent.items() if _is_column(at)}


def _is_column(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 4


class CostsForm(forms.Form):
    """Which days, and by what the rows are told apart."""

    first = forms.DateField(label=_("From"), widget=DayInput({"class": "o-input p-day"}))
    last = forms.DateField(label=_("To"), widget=DayInput({"class": "o-input p-day"}))
    split = forms.ChoiceField(choices=[(one.value, one.value) for one in Split], required=False)

    def clean(self) -> dict[str, Any]:
        """The last day does not lie before the first, and a year is the most."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if isinstance(first, date) and isinstance(last, date):
            if last < first:
                raise forms.ValidationError(_("The last day lies before the first."))
            if (last - first).days > 400:
                raise forms.ValidationError(_("At most 400 days at once."))
        return cleaned


class RebateForm(forms.Form):
    """A rebate of one channel for a period."""

    channel: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("Channel"), queryset=None, empty_label=None)
    rate = forms.DecimalField(
        label=_("Rebate on recharge"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        help_text=_("In %. Cash spend = spend ÷ (1 + rebate)."),
    )
    first_day = forms.DateField(label=_("First day"), widget=DayInput)
    last_day = forms.DateField(
        label=_("Last day"), widget=DayInput, required=False, help_text=_("Empty: until further notice.")
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["channel"].queryset = catalogue.paid_channels()  # type: ignore[attr-defined]  # it is a model's choice

    def basis_points(self) -> int:
        """The rebate in basis points."""
        return int(self.cleaned_data["rate"] * 100)
