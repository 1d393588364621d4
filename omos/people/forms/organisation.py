"""Forms of departments, positions and the organisation form."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from omos.people.models import Department, Headcount, Position
from omos.people.roles import Role
from omos.people.services import DepartmentDetails, HeadcountDetails, PositionDetails
from omos.ui.widgets import DayInput

CENTS = 100


class DepartmentForm(forms.Form):
    """A department and the one above it."""

    name = forms.CharField(label=_("Name"), max_length=60)
    parent = forms.ModelChoiceField(
        label=_("Below"), queryset=Department.objects.none(), required=False, empty_label=_("Nothing: stands on top")
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through
        self.fields["parent"].queryset = Department.objects.order_by("name")  # type: ignore[attr-defined]

    def details(self) -> DepartmentDetails:
        """What was typed."""
        parent = self.cleaned_data["parent"]
        return DepartmentDetails(
            name=self.cleaned_data["name"],
            parent_id=parent.pk if parent else None,
            is_active=self.cleaned_data["is_active"],
        )


def _lines(label: object, help_text: object = "") -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]  # a lazy text
        help_text=help_text,  # type: ignore[arg-type]  # a lazy text
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class PositionForm(forms.Form):
    """A position: what it does, what it takes, when it is good."""

    name = forms.CharField(label=_("Name"), max_length=60)
    code = forms.RegexField(
        r"^[A-Z][A-Z0-9_]*$",
        label=_("Code"),
        max_length=24,
        help_text=_("Capital letters, digits and _; imports and programs know the post by it."),
    )
    default_role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("None: does not sign in")), *Role.choices]
    )
    duties = _lines(_("Duties"), _("One on each line."))
    abilities = _lines(_("Abilities"), _("One on each line."))
    standard = _lines(_("Standard"), _("When the post is well filled, so that anybody can check it."))
    arrival_offset_days = forms.IntegerField(
        label=_("Arrives, in days after the launch"),
        min_value=-3650,
        max_value=3650,
        help_text=_("Minus means before the website goes live."),
        initial=0,
    )
    base_pay_share = forms.IntegerField(label=_("Base pay, in % of the whole"), min_value=0, max_value=100, initial=60)
    sort_order = forms.IntegerField(label=_("Place in lists"), min_value=0, max_value=30000, initial=200)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def details(self) -> PositionDetails:
        """What was typed."""
        return PositionDetails(**self.cleaned_data)

    @classmethod
    def initial_of(cls, position: Position) -> dict[str, object]:
        """The saved position, as the form shows it."""
        return {name: getattr(position, name) for name in cls.base_fields}


class HeadcountForm(forms.Form):
    """A row of the organisation form."""

    wanted = forms.IntegerField(label=_("How many"), min_value=0, max_value=999, initial=1)
    kind = forms.ChoiceField(label=_("Kind"), choices=Headcount.Kind.choices)
    due_on = forms.DateField(
        label=_("In place by"), required=False, widget=DayInput(), help_text=_("Empty: counted from the launch.")
    )
    pay_low = forms.DecimalField(
        label=_("Monthly pay from"), required=False, min_value=0, max_value=1_000_000, decimal_places=2
    )
    pay_high = forms.DecimalField(
        label=_("Monthly pay to"), required=False, min_value=0, max_value=1_000_000, decimal_places=2
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def details(self) -> HeadcountDetails:
        """What was typed; yuan become 分."""
        values = self.cleaned_data
        return HeadcountDetails(
            wanted=values["wanted"],
            due_on=values["due_on"],
            kind=values["kind"],
            pay_low=_cents(values["pay_low"]),
            pay_high=_cents(values["pay_high"]),
            note=values["note"],
        )

    @staticmethod
    def initial_of(row: Headcount) -> dict[str, object]:
        """The saved row, as the form shows it."""
        return {
            "wanted": row.wanted,
            "kind": row.kind,
            "due_on": row.due_on,
            "pay_low": _yuan(row.pay_low),
            "pay_high": _yuan(row.pay_high),
            "note": row.note,
        }


def _cents(yuan: Decimal | None) -> int | None:
    return None if yuan is None else int(yuan * CENTS)


def _yuan(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / CENTS
